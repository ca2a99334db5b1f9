"""Our own files, YAML and CSV, read as people and spreadsheets write them."""

import csv
import io

import pytest

from exercises.editorial.document import ExerciseDocument
from exercises.importing.formats import decoded, looks_like, read_rows
from exercises.importing.rows import Row, UnreadableFile
from exercises.importing.tables import COLUMNS, write_table
from tests.exercises.importing.shapes import OWN, own_rows

HEADER = "name,kind,position,dose,steps"


def test_yaml_may_hold_one_exercise_a_list_or_several_documents() -> None:
    second = OWN.replace("wall-lean", "door-lean").replace("Wall lean", "Door lean")
    as_list = "".join("- " + part.strip().replace("\n", "\n  ") + "\n" for part in (OWN, second))
    for text in (f"---{OWN}---{second}", as_list):
        assert [row.document().name for row in own_rows(text)] == ["Wall lean", "Door lean"]
    assert own_rows()[0].document().dose == "2x30s"


def test_a_broken_document_names_its_line_and_stops_no_other() -> None:
    first, broken, last = own_rows(f"---{OWN}---\nname: [unclosed\n---{OWN.replace('wall-lean', 'other')}")
    assert (first.key, last.key) == ("wall-lean", "other")
    line = OWN.count("\n") + 2
    assert broken.faults == (f"Line {line} is not valid YAML.",)


def test_a_broken_entry_of_a_list_stops_no_other() -> None:
    rows = own_rows('- name: One\n- name: "two\n- name: Three\n')
    assert [(row.name, bool(row.faults)) for row in rows] == [("One", False), ("", True), ("Three", False)]
    assert "2" in rows[1].place


@pytest.mark.parametrize(
    "text", ["just words", "- 7\n- []", "[[[[1]]]]", "!!python/object:os.system {}", "? {a: b}\n: c"]
)
def test_what_is_no_exercise_is_refused_in_a_sentence(text: str) -> None:
    for row in own_rows(text):
        assert row.faults


def test_aliases_and_deep_nesting_are_refused() -> None:
    bomb = "a: &a [x,x]\n" + "\n".join(f"b{n}: &b{n} [*a,*a]" for n in range(50))
    (row,) = own_rows(bomb)
    assert row.faults[0].startswith("Aliases")
    (deep,) = own_rows("name: " + "[" * 500 + "]" * 500)
    assert deep.faults == ("It is nested too deeply.",)


def table(*lines: str) -> list[Row]:
    return read_rows("\r\n".join(lines), "backfit")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_whatever_stands_between_its_cells(mark: str) -> None:
    (row,) = table(HEADER.replace(",", mark), mark.join(["Lean", "stretch", "standing", "2x30s", "Stand. | Lean."]))
    assert row.document().steps == ("Stand.", "Lean.")
    assert row.key == "lean"


def test_excel_may_write_its_marks_first() -> None:
    text = f'sep=;\r\n{HEADER.replace(",", ";")};;\r\nLean;stretch;standing;2x30s;"Stand.\nLean.";;\r\n'
    for content in (b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        (row,) = read_rows(decoded(content))
        assert row.document().steps == ("Stand.", "Lean.")
        assert row.place == "line 3"


def test_a_cell_too_many_breaks_its_row_and_no_other() -> None:
    rows = table(
        HEADER, "A,stretch,standing,2x30s,x", "B,stretch,standing,2x30s,x,extra", "", "C,stretch,standing,2x30s"
    )
    assert [(row.place, bool(row.faults)) for row in rows] == [("line 2", False), ("line 3", True), ("line 5", False)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,colour\nx,y", "There is no column “colour”."),
        ("kind,dose\nx,y", "at least “slug” or “name”"),
        ("name,name\nx,y", "twice"),
        ("name,kind", "There is no exercise in the file."),
        ("[{]", "Line 1"),
        ("---\n", "There is no exercise in the file."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, sentence: str) -> None:
    assert sentence in told(text)


def told(text: str) -> str:
    """The sentence for the file, or else for its first row."""
    try:
        return " ".join(read_rows(text)[0].faults)
    except UnreadableFile as error:
        return str(error)


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "empty"), (b"\xe4\xff\x00name", "UTF-8"), (b"x" * 101, "too large")]
)
def test_bytes_that_are_no_text_are_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        decoded(content, largest=100)


RISKY = {
    "slug": "x",
    "name": "=cmd()",
    "kind": "stretch",
    "position": "standing",
    "dose": "2x10",
    "purpose": '\'-quoted and "more"; too',
    "feel": "-minus\nsecond line",
    "aliases": ["+one | two"],
    "steps": ["@risk, with a comma", "-5 degrees"],
    "cautions": [{"tag": "knee", "text": "[Mind] it."}, {"tag": None, "text": "[Not] a tag."}],
    "faults": [{"fault": "You rush.", "mend": ""}, {"fault": "You stop.", "mend": "Go on."}],
}


def test_a_table_brings_back_what_was_written_and_no_formula() -> None:
    document = ExerciseDocument.from_json(RISKY)
    text = write_table([document])
    header, cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert header == list(COLUMNS)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    (row,) = read_rows(decoded(text.encode()))
    assert row.document() == document


def test_the_format_is_told_by_the_content() -> None:
    assert looks_like(OWN) == "backfit"
    assert looks_like(HEADER) == "backfit"
    assert looks_like('{"slug": "x", "name": "X"}') == "backfit"
