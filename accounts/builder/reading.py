"""From typed lines to items. Nothing typed gets lost: what cannot be read stays a line, as it was typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import ValidationError as Misshapen

from accounts.builder.shapes import SentLine
from accounts.plan_easier import measure_of, named_easier, takes, unlike
from accounts.plan_lines import LEADING, Doubtful, Names, Near, NoName, joined, read_dose, signs, spoken
from accounts.plans import MAX_ITEMS, Item
from exercises.dose import Dose, DoseError
from exercises.dose_errors import first_sentence
from exercises.models import Exercise
from exercises.shorthand import Question, format_dose

Status = Literal["ok", "unknown", "doubtful", "wrong", "empty"]

# What a letter puts before the lines of a list.
BULLET = re.compile(r"^\s*(?:[-*+\u2022\u00b7\u2013\u2014\u25aa\u25e6\u2023]|\(?\d{1,2}[.):]|\(?[A-Za-z][.)])\s+")
# All of an item beside what its line says; what is not said is null there and empty in a line.
FIELDS = (
    "note", "cue", "group", "choose", "when", "stop_pain", "short", "maintain", "despite", "any_day", "once", "easier",
)  # fmt: skip
NEVER_NULL = ("note", "cue", "group")


@dataclass(frozen=True)
class Read:
    """A line with what was understood: an item, or why there is none."""

    line: SentLine
    status: Status
    item: Item | None = None
    errors: tuple[str, ...] = ()
    question: Question | None = None
    near: tuple[Near, ...] = ()
    exercise: Exercise | None = None


def without_bullet(text: str) -> str:
    return BULLET.sub("", text)


def canonical(item: Item, names: Names) -> str:
    return f"{names.name(item.exercise)} {format_dose(item.dose)}"


def as_line(item: Item, names: Names) -> SentLine:
    values = {name: getattr(item, name) or empty(name) for name in FIELDS}
    return SentLine(key=item.key, text=canonical(item, names), **values | {"easier": easier_named(item, names)})


def easier_named(item: Item, names: Names) -> str:
    """An item keeps the slug of its easier version, a line says the name."""
    return names.name(item.easier) if item.easier else ""


def empty(name: str) -> Any:
    return SentLine.model_fields[name].default


def said_of(line: SentLine, before: Item | None) -> dict[str, Any]:
    """The fields of an item as the line says them; what says the same as before stays as it was."""
    found = {}
    for name in FIELDS:
        value = getattr(line, name)
        was = getattr(before, name, None)
        same = before is not None and (was or empty(name)) == value
        found[name] = was if same else value if name in NEVER_NULL else value or None
    return found


def filled(line: SentLine, before: Item | SentLine | None) -> SentLine:
    """The line with what was kept of it before where nothing is said of that now."""
    silent = set(FIELDS) - line.model_fields_set
    if before is None or not silent:
        return line
    return line.model_copy(update={name: getattr(before, name) or empty(name) for name in silent})


@dataclass
class Reader:
    """`stored` are the items that the plan has and `waiting` its lines that are none, by key."""

    names: Names
    stored: Mapping[str, Item]
    waiting: Mapping[str, SentLine] = field(default_factory=dict)

    def read_phase(self, lines: Iterable[SentLine]) -> list[Read]:
        """Items beyond those that a phase may have wait as lines."""
        reads, count = [], 0
        for line in lines:
            read = self.read(line)
            if read.item is not None and (count := count + 1) > MAX_ITEMS:
                read = Read(read.line, "wrong", errors=(too_many(),))
            reads.append(read)
        return reads

    def read(self, line: SentLine) -> Read:
        before = self.stored.get(line.key)
        line = filled(line, before or self.waiting.get(line.key))
        if line.is_empty:
            return Read(line, "empty")
        if before is not None and line.text == canonical(before, self.names):
            return self.made(line, before, before.exercise, before.dose, "")
        try:
            exercise, rest = self.meant(without_bullet(line.text), before)
        except NoName as error:
            return Read(line, "unknown", errors=(error.messages[0],), near=error.near)
        try:
            dose, note = read_dose(rest, answer=line.answer) if rest else (None, "")
        except Doubtful as doubt:
            return Read(line, "doubtful", question=doubt.question, exercise=exercise)
        except DoseError as error:
            return Read(line, "wrong", errors=(str(error),), exercise=exercise)
        return self.made(line, before, exercise.slug, dose or exercise.dose, note)

    def meant(self, text: str, before: Item | None) -> tuple[Exercise, str]:
        """The exercise and the words after its name. What the plan has is known by its name, though retired since."""
        if not text.strip():
            raise NoName(_("Type the name of an exercise."))
        own = self.names.exercise(before.exercise) if before else None
        rest = behind(text, own.name) if own is not None else None
        try:
            found = self.names.read(text)
        except NoName:
            if own is None or rest is None:
                raise
            return own, rest
        # Of a name and a longer one that begins with it, the longer one was typed.
        return (
            (own, rest)
            if own is not None and rest is not None and len(rest) <= len(found.rest)
            else (
                found.exercise,
                found.rest,
            )
        )

    def made(self, line: SentLine, before: Item | None, slug: str, dose: Dose, note: str) -> Read:
        try:
            easier = self.easier_of(line, before, slug, dose)
        except ValidationError as error:
            return Read(line, "wrong", errors=(error.messages[0],), exercise=self.names.exercise(slug))
        said = said_of(line.model_copy(update={"easier": easier}), before)
        if note:
            said["note"] = joined(said["note"], note)
        if before is not None and before.exercise == slug and before.dose == dose:
            values: dict[str, Any] = {name: getattr(before, name) for name in FIELDS}
            if said == values:
                return Read(line, "ok", item=before)
        try:
            item = Item(key=line.key, exercise=slug, dose=dose, **said)
        except Misshapen as error:
            faults = error.errors(include_url=False, include_input=False)
            errors = tuple(map(first_sentence, faults))
            return Read(line, "wrong", errors=errors, exercise=self.names.exercise(slug))
        return Read(line, "ok", item=item)

    def easier_of(self, line: SentLine, before: Item | None, slug: str, dose: Dose) -> str:
        """Its slug; what was easier than another exercise goes with that one. Raises ValidationError.

        What the plan had already stays, whatever the catalogue says by now.
        """
        found = named_easier(line.easier, before, self.names)
        of_another = before is not None and before.exercise != slug and found and before.easier == found.slug
        if found is None or of_another:
            return ""
        had = before is not None and (before.easier, measure_of(before.dose)) == (found.slug, measure_of(dose))
        if not had and not takes(found.dose, dose):
            raise ValidationError(unlike(self.names.name(slug), found.name))
        return found.slug


def behind(text: str, name: str) -> str | None:
    """What follows the name; None if the text does not begin with it."""
    words, whole = text.split(), spoken(name)
    for count in range(1, len(words) + 1):
        said = spoken(" ".join(words[:count]))
        if said == whole:
            return LEADING.sub("", " ".join([*signs(words), *words[count:]]))
        if not whole.startswith(said):
            break
    return None


def too_many() -> str:
    return _("A phase has at most %(count)s exercises.") % {"count": MAX_ITEMS}
