"""Backfit's own format, YAML or CSV, into rows. What a file does not mention stays as it is."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from exercises.importing.foreign import slug_of
from exercises.importing.rows import Row
from exercises.importing.tables import read_table
from exercises.importing.texts import plain, visible
from exercises.importing.yaml_files import DEEPEST, parts_of

SOURCE = "file"


def yaml_rows(text: str) -> Iterator[Row]:
    for number, part in enumerate(parts_of(text), 1):
        yield row_of(number, part.line, part.value, part.fault)


def csv_rows(text: str) -> Iterator[Row]:
    """Raises UnreadableFile when it has not the columns of an exercise."""
    for number, row in enumerate(read_table(text), 1):
        yield row_of(number, row.line, row.fields, row.fault)


def row_of(number: int, line: int, value: Any, fault: str = "") -> Row:
    place = _("line %(line)d") % {"line": line}
    if not fault and not isinstance(value, dict):
        fault = _("This is no exercise; keys such as “name:” were expected.")
    if fault:
        return Row(SOURCE, number, place, faults=(fault,))
    fields = {plain(key, 60): clean(part) for key, part in value.items()}
    name = plain(fields.get("name"), 80)
    slug = fields.get("slug")
    if slug is None and name:
        slug = fields["slug"] = slug_of(name)
    if not isinstance(slug, str) or not slug:
        return Row(SOURCE, number, place, name=name, faults=(_("It has neither a slug nor a name."),))
    authors = plain(fields.get("author"), 500)
    return Row(
        SOURCE, number, place, key=plain(slug, 190), name=name or plain(slug, 80), fields=fields, authors=authors
    )


def clean(value: Any, depth: int = 0) -> Any:
    """Without what no database keeps; what YAML reads as a date stays no text and is refused as such."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict) and depth < DEEPEST:
        return {plain(key, 60): clean(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return [clean(part, depth + 1) for part in value]
    return value
