"""What a line of shorthand has said so far, and the places where it can be read in more than one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from exercises.dose import Dose, DoseError
from exercises.dose_errors import first_sentence

FREQUENCY = ("days_per_week", "times_per_day", "every_hours", "every_minutes", "from_hour", "until_hour")

# More than this is no longer a question that can be answered at a glance.
MAX_CHOICES = 9

_NAMES = {
    "sets": gettext_lazy("the sets"),
    "sets_max": gettext_lazy("the sets"),
    "reps": gettext_lazy("the repetitions"),
    "reps_max": gettext_lazy("the repetitions"),
    "reps_per_set": gettext_lazy("the repetitions"),
    "hold_seconds": gettext_lazy("the hold"),
    "duration_seconds": gettext_lazy("the duration"),
    "rest_seconds": gettext_lazy("the rest"),
    "side": gettext_lazy("the side"),
    "load": gettext_lazy("the load"),
    "effort": gettext_lazy("the effort"),
    "reps_in_reserve": gettext_lazy("the repetitions in reserve"),
    "tempo": gettext_lazy("the tempo"),
    "until": gettext_lazy("when to stop"),
    "role": gettext_lazy("warm-up or cool-down"),
    "progression": gettext_lazy("the progression"),
}


class Draft:
    """The fields said so far. Names that begin with "_" are remarks for `finish`, not fields of a dose.

    _once: what is timed is done once a set; _no_sets, _no_reps: none is meant, so none is filled in.
    """

    def __init__(self, fields: dict[str, Any] | None = None, notes: tuple[str, ...] = ()) -> None:
        self.fields = dict(fields or {})
        self.notes = notes

    def put(self, **fields: Any) -> None:
        """Takes what a part of the line says. Raises DoseError when it was said differently before."""
        for name, value in fields.items():
            if value is None:
                continue
            if self.fields.setdefault(name, value) != value:
                what = _NAMES.get(name, gettext_lazy("how often"))
                raise DoseError(_("This line says %(what)s twice; write it once.") % {"what": what})

    def finish(self) -> Dose:
        fields = {name: value for name, value in self.fields.items() if not name.startswith("_")}
        frequency = {name: fields.pop(name) for name in FREQUENCY if name in fields}
        if frequency:
            fields["frequency"] = frequency
        self._fill_in(fields)
        try:
            return Dose.model_validate(fields)
        except ValidationError as error:
            raise DoseError(first_sentence(error.errors(include_url=False, include_input=False)[0])) from None

    def _fill_in(self, fields: dict[str, Any]) -> None:
        """Missing sets are one set, and a hold without a count is done once."""
        counted = "reps" in fields or "reps_per_set" in fields
        held = "hold_seconds" in fields or "_once" in self.fields
        if held and not counted and "_no_reps" not in self.fields:
            fields["reps"] = 1
        if "sets" in fields or "_no_sets" in self.fields:
            return
        if "reps_per_set" in fields:
            fields["sets"] = len(fields["reps_per_set"])
        elif "reps" in fields or fields.get("until") in ("fatigue", "as-many-as-possible"):
            fields["sets"] = 1


Option = Callable[[Draft], None]


def says(note: str = "", /, **fields: Any) -> Option:
    """One way to read a doubtful part: these fields, and these words as a note."""

    def apply(draft: Draft) -> None:
        draft.put(**fields)
        if note:
            draft.notes = (*draft.notes, note)

    return apply


@dataclass(frozen=True, slots=True)
class Fork:
    """A doubtful part as it was typed, and its readings, the usual one first."""

    typed: str
    options: tuple[Option, ...]


def readings(draft: Draft, forks: list[Fork]) -> list[tuple[Dose, tuple[str, ...]]]:
    """Every distinct dose, with its notes, that the line can mean; the usual one first.

    Raises DoseError when the usual reading is impossible, or when there are too many to ask about.
    """
    found: list[tuple[Dose, tuple[str, ...]]] = []
    ways = 1
    for fork in forks:
        ways *= len(fork.options)
    if ways > MAX_CHOICES:
        raise DoseError(_("Too much of this line can be read in several ways; write it out more fully."))
    for options in product(*(fork.options for fork in forks)):
        attempt = Draft(draft.fields, draft.notes)
        try:
            for option in options:
                option(attempt)
            reading = attempt.finish(), attempt.notes
        except DoseError:
            if not found:
                raise
            continue
        if reading not in found:
            found.append(reading)
    return found
