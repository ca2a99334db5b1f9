"""What a file does to the catalogue: drafts, never published text, and nothing twice."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from exercises.editorial import drafts
from exercises.editorial.readiness import missing_parts
from exercises.editorial.rows import document_of
from exercises.importing.carrying import carry_out
from exercises.importing.exports import WRITERS, documents
from exercises.importing.fates import Fate, Verdict
from exercises.importing.formats import decoded, read_rows
from exercises.importing.plan import dry_run
from exercises.importing.rows import Row
from exercises.loading import load_catalogue
from exercises.models import Draft, Equipment, Exercise, ExerciseOrigin, Muscle
from tests.cast import Cast
from tests.exercises.importing.shapes import (
    OWN,
    exercise,
    free_entry,
    own_rows,
    page,
    vocabulary,
    wger_entry,
    wger_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(cast: Cast) -> None:
    vocabulary()


def wger(*entries: Any) -> list[Row]:
    return read_rows(json.dumps(page(*entries)))


def free(*entries: Any) -> list[Row]:
    return read_rows(json.dumps(entries))


def verdicts(fates: list[Fate]) -> list[str]:
    return [str(fate.verdict) for fate in fates]


def test_editor_gets_drafts_that_know_where_they_come_from(cast: Cast) -> None:
    rows = wger(wger_entry(1)) + free(free_entry())
    assert verdicts(dry_run(rows)) == ["new", "new"]
    assert not ExerciseOrigin.objects.exists()
    assert verdicts(carry_out(rows, by=cast.editor)) == ["new", "new"]
    entry = exercise("made-up-curl-1")
    assert (entry.status, entry.published_at, entry.draft.state) == ("draft", None, "writing")
    assert list(entry.draft.authors.all()) == [cast.editor]
    origin = entry.origin
    assert (origin.source, origin.licence, origin.imported_by) == ("wger", "CC-BY-SA 4", cast.editor)
    assert origin.authors == "Theo Translator, Wilma Writer"
    assert "brachialis" in origin.notes
    assert entry.events.get(verb="imported").text == "From wger, entry 1."
    assert [use.muscle.name for use in entry.muscle_uses.all()] == ["rectus abdominis"]
    assert exercise("made-up-reach").origin.source == "free-exercise-db"


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    rows = wger(wger_entry(1), wger_entry(2)) + free(free_entry())
    carry_out(rows, by=cast.editor)
    before = (Exercise.objects.count(), list(Draft.objects.values_list("serial", flat=True)))
    assert verdicts(carry_out(rows, by=None)) == ["unchanged"] * 3
    assert (Exercise.objects.count(), list(Draft.objects.values_list("serial", flat=True))) == before


def test_a_newer_file_changes_the_draft_unless_it_was_edited_here(cast: Cast) -> None:
    carry_out(wger(wger_entry(1), wger_entry(2)), by=cast.editor)
    draft = exercise("made-up-curl-2").draft
    drafts.change(draft=draft, document=draft.read().with_changes(purpose="Mine."), by=cast.editor)
    newer = [wger_entry(number, translations=[wger_text("Newer", 2, "Sit.")]) for number in (1, 2)]
    changed, kept = carry_out(wger(*newer), by=None)
    assert (changed.verdict, kept.verdict) == (Verdict.CHANGED, Verdict.SKIPPED)
    assert "edited here" in kept.why
    assert exercise("made-up-curl-1").name == "Newer"
    assert exercise("made-up-curl-2").purpose == "Mine."
    assert verdicts(dry_run(wger(*newer))) == ["unchanged", "skipped"]


def test_an_entry_without_a_licence_cannot_be_published(cast: Cast) -> None:
    carry_out(wger(wger_entry(license=None, translations=[wger_text("Bare", 2, license=None)])), by=cast.editor)
    assert "licence" in missing_parts(exercise("bare").draft.read())


def test_an_address_that_is_taken_gets_a_number(cast: Cast) -> None:
    rows = free(free_entry("Glute bridge"), free_entry("Glute-bridge", id="other"))
    fates = carry_out(rows, by=cast.editor)
    assert [fate.document.slug for fate in fates if fate.document] == ["glute-bridge-2", "glute-bridge-3"]
    assert any("is taken" in note for note in fates[0].notes)
    assert verdicts(dry_run(rows)) == ["unchanged", "unchanged"]


def test_words_are_added_only_when_asked_for(cast: Cast) -> None:
    rows = wger(wger_entry(1, equipment=[{"id": 5, "name": "Swiss Ball"}]))
    carry_out(rows, by=cast.editor)
    assert not Equipment.objects.filter(slug="swiss-ball").exists()
    (fate,) = carry_out(rows, by=cast.editor, add_words=True)
    assert fate.verdict == Verdict.CHANGED
    assert Equipment.objects.get(slug="swiss-ball").name == "Swiss Ball"
    assert Muscle.objects.get(name="brachialis").plain == "Brachialis"
    assert [word.slug for word in exercise("made-up-curl-1").equipment.all()] == ["swiss-ball"]


def test_the_same_entry_twice_in_a_file_is_taken_once(cast: Cast) -> None:
    fates = carry_out(wger(wger_entry(1), wger_entry(1)), by=cast.editor)
    assert verdicts(fates) == ["new", "skipped"]
    assert fates[1].why == "The same exercise stands at entry 1."


def published_text() -> Any:
    return document_of(exercise("glute-bridge")).to_json()


def test_a_published_exercise_is_changed_in_its_draft_alone(cast: Cast) -> None:
    before = published_text()
    rows = own_rows("slug: glute-bridge\npurpose: Stronger hips.\n")
    (fate,) = dry_run(rows)
    assert [(part.field, part.after) for part in fate.differences] == [("purpose", "Stronger hips.")]
    carry_out(rows, by=cast.editor)
    assert published_text() == before
    draft = exercise("glute-bridge").draft
    assert draft.read().purpose == "Stronger hips."
    assert draft.read().steps == ("Lie on your back.", "Lift your hips.")
    again = own_rows("slug: glute-bridge\npurpose: Stronger still.\n")
    assert verdicts(carry_out(again, by=cast.editor)) == ["changed"]


def test_a_draft_that_somebody_writes_is_left_alone(cast: Cast) -> None:
    draft = drafts.begin(exercise=exercise("glute-bridge"), by=cast.editor)
    drafts.change(draft=draft, document=draft.read().with_changes(purpose="Mine."), by=cast.editor)
    (fate,) = carry_out(own_rows("slug: glute-bridge\npurpose: Theirs.\n"), by=cast.editor)
    assert (fate.verdict, fate.why) == ("skipped", "Somebody is working on a draft of it; that is kept.")
    assert exercise("glute-bridge").draft.read().purpose == "Mine."


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("kind: dancing", "“dancing”"),
        ("regions: [moon]", "“moon”"),
        ("equipment: [moon-rock]", "“moon-rock”"),
        ("muscles: {primary: [moon muscle]}", "“moon muscle”"),
        ("dose: lots", "dose"),
        ("colour: red", "colour"),
        ("difficulty: 9", "difficulty"),
        ("evidence: {type: rumour}", "“rumour”"),
        ("steps: 7", "steps"),
        ("slug: Not A Slug", "slug"),
    ],
)
def test_a_broken_row_says_why_and_stops_no_other(cast: Cast, line: str, sentence: str) -> None:
    name = line.partition(":")[0]
    text = "".join(own for own in OWN.splitlines(keepends=True) if not own.startswith(f"{name}:") and own[0] != " ")
    text = text.replace("steps:\n", "")
    rows = own_rows(f"---\n{text.strip()}\n{line}\n---{OWN.replace('wall-lean', 'door-lean')}")
    broken, good = carry_out(rows, by=cast.editor)
    assert broken.verdict == Verdict.BROKEN
    assert sentence in broken.why
    assert good.verdict == Verdict.NEW
    assert list(ExerciseOrigin.objects.values_list("key", flat=True)) == ["door-lean"]


def test_new_neighbours_may_name_each_other(cast: Cast) -> None:
    low = OWN.strip() + "\nharder: [door-lean]\n"
    high = OWN.strip().replace("wall-lean", "door-lean") + "\neasier: [wall-lean, nowhere]\n"
    rows = own_rows(f"---\n{low}---\n{high}")
    fates = carry_out(rows, by=cast.editor)
    assert verdicts(fates) == ["new", "new"]
    assert any("nowhere" in note for note in fates[1].notes)
    assert [other.slug for other in exercise("wall-lean").harder.all()] == ["door-lean"]
    assert exercise("door-lean").draft.read().easier == ("wall-lean",)
    assert verdicts(dry_run(rows)) == ["unchanged", "unchanged"]


def test_a_ladder_that_leads_back_loses_its_neighbours_and_says_so(cast: Cast) -> None:
    one = OWN.strip() + "\nharder: [door-lean]\n"
    other = OWN.strip().replace("wall-lean", "door-lean") + "\nharder: [wall-lean]\n"
    fates = carry_out(own_rows(f"---\n{one}---\n{other}"), by=cast.editor)
    assert verdicts(fates) == ["new", "new"]
    assert any("neighbours were left out" in note for note in fates[1].notes)


def test_the_whole_catalogue_comes_back_unchanged_in_each_format(cast: Cast) -> None:
    load_catalogue()
    for write, _type in WRITERS.values():
        text = write(documents(Exercise.objects.published()))
        fates = dry_run(read_rows(decoded(text.encode())))
        assert len(fates) >= 100
        assert {str(fate.verdict) for fate in fates} == {"unchanged"}


def test_a_step_up_may_be_said_at_one_end_alone(cast: Cast) -> None:
    low = OWN.strip() + "\nharder: [door-lean]\n"
    carry_out(own_rows(f"---\n{low}---\n{OWN.replace('wall-lean', 'door-lean')}"), by=cast.editor)
    assert [other.slug for other in exercise("wall-lean").harder.all()] == ["door-lean"]
    assert exercise("door-lean").draft.read().easier == ("wall-lean",)


@pytest.mark.parametrize("form", list(WRITERS))
def test_an_export_makes_the_same_exercises_elsewhere(cast: Cast, form: str) -> None:
    carry_out(own_rows() + wger(wger_entry(1)), by=cast.editor)
    write, _type = WRITERS[form]
    imported = Exercise.objects.exclude(origin=None)
    before = list(documents(imported))
    text = write(before)
    imported.delete()
    assert verdicts(carry_out(read_rows(text), by=cast.editor)) == ["new", "new"]
    assert list(documents(Exercise.objects.exclude(origin=None))) == before


def call(*arguments: Any) -> str:
    out = StringIO()
    call_command("import_exercises", *arguments, stdout=out)
    return out.getvalue()


def test_command_says_each_rows_fate(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "wger.json"
    file.write_text(json.dumps(page(wger_entry(1), 7, wger_entry(2))))
    said = call(file, "--format", "wger", "--dry-run")
    assert "entry 2      Broken" in said
    assert "3 rows: 2 new, 1 broken." in said
    assert not ExerciseOrigin.objects.exists()
    assert "1 rows: 1 new." in call(file, "--limit", "1", "--by", cast.editor.email)
    assert ExerciseOrigin.objects.get().imported_by == cast.editor
    with pytest.raises(SystemExit) as exit_code:
        call(file, "--strict")
    assert exit_code.value.code == 1
    assert ExerciseOrigin.objects.count() == 2


@pytest.mark.parametrize("arguments", [["--by", "client@example.org"], []])
def test_command_refuses_strangers_and_what_it_cannot_read(cast: Cast, tmp_path: Path, arguments: list[str]) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{")
    with pytest.raises(CommandError) as refused:
        call(file, "--format", "wger", *arguments)
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="cannot be read"):
        call(tmp_path / "missing.json")


def test_export_command_writes_what_was_asked_for(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    call_command("export_exercises", "bird-dog", "--format", "csv", "--output", str(file), stdout=StringIO())
    (row,) = read_rows(decoded(file.read_bytes()))
    assert row.document() == document_of(exercise("bird-dog"))
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_exercises", "nowhere")


def test_a_file_costs_few_questions_to_look_at(cast: Cast, django_assert_max_num_queries: Any) -> None:
    rows = free(*[free_entry(f"Reach {number}") for number in range(50)])
    carry_out(rows, by=cast.editor)
    with django_assert_max_num_queries(25):
        assert set(verdicts(dry_run(rows))) == {"unchanged"}
