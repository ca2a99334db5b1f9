"""A dose: how much of an exercise, how hard, how often.

A dose is a value. It is stored as JSON inside plans and versions, so its field names are a public format.
Times are whole seconds, loads kilograms or pounds, effort is 0 to 10.
"""

from __future__ import annotations

from typing import Any, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator, model_validator

from exercises import dose_time, dose_words
from exercises.dose_errors import DoseError, first_sentence, refusal, sentences
from exercises.dose_parts import (
    BAND_COLOURS,
    Band,
    Duration,
    Effort,
    FourPartTempo,
    Frequency,
    Hold,
    Load,
    Progression,
    Reps,
    RepsInReserve,
    RepsPerSet,
    Rest,
    Role,
    Sets,
    Side,
    Tempo,
    ThreePartTempo,
    Until,
    Weight,
)

__all__ = [
    "BAND_COLOURS",
    "Band",
    "Dose",
    "DoseError",
    "FourPartTempo",
    "Frequency",
    "Progression",
    "ThreePartTempo",
    "Weight",
    "sentences",
]


class Dose(BaseModel):
    """How much of one exercise.

    `sets` times `reps` (to `sets_max`, `reps_max` when a range is given), or `reps_per_set` for sets that
    differ; `hold_seconds` within each repetition; `duration_seconds` for a whole set or, without sets, for
    the whole; `rest_seconds` between sets. With side "each" the numbers count per side, otherwise in total.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sets: Sets | None = None
    sets_max: Sets | None = None
    reps: Reps | None = None
    reps_max: Reps | None = None
    reps_per_set: RepsPerSet | None = None
    hold_seconds: Hold | None = None
    duration_seconds: Duration | None = None
    rest_seconds: Rest | None = None
    side: Side | None = None
    load: Load | None = None
    effort: Effort | None = None
    reps_in_reserve: RepsInReserve | None = None
    tempo: Tempo | None = None
    until: Until | None = None
    role: Role | None = None
    frequency: Frequency | None = None
    progression: Progression | None = None

    @field_validator("progression")
    @classmethod
    def _same_sets_are_not_said_twice(cls, progression: Progression | None, info: ValidationInfo) -> Progression | None:
        told = progression and progression.to_sets and progression.to_sets == info.data.get("sets")
        if progression and told and not info.data.get("sets_max"):
            return progression.model_copy(update={"to_sets": None})
        return progression

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        if all(value is None for _name, value in self):
            raise refusal(_("A dose must say how much, for example 3x10."))
        if self.sets_max is not None and (self.sets is None or self.sets_max <= self.sets):
            raise refusal(_("The most sets must be more than the fewest sets."))
        if self.reps_max is not None and (self.reps is None or self.reps_max <= self.reps):
            raise refusal(_("The most repetitions must be more than the fewest repetitions."))
        self._check_reps_per_set()
        self._check_progression()
        return self

    def _check_reps_per_set(self) -> None:
        if self.reps_per_set is None:
            return
        if self.reps is not None or self.sets_max is not None:
            raise refusal(_("Give the repetitions either for all sets together or for each set, not both."))
        if self.sets != len(self.reps_per_set):
            raise refusal(_("Give as many numbers of repetitions as there are sets."))

    def _check_progression(self) -> None:
        if self.progression is None:
            return
        if self.reps is None:
            raise refusal(_("A progression needs a number of repetitions to start from."))
        if self.progression.to_sets is None and self.progression.to_reps == (self.reps_max or self.reps):
            raise refusal(_("A progression must change the repetitions or the sets."))

    @classmethod
    def from_json(cls, data: Any) -> Dose:
        """The dose that `to_json` gave, or that an API caller wrote.

        Raises DoseError, whose text is one sentence about the first fault.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise DoseError(first_sentence(error.errors(include_url=False, include_input=False)[0])) from None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, only what is said; equal doses give equal documents."""
        return self.model_dump(mode="json", exclude_none=True)

    def seconds(self) -> int:
        """Time that doing this once takes, in seconds; see dose_time for the conventions."""
        return dose_time.seconds(self)

    @property
    def times_per_day(self) -> int:
        """How often on a day on which it is due."""
        return dose_time.times_per_day(self.frequency)

    def in_words(self, *, weekly: bool = True) -> str:
        """The dose as a client reads it, in the active language; every field is said.

        With `weekly=False` without the days a week, for a page that is about one day.
        """
        return dose_words.in_words(self, weekly=weekly)
