"""Exercises as a table: one row each, the columns of `COLUMNS`, in the CSV that spreadsheets read and write.

A cell that holds several values has one in each line; in a single line they may stand with " | " between them. A fault
is written "fault => mend", a caution "[tag] text" or the text alone. What a spreadsheet would take for a formula is
written with an apostrophe before it (backfit/formulas.py); reading takes the apostrophe away again.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from backfit.formulas import defused, restored
from exercises.editorial.document import ExerciseDocument
from exercises.importing.rows import LARGEST_FILE, UnreadableFile

ARROW = " => "
BAR = " | "
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class TableRow:
    line: int
    fields: dict[str, Any]
    fault: str = ""


def listed(values: Iterable[str]) -> str:
    """One value in each line; a lone one that could be read as several gets a line end."""
    lines = [" ".join(value.split()) for value in values]
    return lines[0] + "\n" if len(lines) == 1 and BAR in lines[0] else "\n".join(lines)


def parted(cell: str) -> list[str]:
    parts = cell.split("\n") if "\n" in cell else cell.split(BAR)
    return [part.strip() for part in parts if part.strip()]


def fault_line(part: dict[str, str]) -> str:
    return f"{part['fault']}{ARROW}{part['mend']}" if part["mend"] else part["fault"]


def fault_part(line: str) -> dict[str, str]:
    fault, _arrow, mend = line.partition(ARROW)
    return {"fault": fault.strip(), "mend": mend.strip()}


def caution_line(part: dict[str, Any]) -> str:
    if part["tag"]:
        return f"[{part['tag']}] {part['text']}"
    return f"[] {part['text']}" if part["text"].startswith("[") else str(part["text"])


def caution_part(line: str) -> dict[str, Any]:
    if not line.startswith("[") or "]" not in line:
        return {"tag": None, "text": line}
    tag, _bracket, text = line[1:].partition("]")
    return {"tag": tag.strip() or None, "text": text.strip()}


def lines_of(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda parts: listed(write(part) for part in parts)


def parts_of(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda cell: [read(line) for line in parted(cell)]


def number(cell: str) -> Any:
    """As a spreadsheet may write it; what is no number is left for the document to refuse."""
    text = cell.strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else cell


Column = tuple[tuple[str, ...], Callable[[Any], str], Callable[[str], Any]]
ONE: tuple[Callable[[Any], str], Callable[[str], Any]] = (str, str.strip)
MANY: tuple[Callable[[Any], str], Callable[[str], Any]] = (listed, parted)
# The column -> where its value stands in a document, how it is written, how it is read.
COLUMNS: dict[str, Column] = {
    "slug": (("slug",), *ONE),
    "name": (("name",), *ONE),
    "aliases": (("aliases",), *MANY),
    "kind": (("kind",), *ONE),
    "position": (("position",), *ONE),
    "purpose": (("purpose",), *ONE),
    "feel": (("feel",), *ONE),
    "steps": (("steps",), *MANY),
    "faults": (("faults",), lines_of(fault_line), parts_of(fault_part)),
    "cautions": (("cautions",), lines_of(caution_line), parts_of(caution_part)),
    "regions": (("regions",), *MANY),
    "equipment": (("equipment",), *MANY),
    "primary_muscles": (("muscles", "primary"), *MANY),
    "secondary_muscles": (("muscles", "secondary"), *MANY),
    "dose": (("dose",), *ONE),
    "seed_dose": (("seed_dose",), *ONE),
    "difficulty": (("difficulty",), str, number),
    "harder": (("harder",), *MANY),
    "easier": (("easier",), *MANY),
    "evidence": (("evidence", "type"), *ONE),
    "evidence_basis": (("evidence", "basis"), *ONE),
    "evidence_checked": (("evidence", "checked"), *ONE),
    "author": (("author",), *ONE),
    "licence": (("licence",), *ONE),
}


def write_table(documents: Iterable[ExerciseDocument]) -> str:
    """CSV with a mark of UTF-8 at its beginning, without which Excel takes it for something older."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for document in documents:
        writer.writerow([defused(cell(document.to_json(), column)) for column in COLUMNS.values()])
    return f"\ufeff{out.getvalue()}"


def cell(content: dict[str, Any], column: Column) -> str:
    value: Any = content
    for name in column[0]:
        value = value[name]
    return column[1](value)


def read_table(text: str) -> Iterator[TableRow]:
    """Each row that is not empty. Raises UnreadableFile for a header that is not of these columns."""
    csv.field_size_limit(LARGEST_FILE)  # a cell may be as long as the file; the document says what is too long
    text = text.removeprefix("\ufeff")
    skipped, text = without_hint(text)
    header_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = checked_header(next(reader, []))
    line = 1 + skipped + reader.line_num
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield TableRow(line, {}, _("The row cannot be read; look for a quotation mark that is not closed."))
            continue
        if any(cell.strip() for cell in cells):
            yield table_row(line, header, cells)
        line = 1 + skipped + reader.line_num


def without_hint(text: str) -> tuple[int, str]:
    """Excel may begin with a line "sep=;" that is none of the table's."""
    first, _end, rest = text.partition("\n")
    return (1, rest) if first.strip().casefold().startswith("sep=") else (0, text)


def checked_header(cells: list[str]) -> list[str]:
    header = [cell.strip().strip('"').casefold().replace(" ", "_") for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header or not {"slug", "name"} & set(header):
        raise UnreadableFile(_("The first line must name the columns, at least “slug” or “name”."))
    if unknown := [name for name in header if name not in COLUMNS]:
        raise UnreadableFile(
            _("There is no column “%(name)s”. The columns are: %(columns)s.")
            % {"name": unknown[0][:40], "columns": ", ".join(COLUMNS)}
        )
    if len(set(header)) < len(header):
        raise UnreadableFile(_("A column stands in the first line twice."))
    return header


def table_row(line: int, header: list[str], cells: list[str]) -> TableRow:
    if any(cell.strip() for cell in cells[len(header) :]):
        return TableRow(line, {}, _("The row has more cells than there are columns."))
    fields: dict[str, Any] = {}
    for name, text in zip(header, [*cells, *[""] * len(header)], strict=False):
        path, _write, read = COLUMNS[name]
        part = fields if len(path) == 1 else fields.setdefault(path[0], {})
        part[path[-1]] = read(restored(text).replace("\r\n", "\n"))
    return TableRow(line, {name: value for name, value in fields.items() if (name, value) != ("slug", "")})
