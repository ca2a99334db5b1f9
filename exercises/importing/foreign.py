"""What the readers of other catalogues' files share: words from unknown data, and the fields of a document."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from exercises.editorial.document import MOST_LINKS, MOST_ROWS
from exercises.importing import guesses, words
from exercises.importing.texts import cut, plain, steps_from, visible

LONGEST_NAME = 80
LONGEST_AUTHOR = 120
LONGEST_LICENCE = 60
LONGEST_SLUG = 60
MOST_NOTED = 5


@dataclass
class Entry:
    """One exercise as another catalogue tells it, in plain words; `notes` gather what a reviewer should know."""

    name: str
    aliases: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    primary: list[str] = field(default_factory=list)
    secondary: list[str] = field(default_factory=list)
    equipment: list[str] = field(default_factory=list)
    category: str = ""
    kind: str = ""
    difficulty: int = 0
    licence: str = ""
    authors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    def note(self, sentence: str, **said: Any) -> None:
        self.notes.append(sentence % said)

    def fields(self) -> dict[str, Any]:
        """A document's fields; what had to be guessed or cut is noted."""
        primary = self.named_muscles(self.primary)
        secondary = [name for name in self.named_muscles(self.secondary) if name not in primary]
        steps, is_cut = steps_from(self.blocks)
        if is_cut:
            self.note(_("The text is longer than %(most)d steps; the rest was left out."), most=MOST_ROWS)
        kind = self.kind or self.guessed(_("kind"), guesses.kind(self.name))
        return {
            "slug": slug_of(self.name),
            "name": self.short_name(),
            "aliases": self.other_names(),
            "kind": kind,
            "position": self.guessed(_("start position"), guesses.position(self.name, steps)),
            "steps": steps,
            "regions": self.regions(primary, secondary),
            "equipment": self.needed()[:MOST_LINKS],
            "muscles": {"primary": primary[:MOST_ROWS], "secondary": secondary[:MOST_ROWS]},
            "dose": self.guessed(_("dose"), guesses.dose(kind)),
            "difficulty": self.difficulty or 1,
            "author": self.credit(),
            "licence": self.short_licence(),
        }

    def guessed(self, what: str, value: str) -> str:
        self.note(_("Guessed: %(what)s (%(value)s)."), what=what, value=value)
        return value

    def short_name(self) -> str:
        if len(self.name) > LONGEST_NAME:
            self.note(_("The name was cut; in full: %(name)s"), name=self.name)
        return cut(self.name, LONGEST_NAME)

    def other_names(self) -> list[str]:
        names = dict.fromkeys(cut(alias, LONGEST_NAME) for alias in self.aliases)
        return [name for name in names if name.casefold() != self.name.casefold()][:MOST_ROWS]

    def named_muscles(self, theirs: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        for word in theirs:
            name = cut(words.muscle(word), LONGEST_NAME)
            found[name] = None
            self.labels.setdefault(name, word)
            if word.casefold() in words.LOOSE:
                self.note(_("Their “%(word)s” was read as %(name)s."), word=word, name=name)
        return list(found)

    def needed(self) -> list[str]:
        found: dict[str, None] = {}
        for word in self.equipment:
            key = word.casefold()
            slug = words.EQUIPMENT.get(key, slugify(word)[:LONGEST_SLUG].strip("-"))
            if key == "other":
                self.note(_("It needs some other equipment, which the source does not name."))
            elif slug:
                found[slug] = None
                self.labels.setdefault(slug, word)
        return list(found)

    def regions(self, primary: list[str], secondary: list[str]) -> list[str]:
        found = words.regions_of(primary) or words.regions_of(secondary, self.category)
        if not found:
            self.note(_("No body region could be told from its muscles."))
        return found[:MOST_LINKS]

    def credit(self) -> str:
        """The authors in one line of the catalogue; all of them stay with the exercise's origin."""
        if not self.authors:
            self.note(_("The source names no author."))
        credit = ""
        for author in self.authors:
            longer = f"{credit}, {author}" if credit else author
            if len(longer) > LONGEST_AUTHOR - 12:
                return (
                    cut(_("%(authors)s and others") % {"authors": credit}, LONGEST_AUTHOR)
                    if credit
                    else cut(author, LONGEST_AUTHOR)
                )
            credit = longer
        return credit

    def short_licence(self) -> str:
        if not self.licence:
            self.note(_("The source states no licence; without one it cannot be published."))
        return cut(self.licence, LONGEST_LICENCE)


def slug_of(name: str) -> str:
    return slugify(name)[:LONGEST_SLUG].strip("-_").replace("_", "-") or "exercise"


def texts_in(value: Any, *keys: str, longest: int = LONGEST_NAME) -> list[str]:
    """The texts of a list, or of one value; of an entry that is itself an object, the first of these keys it has."""
    parts = value if isinstance(value, list) else [value]
    found = (first_text(part, *keys, longest=longest) for part in parts[:200])
    return list(dict.fromkeys(text for text in found if text))


def first_text(value: Any, *keys: str, longest: int = LONGEST_NAME) -> str:
    if isinstance(value, dict):
        return next((text for key in keys if (text := plain(value.get(key), longest))), "")
    return plain(value, longest)


def addresses(value: Any, *keys: str) -> list[str]:
    """What could be a file's address, for a reviewer to look up; nothing of it is fetched."""
    return [visible(text) for text in texts_in(value, *keys, longest=300)][:MOST_NOTED]


def web_address(value: Any) -> str:
    text = plain(value, 400)
    return text if text.startswith(("https://", "http://")) and " " not in text and len(text) <= 300 else ""
