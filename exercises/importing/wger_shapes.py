"""The shapes in which wger's entries come: pages, lists of pages, bare entries, rows of its own database's files."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from exercises.importing.rows import MOST_ROWS
from exercises.importing.texts import plain

TRANSLATIONS = ("translations", "exercises")


@dataclass
class Item:
    """An entry, or why there is none."""

    data: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    skip: str = ""
    name: str = ""


def entries(data: Any) -> list[Item]:
    """Each entry of the file in its order."""
    items = [item_of(value) for value in islice(flat(data), MOST_ROWS + 1)]  # one too many tells the reader enough
    gather_translations(items)
    return items


def flat(data: Any, depth: int = 0) -> Iterator[Any]:
    """The entries of a page, of a list, and of lists of either."""
    if isinstance(data, dict) and isinstance(data.get("results"), list):
        yield from flat(data["results"], depth + 1)
    elif isinstance(data, dict) and is_envelope(data):
        yield from flat(data["exercises"], depth + 1)
    elif isinstance(data, list) and depth < 4:
        for value in data:
            yield from flat(value, depth + 1) if isinstance(value, list) or is_page(value) else [value]
    else:
        yield data


def is_page(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("results"), list)


def is_envelope(data: dict[str, Any]) -> bool:
    """A file whose `exercises` are whole entries, where an entry's would be its translations."""
    return isinstance(data.get("exercises"), list) and not {"id", "uuid", "name"} & set(data)


def item_of(value: Any) -> Item:
    if not isinstance(value, dict):
        return Item(fault=_("This is no entry; an object with a name was expected."))
    if "fields" in value and isinstance(value.get("model"), str):
        return database_row(value)
    return Item(value, name=plain(value.get("name"), 80))


def database_row(value: dict[str, Any]) -> Item:
    """A row as the site itself stores it: {model, pk, fields}."""
    kind, fields = value["model"].rpartition(".")[2].casefold(), value["fields"]
    if kind not in ("exercise", "exercisebase", "translation") or not isinstance(fields, dict):
        return Item(skip=_("This is no exercise but another part of the source."))
    return Item({"id": value.get("pk"), **fields}, name=plain(fields.get("name"), 80))


def gather_translations(items: list[Item]) -> None:
    """Entries that are translations of one exercise become one; the others say which."""
    bases: dict[Any, int] = {}
    for place, item in enumerate(items):
        if item.data and "name" not in item.data:
            bases.setdefault(number_of(item.data.get("id")), place)
    firsts: dict[Any, int] = {}
    for place, item in enumerate(items):
        base = base_of(item.data)
        if base is None or any(isinstance(item.data.get(key), list) for key in TRANSLATIONS):
            continue
        first = bases.get(base, firsts.setdefault(base, place))
        add_translation(items[first], item, first)


def add_translation(first: Item, item: Item, place: int) -> None:
    text = dict(item.data)
    if first is item:
        item.data = {**text, "translations": [text]}
        return
    if not isinstance(first.data.get("translations"), list):
        first.data["translations"] = []
    first.data["translations"].append(text)
    first.name = first.name or item.name
    item.skip = _("Another language of entry %(number)d.") % {"number": place + 1}


def base_of(data: dict[str, Any]) -> int | None:
    """The exercise that a translation belongs to."""
    values = (data.get(key) for key in ("exercise_base", "exercise_base_id", "exercise"))
    return next((number for value in values if (number := number_of(value)) is not None), None)


def number_of(value: Any) -> int | None:
    """A number of reasonable length, as such or in digits."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 15:
        return int(value)
    return value if isinstance(value, int) and abs(value) < 10**15 else None
