"""wger's exercises, from its API's answers: `exerciseinfo` of all years, and the shorter answers before it.

An entry holds its texts under `translations` (earlier `exercises`), or is itself one translation with the texts at the
top. Words stand as objects, as names or as numbers. One page, several pages, or a bare list of entries will do.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from exercises.importing import words
from exercises.importing.foreign import (
    LONGEST_LICENCE,
    Entry,
    addresses,
    first_text,
    texts_in,
    web_address,
)
from exercises.importing.rows import Row
from exercises.importing.texts import lines, plain
from exercises.importing.wger_shapes import TRANSLATIONS, Item, entries, number_of

SOURCE = "wger"
LONGEST_STATED_NAME = 300


def rows(data: Any) -> Iterator[Row]:
    """A row for each entry of the file; `data` is what its JSON says."""
    for number, item in enumerate(entries(data), 1):
        yield row_of(item, number)


def row_of(item: Item, number: int) -> Row:
    place = _("entry %(number)d") % {"number": number}
    if item.fault or item.skip:
        return Row(SOURCE, number, place, faults=(item.fault,) if item.fault else (), skip=item.skip, name=item.name)
    data, text, language = chosen(item.data)
    name = plain(text.get("name") or text.get("name_original"), LONGEST_STATED_NAME)
    if not name:
        return Row(SOURCE, number, place, faults=(_("It has no name."),))
    key = key_of(data)
    if not key:
        return Row(SOURCE, number, place, name=name, faults=(_("It has neither a uuid nor an id."),))
    entry = entry_of(data, text, name, language)
    return Row(
        SOURCE, number, place, key=key, name=name, fields=entry.fields(), notes=tuple(entry.notes),
        authors=", ".join(entry.authors), url=source_address(data, text), labels=entry.labels, is_foreign=True,
    )  # fmt: skip


def key_of(data: dict[str, Any]) -> str:
    """What stays the same from one download to the next."""
    uuid, number = plain(data.get("uuid"), 100), number_of(data.get("id"))
    return uuid or (str(number) if number is not None else "")


def chosen(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], str]:
    """(the entry, the translation that is taken, its language): English, or else the first that has a name."""
    stated = (data.get(key) for key in TRANSLATIONS)
    texts = [text for part in stated if isinstance(part, list) for text in part if isinstance(text, dict)]
    texts = texts or [data]
    named = [text for text in texts if plain(text.get("name"), LONGEST_STATED_NAME)]
    english = [text for text in named if language_of(text) == "en"]
    text = next(iter([*english, *named, *texts]))
    return data, text, language_of(text)


def language_of(text: dict[str, Any]) -> str:
    language = text.get("language")
    if (number := number_of(language)) is not None:
        return words.WGER_LANGUAGES.get(number, str(number))
    if isinstance(language, dict):
        known = words.WGER_LANGUAGES.get(number_of(language.get("id")) or 0, "")
        return first_text(language, "short_name", "code", "full_name") or known
    return plain(language, 20).casefold()


def entry_of(data: dict[str, Any], text: dict[str, Any], name: str, language: str) -> Entry:
    entry = Entry(
        name=name,
        aliases=texts_in(text.get("aliases") or data.get("aliases"), "alias", "name"),
        blocks=lines(text.get("description") or text.get("description_source")),
        primary=named(data.get("muscles"), words.WGER_MUSCLES),
        secondary=named(data.get("muscles_secondary"), words.WGER_MUSCLES),
        equipment=named(data.get("equipment"), words.WGER_EQUIPMENT),
        category=next(iter(named(data.get("category"), words.WGER_CATEGORIES)), ""),
        authors=authors(data, text),
    )
    if language and language != "en":
        entry.note(_("There is no English text; this one is in the language “%(code)s”."), code=language)
    state_licence(entry, data, text)
    if entry.category:
        entry.note(_("Category there: %(category)s."), category=entry.category)
    remarks = [remark for key in ("notes", "comments") for remark in texts_in(text.get(key), "comment", longest=500)]
    for remark in remarks[:5]:
        entry.note(_("Remark there: %(remark)s"), remark=remark)
    for address in addresses(data.get("images"), "image", "url") + addresses(data.get("videos"), "video", "url"):
        entry.note(_("Picture or video, not fetched: %(address)s"), address=address)
    return entry


def named(value: Any, table: dict[int, str]) -> list[str]:
    """The names of words that stand as objects, names or numbers."""
    parts = value if isinstance(value, list) else [] if value is None else [value]
    found = []
    for part in parts[:200]:
        number = number_of(part.get("id") if isinstance(part, dict) else part)
        said = first_text(part, "name", "name_en") if isinstance(part, dict | str) else ""
        found.append(said if said and not said.isdigit() else table.get(number or 0, said))
    return list(dict.fromkeys(name for name in found if name))


def licence_of(part: dict[str, Any]) -> str:
    value = part.get("license", part.get("licence"))
    if isinstance(value, dict):
        said = first_text(value, "short_name", "name", "full_name", longest=LONGEST_LICENCE)
        return said or words.WGER_LICENCES.get(number_of(value.get("id")) or 0, "")
    if (number := number_of(value)) is not None:
        return words.WGER_LICENCES.get(number, "")
    return plain(value, LONGEST_LICENCE)


def state_licence(entry: Entry, data: dict[str, Any], text: dict[str, Any]) -> None:
    """The text's own licence counts; the entry's stands for a text that states none."""
    of_text, of_entry = licence_of(text), licence_of(data)
    entry.licence = of_text or of_entry
    if entry.licence:
        entry.note(_("Licence as the file states it: %(licence)s."), licence=entry.licence)
    if of_text and of_entry and of_text != of_entry:
        entry.note(_("The entry itself is under another licence: %(licence)s."), licence=of_entry)


def authors(data: dict[str, Any], text: dict[str, Any]) -> list[str]:
    """Everybody who is named, those who wrote the text first."""
    keys = ("license_author", "author_history", "total_authors_history")
    stated: Iterable[str] = (name for part in (text, data) for key in keys for name in texts_in(part.get(key)))
    return list(dict.fromkeys(stated))


def source_address(data: dict[str, Any], text: dict[str, Any]) -> str:
    keys = ("license_object_url", "license_derivative_source_url")
    return next((url for part in (text, data) for key in keys if (url := web_address(part.get(key)))), "")
