"""The shorthand in which therapists write doses, one line each: "3x8 5s e/s".

`parse` reads it, `format_dose` writes it. A line is read from left to right, once: at each place the first
rule of `RULES` that fits takes its part, and what no rule knows is kept as a note. What depends on the rest of
the line is settled at the end. Doubtful readings are asked, never guessed. To teach it a new word, add a rule
to shorthand_amounts.py or shorthand_terms.py and a case to its tests.

After "note:" everything is a note, so that any words can be given without being read as a dose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exercises import shorthand_amounts, shorthand_terms
from exercises.dose import Dose, DoseError
from exercises.shorthand_draft import readings
from exercises.shorthand_format import format_dose
from exercises.shorthand_line import GLUE, KNOWN, WORD, Line, Piece, Rule
from exercises.shorthand_settle import settle

__all__ = ["MAX_LENGTH", "MAX_NOTE", "Choice", "DoseError", "Question", "Reading", "format_dose", "parse"]

MAX_LENGTH = 200
# Room for the unknown words of a line and what a choice adds to them, such as "for 5 days".
MAX_NOTE = 240
# No dose needs more: 20 sets of three digits each and every other field at its longest come to 294.
_MAX_CANONICAL = 320
_EMPTY = gettext_lazy("Write a dose, for example 3x10.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One meaning. `shorthand` is a line that says just this, with the note, and raises no question."""

    label: str
    shorthand: str
    dose: Dose
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the line may mean; the usual meaning is the first choice."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a line was read.

    `dose` is None when no word of the line is about a dose. While there are questions it is only the usual
    meaning: store what the person chose instead. There is at most one question; where several parts are
    doubtful its choices are the combinations, so every choice is a complete answer.
    """

    dose: Dose | None
    note: str
    questions: tuple[Question, ...] = ()


def parse(text: str, *, after_exercise: bool = True) -> Reading:
    """Reads one line of shorthand.

    `after_exercise` says that the line follows the name of an exercise: there 10/10 is usually ten on each
    side, elsewhere a score of ten out of ten.

    Raises DoseError, with one sentence to show, for an empty, too long or unstorable text, for numbers that
    are outside human limits and for parts that contradict each other. No other error, whatever the text.
    """
    shorthand, given_note = _checked(text)
    line = Line(shorthand, after_exercise)
    _read(line, shorthand.translate(_PLAIN))
    settle(line)
    note = _joined(line.note(), given_note)
    if not line.said and not line.forks:
        if not note or len(shorthand) > MAX_LENGTH:
            raise _too_long() if note else DoseError(_EMPTY)
        return Reading(None, note)
    found = [(dose, _joined(note, *more)) for dose, more in readings(line.draft, line.forks)]
    dose, note = found[0]
    # A valid dose may need more room than people are given; its canonical text is let through.
    if len(shorthand) > MAX_LENGTH and format_dose(dose) != shorthand.rstrip(" ,"):
        raise _too_long()
    if len(found) == 1:
        return Reading(dose, note)
    return Reading(dose, note, (_question([fork.typed for fork in line.forks], found),))


def _joined(*notes: str) -> str:
    note = " ".join(" ".join(notes).split())
    if len(note) > MAX_NOTE:
        raise _too_long()
    return note


def _too_long() -> DoseError:
    return DoseError(
        _("A dose may be %(dose)d characters long, and its note %(note)d.") % {"dose": MAX_LENGTH, "note": MAX_NOTE}
    )


def _question(typed: list[str], found: list[tuple[Dose, str]]) -> Question:
    quoted = ", ".join(f'"{part}"' for part in typed)
    text = ngettext("What does %(typed)s mean?", "What do %(typed)s mean?", len(typed)) % {"typed": quoted}
    return Question(text, tuple(_choice(dose, note) for dose, note in found))


def _choice(dose: Dose, note: str) -> Choice:
    label, shorthand = dose.in_words(), format_dose(dose)
    if note:
        label = _("%(dose)s (note: %(note)s)") % {"dose": label, "note": note}
        shorthand = f"{shorthand}, note: {note}"
    return Choice(label, shorthand, dose, note)


# One character for one, so that notes can be cut from what was really typed.
_PLAIN = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "\u00d7\u2715\u2716\u2a2f*"  # signs of multiplication
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"  # dashes and minus
    "\u2033\u201c\u201d\u201f"  # double primes and quotes
    "\u2032\u2018\u2019\u201b`",  # primes and quotes
    "abcdefghijklmnopqrstuvwxyzxxxxx-------\"\"\"\"'''''",
)
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOTE = re.compile(r"(?:^|(?<=[\s,;(]))note:", re.IGNORECASE | re.ASCII)


def _checked(text: str) -> tuple[str, str]:
    """The shorthand and what follows "note:"."""
    mark = _NOTE.search(text, 0, _MAX_CANONICAL)
    shorthand, note = (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
    shorthand, note = shorthand.strip(), " ".join(note.split())
    if len(shorthand) > _MAX_CANONICAL or len(note) > MAX_NOTE:
        raise _too_long()
    if _UNSTORABLE.search(text):
        raise DoseError(_("This text contains a character that cannot be stored."))
    if not text.strip():
        raise DoseError(_EMPTY)
    return shorthand, note


def _leave(line: Line, found: re.Match[str]) -> None:
    line.pieces[-1].kind = WORD


def _glue(line: Line, found: re.Match[str]) -> None:
    line.pieces[-1].kind = GLUE


_SEPARATORS = r"\s,;()\[\]{}|"
# Words before which left, right, both or hold belong to a sentence.
_LEADING = {
    "a",
    "at",
    "from",
    "in",
    "into",
    "of",
    "on",
    "onto",
    "over",
    "the",
    "to",
    "toward",
    "towards",
    "with",
    "your",
}

RULES = (
    *shorthand_terms.FIRST_RULES,
    *shorthand_amounts.RULES,
    *shorthand_terms.LAST_RULES,
    Rule(rf"(?:and|with|then|of|for|plus|x)(?=[{_SEPARATORS}0-9]|$)", _glue),
    Rule(rf"[!-/:-@^-`~]+(?=[{_SEPARATORS}]|$)", _glue),
    Rule(rf"[^{_SEPARATORS}]+", _leave),
)
_SEPARATOR = re.compile(rf"[{_SEPARATORS}]+")
_SPACES = re.compile(r"[^\S\n]+")
_PATTERNS = tuple(re.compile(rule.pattern) for rule in RULES)
# One pattern finds which rule fits; the groups of that rule are then read with the rule's own pattern.
_ANY_RULE = re.compile("|".join(f"({re.sub(r'[(][?]P<[a-z0-9_]+>', '(?:', rule.pattern)})" for rule in RULES))


def _read(line: Line, text: str) -> None:
    while line.at < len(text):
        if gap := _SEPARATOR.match(text, line.at):
            line.at = gap.end()
            continue
        number = _rule_at(text, line.at)
        # Never None: this very pattern has just matched here as part of _ANY_RULE.
        found = cast("re.Match[str]", _PATTERNS[number].match(text, line.at))
        prose = RULES[number].weak and _is_prose(line, text, found)
        line.pieces.append(Piece(WORD if prose else KNOWN, found.start(), found.end()))
        line.at = found.end()
        if not prose:
            RULES[number].handler(line, found)


def _rule_at(text: str, at: int) -> int:
    # The last rule takes anything that is no separator, so something always fits.
    found = cast("re.Match[str]", _ANY_RULE.match(text, at))
    return cast("int", found.lastindex) - 1


def _is_prose(line: Line, text: str, found: re.Match[str]) -> bool:
    """Whether an everyday word stands beside words that are not about the dose."""
    if line.pieces and line.pieces[-1].kind != KNOWN:
        last = line.pieces[-1]
        if text[last.start : last.end] in _LEADING and _SPACES.fullmatch(text, last.end, found.start()):
            return True
    gap = _SPACES.match(text, found.end())
    if gap is None or gap.end() == len(text) or _SEPARATOR.match(text, gap.end()):
        return False
    return _rule_at(text, gap.end()) == len(RULES) - 1
