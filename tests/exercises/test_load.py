"""The content files on their way into the database."""

import shutil
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from exercises.content.schema import CONTENT
from exercises.models import Exercise, GuidePage, Muscle, Region
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with two exercises and a guide page."""
    for name in ("exercises", "guide"):
        (tmp_path / name).mkdir()
    shutil.copy(CONTENT / "vocabulary.yaml", tmp_path)
    for name in ("exercises/knee-rolls.yaml", "exercises/lying-waist-twist.yaml", "guide/stretch.md"):
        shutil.copy(CONTENT / name, tmp_path / name)
    return tmp_path


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_catalogue", content=folder, stdout=out)
    return out.getvalue()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_editor_loads_the_shipped_catalogue_and_again(client: Client, db: None) -> None:
    count, pages = (len(list((CONTENT / folder).glob("*.*"))) for folder in ("exercises", "guide"))
    assert f"{count + pages} new" in load(CONTENT)
    assert Exercise.objects.published().count() == count
    assert GuidePage.objects.published().count() == pages
    started = time.monotonic()
    assert f"0 new, 0 updated, {count + pages} unchanged" in load(CONTENT)
    assert time.monotonic() - started < 1
    page = client.get("/exercises/lying-waist-twist/").content.decode()
    for text in ("left buttock", "2 holds of 20 seconds, each side, 5 days a week", "Fragile bones", "multifidus"):
        assert text in page


def test_neighbours_words_and_search_come_along(folder: Path) -> None:
    load(folder)
    rolls, twist = (Exercise.objects.get(slug=slug) for slug in ("knee-rolls", "lying-waist-twist"))
    assert list(rolls.harder.all()) == [twist]
    assert list(twist.easier.all()) == [rolls]
    assert twist.revision == 1
    assert twist.muscle_uses.filter(role="primary").count() == 4
    assert Exercise.objects.search("quadratus twist").get() == twist
    assert Region.objects.filter(slug="lower-back").exists()
    assert Muscle.objects.get(name="multifidus").plain


def test_changed_file_updates_its_row_alone(folder: Path) -> None:
    load(folder)
    edit(folder / "exercises/knee-rolls.yaml", "name: Knee rolls", "name: Knee sways")
    edit(folder / "guide/stretch.md", "A stretch can feel wonderful", "A stretch can be fine")
    assert "0 new, 2 updated, 1 unchanged" in load(folder)
    rolls = Exercise.objects.get(slug="knee-rolls")
    assert (rolls.name, rolls.revision) == ("Knee sways", 2)
    assert Exercise.objects.search("sways").get() == rolls
    assert "can be fine" in GuidePage.objects.get(slug="stretch").body
    assert Exercise.objects.get(slug="lying-waist-twist").revision == 1


def test_retired_row_is_updated_but_stays_retired(folder: Path) -> None:
    load(folder)
    Exercise.objects.get(slug="knee-rolls").retire(by=None)
    edit(folder / "exercises/knee-rolls.yaml", "name: Knee rolls", "name: Knee sways")
    load(folder)
    rolls = Exercise.objects.get(slug="knee-rolls")
    assert (rolls.name, rolls.status) == ("Knee sways", "retired")


def test_what_an_editor_changed_is_kept_and_said(folder: Path, cast: Cast) -> None:
    load(folder)
    rolls = Exercise.objects.get(slug="knee-rolls")
    rolls.purpose = "Our own words."
    rolls.save()
    rolls.revised(by=cast.editor)
    edit(folder / "exercises/knee-rolls.yaml", "name: Knee rolls", "name: Knee sways")
    out = load(folder)
    assert "Kept as edited here: knee-rolls." in out
    rolls.refresh_from_db()
    assert (rolls.name, rolls.purpose) == ("Knee rolls", "Our own words.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: mobility", "kind: dance", "kind"),
        ("name: Knee rolls", "name: [", "not valid YAML"),
        ("name: Knee rolls", "nom: Knee rolls", "name: Field required"),
        ("slug: knee-rolls", "slug: knee-turns", "slug differs"),
        ("harder: [lying-waist-twist]", "harder: [moon-walk]", "moon-walk"),
        ("harder: [lying-waist-twist]", "harder: [knee-rolls]", "neither easier nor harder than itself"),
        ("regions: [", "regions: [atlantis, ", "atlantis"),
    ],
)
def test_broken_file_is_named_in_one_line_and_nothing_is_kept(folder: Path, old: str, new: str, said: str) -> None:
    edit(folder / "exercises/knee-rolls.yaml", old, new)
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert str(caught.value).startswith("knee-rolls.yaml: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not Exercise.objects.exists()
    assert not Region.objects.exists()


@pytest.mark.parametrize("dose", ["10x3", "3x10 wobbly", "0x10", "lots"])
def test_dose_that_leaves_a_question_is_refused(folder: Path, dose: str) -> None:
    path = folder / "exercises/knee-rolls.yaml"
    line = next(line for line in path.read_text().splitlines() if line.startswith("dose:"))
    edit(path, line, f"dose: {dose}")
    with pytest.raises(CommandError, match=r"^knee-rolls.yaml: dose: "):
        load(folder)


def test_two_files_may_not_both_be_the_harder_one(folder: Path) -> None:
    edit(folder / "exercises/lying-waist-twist.yaml", "harder: []", "harder: [knee-rolls]")
    with pytest.raises(CommandError, match="cannot be easier"):
        load(folder)


def test_broken_guide_page_is_named(folder: Path) -> None:
    (folder / "guide/stretch.md").write_text("no front matter")
    with pytest.raises(CommandError, match=r"^stretch.md"):
        load(folder)


def test_missing_vocabulary_is_named(folder: Path) -> None:
    (folder / "vocabulary.yaml").unlink()
    with pytest.raises(CommandError, match=r"^vocabulary.yaml"):
        load(folder)
