"""free-exercise-db's files become rows."""

import json
from typing import Any

import pytest

from exercises.importing.formats import looks_like, read_rows
from exercises.importing.rows import Row
from tests.exercises.importing.shapes import free_entry


def rows(*data: Any) -> list[Row]:
    return read_rows("\n".join(json.dumps(part) for part in data), "free-exercise-db")


def test_entry_becomes_a_document() -> None:
    (row,) = rows([free_entry()])
    document = row.document()
    assert (document.name, document.kind, document.position) == ("Made-up reach", "stretch", "kneeling")
    assert document.steps == ("Kneel in front of the roller.", "Reach forward and let your chest sink.")
    assert document.muscles.primary == ("rhomboids",)
    assert document.muscles.secondary == ("latissimus dorsi", "deltoid")
    assert document.equipment == ("foam-roller",)
    assert document.difficulty == 2
    assert document.licence == "Unlicense"
    assert document.regions == ("upper-back",)
    assert row.key == "Made-up_reach"
    assert any("“middle back” was read as rhomboids" in note for note in row.notes)
    assert any("public domain" in note for note in row.notes)


@pytest.mark.parametrize(
    "data",
    [
        [[free_entry("One"), free_entry("Two")]],
        [free_entry("One"), free_entry("Two")],
        [{"exercises": [free_entry("One"), free_entry("Two")]}],
        [[[free_entry("One")], [free_entry("Two")]]],
    ],
    ids=["the list", "an entry a line", "an envelope", "lists in a list"],
)
def test_entries_are_found_in_each_of_its_files(data: list[Any]) -> None:
    assert [row.name for row in rows(*data)] == ["One", "Two"]
    assert looks_like("\n".join(json.dumps(part) for part in data)) == "free-exercise-db"


def test_a_single_entry_without_id_and_images_is_read_too() -> None:
    entry = {key: value for key, value in free_entry().items() if key not in ("id", "images")}
    (row,) = rows(entry)
    assert row.key == "made-up-reach"


def test_nulls_and_other_equipment_do_no_harm() -> None:
    entry = dict.fromkeys(free_entry()) | {"name": "Bare", "id": "Bare", "equipment": "other"}
    (row,) = rows([entry])
    document = row.document()
    assert (document.equipment, document.steps, document.kind) == ((), (), "strength")
    assert any("some other equipment" in note for note in row.notes)


def test_the_same_muscle_twice_is_named_once() -> None:
    (row,) = rows([free_entry(primaryMuscles=["quadriceps"], secondaryMuscles=["quadriceps", "calves", "calves"])])
    assert row.document().muscles.secondary == ("gastrocnemius",)


def test_instructions_may_be_one_text_with_lines() -> None:
    (row,) = rows([free_entry(instructions="1. Stand tall.\n2. Bend &amp; reach.")])
    assert row.document().steps == ("Stand tall.", "Bend & reach.")
