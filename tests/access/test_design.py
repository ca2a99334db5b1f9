"""The matrix against the table that it was designed as (design.csv): each cell is there, or says why it differs."""

import csv
from pathlib import Path

from tests.access.answers import ACTORS, DESIGN, DEVIATIONS, VERBS, expected
from tests.access.calls import CALLS
from tests.access.world import World

ROWS = {
    "exercise published": "published exercise",
    "exercise draft": "draft exercise",
    "private custom exercise": "clinic exercise",
    "routine / template (private)": "private routine",
    "program of client C": "program",
    "session log of C": "session",
    "pain / outcome of C": "outcome",
    "message thread C-T": "message thread",
    "invitation (by T-care)": "invitation",
    "clinic": "clinic",
    "audit log about C": "access log",
    "data export of C": "data export",
    "media file of C": "media file",
    "calendar feed of C": "calendar feed",
    "push subscription of C": "push subscription",
}

OF_THE_CLINIC = "an exercise of one's own belongs to the clinic: its therapists write it, its members read it"
WORKS_THERE = "needs a clinic to belong to; whoever has none, or names another one, is refused"
MEASURED = "the care team measures and puts right; what clients tell of pain is theirs alone, in sessions and check-ins"
NO_FILES = "clients send no files, so there is no such address for anybody; what is stored has none by its path"
REASONS = {
    ("draft exercise", "special"): "there are no preview links: who may see a draft has an account",
    ("clinic exercise", "special"): "there is nothing to be shared, as it is the clinic's from the beginning",
    (
        "clinic exercise",
        "list",
    ): "the catalogue's list is public; C's clinic finds its own in it, editors what is offered",
    ("clinic exercise", "read"): "the catalogue is public, so what is not one's own is not there (404); "
    + OF_THE_CLINIC,
    ("clinic exercise", "create"): WORKS_THERE,
    ("clinic exercise", "update"): OF_THE_CLINIC,
    ("clinic exercise", "delete"): OF_THE_CLINIC,
    ("outcome", "create"): MEASURED,
    ("outcome", "update"): MEASURED,
    ("outcome", "delete"): MEASURED,
    **{("media file", verb): NO_FILES for verb in VERBS[:-1]},
}
Cell = tuple[str, str, str]


def designed() -> dict[Cell, str]:
    with Path(__file__).with_name("design.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {
        (ROWS[row["resource"]], actor, verb): code
        for row in rows
        for actor in ACTORS
        for verb, code in zip(VERBS, row[actor], strict=True)
    }


def differing() -> set[Cell]:
    return {cell for cell, code in designed().items() if cell[0] in DESIGN and expected(*cell) != code}


def test_the_design_has_1440_cells_and_each_is_accounted_for() -> None:
    cells = designed()
    assert len(cells) == 1440
    assert {cell[0] for cell in cells} == set(DESIGN) - {"shared routine"}


def test_each_deviation_from_the_design_has_a_reason() -> None:
    unexplained = {cell for cell in differing() if cell not in DEVIATIONS and (cell[0], cell[2]) not in REASONS}
    assert unexplained == set()


def test_no_reason_outlives_its_deviation() -> None:
    differ = differing()
    assert {key for key in REASONS if key not in {(resource, verb) for resource, _actor, verb in differ}} == set()
    assert {cell for cell in DEVIATIONS if cell in designed() and cell not in differ} == set()


def test_each_cell_that_is_a_function_is_asked() -> None:
    functions = {(resource, verb) for resource in DESIGN for verb in VERBS if expected(resource, "T-care", verb) != "."}
    assert functions == set(CALLS)


def test_the_storage_is_open_to_nobody_by_its_paths(world: World) -> None:
    """Neither what everybody may see nor what is in a draft, with and without an account."""
    for file in (world.media.file, world.media.poster, world.draft_media.file, world.draft_media.upload):
        for prefix in ("", "media/", "var/media/", "static/", "static/../var/media/", "exercises/media/"):
            for actor in ("anon", "client-own", "T-care", "editor", "admin"):
                if str(file):
                    assert world.page(actor).get(f"/{prefix}{file}").status_code == 404, (prefix, file, actor)
