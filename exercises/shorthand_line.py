"""The line being read: which parts were understood, what they said, and what is left as a note.

Also the fragments of patterns that several rules share. In the text that rules see, ASCII letters are lower
case and dashes, primes and multiplication signs are plain, one character for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from exercises.dose import DoseError
from exercises.shorthand_draft import Draft, Fork, Option, says

N = r"[0-9]+"
D = r"[0-9]+(?:\.[0-9]+)?"
# A token ends here: no letter, digit or decimal follows. Words also do not end before a hyphen or slash.
END = r"(?!\w)(?!\.[0-9])"
WORD_END = r"(?![\w'/-])"
UNIT = r"(?:seconds?|secs?|s|\"|minutes?|mins?|m|'|hours?|hrs?|h)"
# "1 min 30 s", "1'30\"", "20-30s", "1.5 min"
TIME = (
    rf"(?:(?P<m>{N})\s*(?:minutes?|mins?|m|')\s*(?P<s>{N})\s*(?:seconds?|secs?|s|\")"
    rf"|(?P<t>{D})(?:-(?P<t2>{D}))?\s*(?P<u>{UNIT}))"
)
SETS = rf"(?P<a>{N})(?:(?:-|\s+to\s+)(?P<a2>{N}))?"
REPS = rf"(?P<b>{N})(?:(?:-|\s+to\s+)(?P<b2>{N}))?"
# What would make the number before it something other than a count.
NOT_UNIT = (
    rf"(?!\s*(?:(?:{UNIT}|kgs?|kilos?|lbs?|pounds?|days?|d|rir(?!\s*[:=]?\s*[0-9])){END}"
    rf"|x\s*(?:/|(?:per|a|each|every|daily|day|d|weekly|week|wk|w){END})|/\s*(?:[0-9]|weeks?|wk|w|days?|d){END}))"
)

_SECONDS_PER = {"h": 3600, "m": 60, "'": 60, "s": 1, '"': 1}

KNOWN, GLUE, WORD = "known", "glue", "word"
Found = re.Match[str]


@dataclass(slots=True)
class Piece:
    kind: str
    start: int
    end: int


class Loose(NamedTuple):
    """A part whose meaning depends on the rest of the line: settled when all of it has been read."""

    kind: str
    piece: Piece
    found: Found


@dataclass(slots=True)
class Line:
    original: str
    after_exercise: bool
    at: int = 0
    draft: Draft = field(default_factory=Draft)
    forks: list[Fork] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    sides: dict[str, Piece] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def put(self, **fields: Any) -> None:
        self.said.update(name for name, value in fields.items() if value is not None)
        self.draft.put(**fields)

    def fork(self, found: Found, options: list[Option], about: tuple[str, ...]) -> None:
        """Records a part that can be read in several ways, so that the person is asked."""
        self.said.update(about)
        self.forks.append(Fork(self.original[found.start() : found.end()].strip(), tuple(options)))

    def choose(self, found: Found, name: str, values: list[Any]) -> None:
        """One value is taken; of several (a range where a dose has room for one number) one is asked for."""
        if len(values) == 1:
            self.put(**{name: values[0]})
        else:
            self.fork(found, [says(**{name: value}) for value in values], about=(name,))

    def keep(self) -> None:
        """Leaves the part just read in the note."""
        self.pieces[-1].kind = WORD

    def postpone(self, kind: str, found: Found) -> None:
        self.loose.append(Loose(kind, self.pieces[-1], found))

    def note(self) -> str:
        """The words that were not understood, in order, as they were typed."""
        notes, group = [], list[Piece]()
        for piece in [*self.pieces, Piece(KNOWN, 0, 0)]:
            if piece.kind != KNOWN:
                group.append(piece)
                continue
            while group and group[-1].kind == GLUE:
                group.pop()
            while group and group[0].kind == GLUE and not self._leads(group[0]):
                group.pop(0)
            if group:
                words = self.original[group[0].start : group[-1].end]
                notes.append(words + ")" * (words.count("(") - words.count(")")))
            group = []
        return " ".join(" ".join(notes).split())

    def _leads(self, piece: Piece) -> bool:
        return self.original[piece.start : piece.end].lower() in ("for", "of", "with")


Handler = Callable[[Line, Found], None]


class Rule(NamedTuple):
    """What a part looks like, and what is made of it.

    A `weak` rule is an everyday word: next to words that are not understood it is taken for prose
    ("keep the left foot flat") and stays in the note.
    """

    pattern: str
    handler: Handler
    weak: bool = False


def numbers(found: Found, low: str, high: str) -> list[int]:
    """The one number, or the two ends of a range. Raises DoseError for a range that runs backwards."""
    first, second = int(found[low]), found[high]
    if second is None:
        return [first]
    if int(second) <= first:
        raise DoseError(_("A range goes from the smaller to the larger number, as in 8-12."))
    return [first, int(second)]


def is_minutes(found: Found) -> bool:
    """Whether a TIME was given in minutes or hours."""
    return found["m"] is not None or (found["u"] or "s")[0] in "hm'"


def times(found: Found) -> list[int]:
    """A TIME in seconds, or the two ends of its range. Without a unit it is in seconds."""
    if found["m"] is not None:
        return [60 * int(found["m"]) + int(found["s"])]
    factor = _SECONDS_PER[(found["u"] or "s")[0]]
    ends = [float(end) * factor for end in (found["t"], found["t2"]) if end is not None]
    if any(end > 10**6 or end != int(end) for end in ends):
        raise DoseError(_("Times must be whole seconds, and at most a few hours."))
    if len(ends) > 1 and ends[1] <= ends[0]:
        raise DoseError(_("A range goes from the smaller to the larger number, as in 8-12."))
    return [int(end) for end in ends]
