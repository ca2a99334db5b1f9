"""Files that were made to break the reader: each is refused with a sentence, and at once."""

import pytest

from exercises.importing.formats import read_rows
from exercises.importing.rows import MOST_ROWS, UnreadableFile

DIGITS = "f" * 5000


@pytest.mark.parametrize(
    "line",
    [
        'a: !!int ""',
        "a: !!bool maybe",
        "a: !!timestamp never",
        'a: !!float ""',
        "a: !!set {b, c}",
        'a: !!python/object/apply:os.system ["id"]',
        f"difficulty: 0x{DIGITS}",
        f"name: 0x{DIGITS}",
        f"steps: [0b{'1' * 20_000}]",
        "difficulty: 1" + ":59" * 20_000,
        "difficulty: 1" + ":59" * 400 + ".5",
    ],
)
def test_editor_reads_which_line_cannot_be_read(line: str) -> None:
    rows = read_rows(f"- slug: roll\n- slug: bend\n  {line}\n")
    assert [bool(row.faults) for row in rows] == [False, True]
    assert all(row.digest for row in rows)


@pytest.mark.parametrize(
    "text", ["---\n" * (MOST_ROWS + 2), "---\n# nothing\n" * (MOST_ROWS + 2)], ids=["bare", "notes"]
)
def test_a_file_of_nothing_but_separators_is_refused_at_once(text: str) -> None:
    with pytest.raises(UnreadableFile, match="cut it in parts"):
        read_rows(text)


@pytest.mark.parametrize("text", ["1 " * 3_000_000, "[" + "1," * 3_000_000 + "1]"], ids=["loose", "list"])
def test_a_file_of_too_many_entries_is_refused_before_they_are_looked_at(text: str) -> None:
    with pytest.raises(UnreadableFile, match="cut it in parts"):
        read_rows(text, "wger")
