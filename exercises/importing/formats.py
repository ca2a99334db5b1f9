"""From a file's bytes to rows: which format it is, and who reads it."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from exercises.importing import free_exercise_db, wger
from exercises.importing.backfit_files import csv_rows, yaml_rows
from exercises.importing.json_files import read_json
from exercises.importing.rows import LARGEST_FILE, MOST_ROWS, Row, UnreadableFile, too_many

BACKFIT = "backfit"
FORMATS = (BACKFIT, wger.SOURCE, free_exercise_db.SOURCE)
FOREIGN: dict[str, Callable[[Any], Iterator[Row]]] = {
    wger.SOURCE: wger.rows,
    free_exercise_db.SOURCE: free_exercise_db.rows,
}
UTF16 = (b"\xff\xfe", b"\xfe\xff")
WGER_KEYS = {"translations", "muscles_secondary", "license_author", "exercise_base", "exercise_base_id", "fields"}
FREE_KEYS = {"primaryMuscles", "secondaryMuscles", "instructions", "mechanic", "force"}


def decoded(content: bytes, *, largest: int = LARGEST_FILE) -> str:
    """The file's text. Raises UnreadableFile for what is too large, empty or no text."""
    if len(content) > largest:
        raise UnreadableFile(too_large(largest))
    try:
        text = content.decode("utf-16" if content.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("The file is not text in UTF-8. In Excel, save it as “CSV UTF-8”.")) from error
    if not text.strip():
        raise UnreadableFile(_("The file is empty."))
    return text


def too_large(largest: int) -> str:
    return _("The file is too large; %(size)d MB are read.") % {"size": largest // 1_000_000}


def read_rows(text: str, form: str = "") -> list[Row]:
    """The file's rows, read as that format, or as what it looks like. Raises UnreadableFile."""
    rows = list(islice(rows_of(text, form or looks_like(text)), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise too_many()
    if not rows:
        raise UnreadableFile(_("There is no exercise in the file."))
    return rows


def rows_of(text: str, form: str) -> Iterator[Row]:
    if form in FOREIGN:
        return FOREIGN[form](read_json(text))
    return csv_rows(text) if is_table(text) else yaml_rows(text)


def is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def is_table(text: str) -> bool:
    """Whether the first line names columns, where YAML would have a key, a dash or a comment."""
    first = next((line for line in text.splitlines()[:20] if line.strip()), "").strip()
    if is_json(text) or first.startswith(("#", "- ", "---", "%")):
        return False
    return first.casefold().startswith("sep=") or (":" not in first and any(mark in first for mark in ",;\t"))


def looks_like(text: str) -> str:
    """The format by its content, whatever the file is called."""
    if not is_json(text):
        return BACKFIT
    try:
        keys = set(some_keys(read_json(text)))
    except UnreadableFile:
        return BACKFIT
    if keys & WGER_KEYS:
        return wger.SOURCE
    return free_exercise_db.SOURCE if keys & FREE_KEYS else BACKFIT


def some_keys(data: Any, depth: int = 0) -> Iterator[str]:
    """The keys of the first entries, whatever they are wrapped in."""
    if isinstance(data, list) and depth < 4:
        for part in data[:20]:
            yield from some_keys(part, depth + 1)
    elif isinstance(data, dict):
        yield from data
        for wrapper in ("results", "exercises"):
            yield from some_keys(data.get(wrapper), depth + 1)
