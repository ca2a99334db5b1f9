"""The drawn pictures on their way from the content folder into the database."""

from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import Client

from exercises.content.files import Count
from exercises.content.schema import CONTENT
from exercises.figure_loading import load_figures
from exercises.models import Exercise, Figure, FigureDrawing, FigurePicture
from tests.cast import Cast
from tests.exercises.figures_by_hand import BREATHING, KNEE_TO_CHEST, drawn
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def put(folder: Path, slug: str, document: dict[str, object] = KNEE_TO_CHEST, renderer: str = "1") -> None:
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / f"{slug}.yaml").write_text(yaml.safe_dump(document))
    drawn(document, slug=slug, renderer=renderer).write(folder / "drawn" / slug)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with two pictures, one of them of an exercise that the catalogue does not have."""
    put(tmp_path, "knee-to-chest")
    put(tmp_path, "not-written-yet")
    return tmp_path


@pytest.fixture
def exercise(db: None) -> Exercise:
    return make_exercise("Knee to chest")


def load(folder: Path) -> tuple[int, int, int, list[str]]:
    count = Count()
    load_figures(folder, count)
    return count.created, count.updated, count.unchanged, count.kept


def published(slug: str = "knee-to-chest") -> FigureDrawing:
    drawing = Figure.objects.get(exercise__slug=slug).published
    assert drawing is not None
    return drawing


def test_what_was_drawn_is_shown_at_once(client: Client, folder: Path, exercise: Exercise) -> None:
    assert load(folder) == (1, 0, 0, [])
    drawing = published()
    assert sorted(drawing.pictures.values_list("step", "form")) == [(0, "svg"), (1, "svg"), (2, "png"), (2, "svg")]
    assert "still 2" in client.get("/exercises/knee-to-chest/figure.svg?step=2").content.decode()
    assert drawing.figure.document == drawing.document


def test_the_same_files_again_change_nothing(folder: Path, exercise: Exercise) -> None:
    load(folder)
    before = list(FigurePicture.objects.values_list("pk", flat=True))
    assert load(folder) == (0, 0, 1, [])
    assert list(FigurePicture.objects.values_list("pk", flat=True)) == before


def test_a_redrawn_picture_takes_its_place_and_the_old_one_stays_for_programs(
    client: Client, folder: Path, exercise: Exercise
) -> None:
    load(folder)
    first = published()
    put(folder, "knee-to-chest", renderer="2")
    assert load(folder) == (0, 1, 0, [])
    assert published() != first
    assert client.get(f"/exercises/figures/{first.digest}.svg").status_code == 200


def test_a_file_that_changes_alone_is_noticed(folder: Path, exercise: Exercise) -> None:
    load(folder)
    moving = folder / "drawn" / "knee-to-chest" / "moving.svg"
    moving.write_text(moving.read_text().replace("moving", "still moving"))
    assert load(folder) == (0, 1, 0, [])


def test_an_editors_own_picture_is_kept(folder: Path, exercise: Exercise, cast: Cast) -> None:
    load(folder)
    shown = published()
    Figure.objects.update(document=BREATHING, loaded_digest="", changed_by=cast.editor)
    put(folder, "knee-to-chest", renderer="2")
    assert load(folder) == (0, 0, 0, ["knee-to-chest"])
    assert published() == shown
    assert Figure.objects.get().document == BREATHING


def test_a_document_without_drawings_is_left_out(folder: Path, exercise: Exercise) -> None:
    (folder / "drawn" / "knee-to-chest").rename(folder / "elsewhere")
    assert load(folder) == (0, 0, 0, [])
    assert not Figure.objects.exists()


@pytest.mark.parametrize("broken", ["drawing.json", "preview.png", "step-1.svg step-2.svg"])
def test_a_broken_folder_is_named_and_nothing_is_kept(tmp_path: Path, db: None, broken: str) -> None:
    for name in ("exercises", "guide"):
        (tmp_path / name).mkdir()
    for name in ("vocabulary.yaml", "exercises/lying-waist-twist.yaml"):
        (tmp_path / name).write_bytes((CONTENT / name).read_bytes())
    put(tmp_path, "lying-waist-twist")
    for name in broken.split():
        (tmp_path / "drawn" / "lying-waist-twist" / name).unlink()
    with pytest.raises(CommandError, match=r"^(drawn/)?lying-waist-twist: ") as caught:
        call_command("load_catalogue", content=tmp_path, stdout=StringIO())
    assert "\n" not in str(caught.value)
    assert not Exercise.objects.exists()


def test_the_command_says_what_became_of_the_pictures(tmp_path: Path, db: None) -> None:
    for name in ("exercises", "guide"):
        (tmp_path / name).mkdir()
    for name in ("vocabulary.yaml", "exercises/lying-waist-twist.yaml"):
        (tmp_path / name).write_bytes((CONTENT / name).read_bytes())
    put(tmp_path, "lying-waist-twist")
    for said in ("Pictures: 1 new, 0 redrawn, 0 unchanged.", "Pictures: 0 new, 0 redrawn, 1 unchanged."):
        out = StringIO()
        call_command("load_catalogue", content=tmp_path, stdout=out)
        assert said in out.getvalue()
    Figure.objects.update(loaded_digest="")
    out = StringIO()
    call_command("load_catalogue", content=tmp_path, stdout=out)
    assert "Pictures kept as edited here: lying-waist-twist." in out.getvalue()
