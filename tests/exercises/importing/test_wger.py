"""wger's answers of all years become rows."""

import json
from typing import Any

import pytest

from exercises.importing import wger
from exercises.importing.formats import looks_like, read_rows
from exercises.importing.rows import Row
from tests.exercises.importing.shapes import page, wger_entry, wger_text


def rows(*data: Any) -> list[Row]:
    return read_rows("\n".join(json.dumps(part) for part in data), "wger")


def test_entry_becomes_a_document_with_its_english_text() -> None:
    (row,) = rows(page(wger_entry()))
    document = row.document()
    assert (document.name, document.slug, document.position) == ("Made-up curl 1", "made-up-curl-1", "supine")
    assert document.steps == ("Lie on your back.", "Curl up & down.")
    assert document.muscles.primary == ("rectus abdominis",)
    assert document.equipment == ("mat",)
    assert document.regions == ("core",)
    assert document.aliases == ("Roll-over",)
    assert document.licence == "CC-BY-SA 4"
    assert document.author == "Theo Translator, Wilma Writer"
    assert row.key == "00000000-0000-4000-8000-000000000001"
    assert any("https://wger.example/media/curl.png" in note for note in row.notes)
    assert any("Keep the chin in." in note for note in row.notes)
    assert sum("Guessed" in note for note in row.notes) == 3


@pytest.mark.parametrize(
    "data",
    [
        [page(wger_entry(1), wger_entry(2))],
        [[page(wger_entry(1)), page(wger_entry(2))]],
        [[wger_entry(1), wger_entry(2)]],
        [page(wger_entry(1)), page(wger_entry(2))],
        [wger_entry(1), wger_entry(2)],
        [{"exercises": [wger_entry(1), wger_entry(2)]}],
    ],
    ids=["a page", "a list of pages", "a list", "pages one after another", "an entry a line", "an envelope"],
)
def test_entries_are_found_however_the_pages_were_put_together(data: list[Any]) -> None:
    found = rows(*data)
    assert [row.name for row in found] == ["Made-up curl 1", "Made-up curl 2"]
    assert looks_like("\n".join(json.dumps(part) for part in data)) == "wger"


def old_entry(number: int, language: int, name: str, base: int | None = None) -> dict[str, Any]:
    """As `exerciseinfo` gave it when each translation was an exercise of its own."""
    gone = ("translations", "author_history", "total_authors_history")
    entry = {key: value for key, value in wger_entry(number).items() if key not in gone}
    code = {"id": language, "short_name": {1: "de", 2: "en"}[language], "full_name": "?"}
    entry |= {"name": name, "description": "<p>Sit tall.</p>", "language": code, "comments": []}
    return entry | ({"exercise_base_id": base} if base else {})


def test_entry_of_earlier_years_has_its_text_at_the_top() -> None:
    (row,) = rows(page(old_entry(4, 2, "Old curl")))
    assert row.document().name == "Old curl"
    assert row.document().position == "sitting"


def test_translations_of_one_exercise_become_one_row_and_the_other_says_so() -> None:
    german, english = rows(page(old_entry(4, 1, "Rolle", base=77), old_entry(5, 2, "Roll", base=77)))
    assert (german.name, german.skip) == ("Roll", "")
    assert english.skip == "Another language of entry 1."


def test_shorter_answers_name_their_words_by_number() -> None:
    entry = {
        "id": 345, "uuid": "u-345", "name": "Made-up swing", "exercise_base": 9, "category": 10, "muscles": [14],
        "muscles_secondary": [6, 99], "equipment": [10], "language": 2, "license": 4, "license_author": "Sam",
        "description": "", "variations": [345, 249],
    }  # fmt: skip
    (row,) = rows(page(entry))
    document = row.document()
    assert document.muscles.primary == ("obliquus externus abdominis",)
    assert document.muscles.secondary == ("rectus abdominis",)
    assert document.equipment == ("kettlebell",)
    assert document.licence == "CC-BY 4"


def test_rows_of_its_own_database_are_joined_with_their_texts() -> None:
    base = {"license": 1, "license_author": "Bo", "uuid": "b-9", "category": 9, "muscles": [8], "equipment": []}
    text = {"license": 2, "name": "Made-up lunge", "description": "Stand.", "language": 2, "exercise_base": 9}
    found = rows(
        [
            {"model": "exercises.exercisebase", "pk": 9, "fields": base},
            {"model": "exercises.exercise", "pk": 50, "fields": text},
            {"model": "exercises.muscle", "pk": 8, "fields": {"name": "Gluteus maximus"}},
        ]
    )
    assert [(row.name, bool(row.skip)) for row in found[:2]] == [("Made-up lunge", False), ("Made-up lunge", True)]
    assert found[0].document().muscles.primary == ("gluteus maximus",)
    assert found[0].key == "b-9"
    assert found[2].skip


def test_first_text_with_a_name_is_taken_where_there_is_no_english_one() -> None:
    (row,) = rows([wger_entry(translations=[wger_text("", 2), wger_text("Rolle", 1)])])
    assert row.name == "Rolle"
    assert any("“de”" in note for note in row.notes)


def test_the_licence_of_the_text_counts_and_another_one_is_noted() -> None:
    entry = wger_entry(translations=[wger_text("Roll", 2, license=1)])
    (row,) = rows([entry])
    assert row.fields["licence"] == "CC-BY-SA 3"
    assert any("another licence: CC-BY-SA 4" in note for note in row.notes)
    (without,) = rows([wger_entry(license=None, translations=[wger_text("Roll", 2, license=None)])])
    assert without.document().licence == ""
    assert any("states no licence" in note for note in without.notes)


@pytest.mark.parametrize("name", ["exercises", "translations"])
def test_texts_stand_under_either_name(name: str) -> None:
    entry = {key: value for key, value in wger_entry().items() if key != "translations"}
    (row,) = rows([entry | {name: [wger_text("Roll", {"short_name": "en"})]}])
    assert row.name == "Roll"


def test_a_long_text_is_split_at_its_sentences_and_never_too_long() -> None:
    long = " ".join(f"Do part {number} of the movement with care." for number in range(400))
    (row,) = rows([wger_entry(translations=[wger_text("Roll", 2, f"<p>{long}</p><p>{'x' * 2000}</p>")])])
    steps = row.document().steps
    assert len(steps) == 30
    assert max(map(len, steps)) <= 300
    assert all(step.endswith(".") for step in steps)
    assert any("the rest was left out" in note for note in row.notes)


def test_markup_never_reaches_a_step() -> None:
    html = "<p>Press<br>up <b>now</b></p><script>alert(1)</script><p>1. Rest &lt;3</p><p>.</p><p>open <b"
    (row,) = rows([wger_entry(translations=[wger_text("Roll", 2, html)])])
    assert row.document().steps[:3] == ("Press", "up now", "Rest <3")
    assert not any("alert" in step for step in row.document().steps)


def test_a_broken_entry_says_what_is_wrong_and_stops_no_other() -> None:
    found = rows(page(7, {"id": 3}, wger_entry(1), None, wger_entry(uuid=None, id=None)))
    assert [bool(row.faults) for row in found] == [True, True, False, True, True]
    assert found[1].faults == ("It has no name.",)
    assert found[1].place == "entry 2"


def test_words_that_we_lack_keep_the_name_they_have_there() -> None:
    row = next(wger.rows([wger_entry(equipment=[{"id": 5, "name": "Swiss Ball"}])]))
    assert row.fields["equipment"] == ["swiss-ball"]
    assert row.labels["swiss-ball"] == "Swiss Ball"
