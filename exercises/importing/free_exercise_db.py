"""free-exercise-db's exercises: its one big file, a single exercise's file, or a list that somebody cut out of it.

The same shape, without `id` and `images`, is that of the collection it grew from.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from exercises.importing.foreign import Entry, addresses, slug_of, texts_in
from exercises.importing.rows import Row
from exercises.importing.texts import LONGEST_TEXT, lines, plain

SOURCE = "free-exercise-db"
# The whole collection was given to the public domain by its makers; no entry says so itself.
LICENCE = "Unlicense"
AUTHOR = "free-exercise-db"
KINDS = {
    "stretching": "stretch",
    "strength": "strength",
    "powerlifting": "strength",
    "olympic weightlifting": "strength",
    "strongman": "strength",
    "plyometrics": "strength",
}
LEVELS = {"beginner": 2, "intermediate": 3, "expert": 4}
LONGEST_STATED_NAME = 300


def rows(data: Any) -> Iterator[Row]:
    """A row for each entry of the file; `data` is what its JSON says."""
    if isinstance(data, dict):
        data = data["exercises"] if isinstance(data.get("exercises"), list) else [data]
    values = data if isinstance(data, list) else [data]
    for number, part in enumerate((part for value in values for part in inner(value)), 1):
        yield row_of(part, number)


def inner(value: Any) -> list[Any]:
    """Lists inside the list, as when several files were put into one."""
    return value if isinstance(value, list) else [value]


def row_of(value: Any, number: int) -> Row:
    place = _("entry %(number)d") % {"number": number}
    if not isinstance(value, dict):
        return Row(SOURCE, number, place, faults=(_("This is no entry; an object with a name was expected."),))
    name = plain(value.get("name"), LONGEST_STATED_NAME)
    if not name:
        return Row(SOURCE, number, place, faults=(_("It has no name."),))
    entry = entry_of(value, name)
    return Row(
        SOURCE, number, place, key=plain(value.get("id"), 190) or slug_of(name), name=name, fields=entry.fields(),
        notes=tuple(entry.notes), authors=", ".join(entry.authors), labels=entry.labels, is_foreign=True,
    )  # fmt: skip


def entry_of(value: dict[str, Any], name: str) -> Entry:
    category = plain(value.get("category"), 80)
    entry = Entry(
        name=name,
        aliases=[alias for key in ("alternateNames", "aliases") for alias in texts_in(value.get(key))],
        blocks=instructions(value.get("instructions") or value.get("description")),
        primary=texts_in(value.get("primaryMuscles", value.get("primary_muscles"))),
        secondary=texts_in(value.get("secondaryMuscles", value.get("secondary_muscles"))),
        equipment=texts_in(value.get("equipment")),
        kind=KINDS.get(category.casefold(), ""),
        difficulty=LEVELS.get(plain(value.get("level"), 40).casefold(), 0),
        licence=plain(value.get("license", value.get("licence")), 60) or LICENCE,
        authors=texts_in(value.get("license_author")) or [AUTHOR],
    )
    entry.note(_("Licence: the collection as a whole is in the public domain (Unlicense), as its makers state."))
    if category:
        entry.note(_("Category there: %(category)s."), category=category)
    for key, label in (("level", _("Level")), ("force", _("Force")), ("mechanic", _("Mechanic"))):
        if said := plain(value.get(key), 80):
            entry.note(_("%(label)s there: %(said)s."), label=label, said=said)
    for address in addresses(value.get("images"), "url"):
        entry.note(_("Picture or video, not fetched: %(address)s"), address=address)
    return entry


def instructions(value: Any) -> list[str]:
    """The steps that it states; each may hold marks, or several lines."""
    parts = value if isinstance(value, list) else [value]
    room = LONGEST_TEXT
    found: list[str] = []
    for part in parts[:200]:
        if isinstance(part, str) and room > 0:
            found += lines(part[:room])
            room -= len(part)
    return found
