"""The parts a dose is made of, each with the limits of what a person can be asked to do at home.

Source of the limits: [K]. They are wide enough that nothing in the catalogue (at most 5 sets, 12 repetitions,
holds of 30 s, 15 minutes) comes near them, and narrow enough that a slipped key (3x10000) is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, get_args

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    model_validator,
)

from exercises.dose_errors import BRANCH, Says, refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAX_SETS = 20
MAX_REPS = 500
MAX_HOLD = 600
MAX_DURATION = 14_400
MAX_REST = 1_800
MAX_LOAD = 500
MAX_EFFORT = 10
MAX_TEMPO = 20
MAX_TIMES_PER_DAY = 48
MAX_EVERY_HOURS = 12
MIN_EVERY_MINUTES = 5
MAX_EVERY_MINUTES = 240
MAX_WEEKS = 52

Side = Literal["each", "alternating", "bilateral", "left", "right"]
Until = Literal["fatigue", "comfort", "as-needed", "as-many-as-possible"]
Role = Literal["warm-up", "cool-down"]
Colour = Literal[
    "tan", "beige", "yellow", "orange", "red", "pink", "green", "blue", "purple", "black", "brown", "grey",
    "white", "silver", "gold",
]  # fmt: skip
BAND_COLOURS: tuple[str, ...] = get_args(Colour)


def _says(sentence: StrPromise, low: int, high: int) -> Says:
    return Says(format_lazy(sentence, low=low, high=high))


def _two_decimals(value: float) -> float:
    if round(value, 2) != value:
        raise refusal(_("A load has at most two decimals."))
    return value


def _from_list(value: object) -> object:
    # JSON has no tuples, and strict pydantic would take nothing else; a string or a set stays refused.
    return tuple(value) if isinstance(value, list) else value


def _plainly(value: float) -> int | float:
    # 5 and 5.0 are one dose, so they must be one document: versions are compared by their hash.
    return int(value) if value == int(value) else value


Plainly = PlainSerializer(_plainly, return_type=int | float, when_used="json")

Sets = Annotated[
    int,
    Field(strict=True, ge=1, le=MAX_SETS),
    _says(_("Sets must be between {low} and {high}."), 1, MAX_SETS),
]
Reps = Annotated[
    int,
    Field(strict=True, ge=1, le=MAX_REPS),
    _says(_("Repetitions must be between {low} and {high}."), 1, MAX_REPS),
]
RepsPerSet = Annotated[
    tuple[Reps, ...],
    Field(strict=True, min_length=2, max_length=MAX_SETS),
    _says(_("Repetitions for each set need between {low} and {high} sets."), 2, MAX_SETS),
    BeforeValidator(_from_list),
]
Hold = Annotated[
    int,
    Field(strict=True, ge=1, le=MAX_HOLD),
    _says(_("A hold must be between {low} and {high} seconds."), 1, MAX_HOLD),
]
Duration = Annotated[
    int,
    Field(strict=True, ge=1, le=MAX_DURATION),
    _says(_("A duration must be between {low} and {high} seconds."), 1, MAX_DURATION),
]
Rest = Annotated[
    int,
    Field(strict=True, ge=0, le=MAX_REST),
    _says(_("A rest must be between {low} and {high} seconds."), 0, MAX_REST),
]
Effort = Annotated[
    float,
    Field(strict=True, ge=0, le=MAX_EFFORT, multiple_of=0.5, allow_inf_nan=False),
    _says(_("Effort must be between {low} and {high}, in whole or half points."), 0, MAX_EFFORT),
    Plainly,
]
RepsInReserve = Annotated[
    int,
    Field(strict=True, ge=0, le=MAX_EFFORT),
    _says(_("Repetitions in reserve must be between {low} and {high}."), 0, MAX_EFFORT),
]
TempoSeconds = Annotated[
    int,
    Field(strict=True, ge=0, le=MAX_TEMPO),
    _says(_("Each part of a tempo must be between {low} and {high} seconds."), 0, MAX_TEMPO),
]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Weight(Part):
    value: Annotated[
        float,
        Field(strict=True, gt=0, le=MAX_LOAD, allow_inf_nan=False),
        _says(_("A load must be more than {low} and at most {high}."), 0, MAX_LOAD),
        AfterValidator(_two_decimals),
        Plainly,
    ]
    unit: Literal["kg", "lb"]


class Band(Part):
    band: Colour


class ThreePartTempo(Part):
    """Seconds down, held, up; nothing is said about the top."""

    eccentric: TempoSeconds
    pause: TempoSeconds
    concentric: TempoSeconds

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if not self.eccentric + self.concentric + self.pause:
            raise refusal(_("A tempo must take some time."))
        return self


class FourPartTempo(Part):
    """Seconds down, held at the bottom, up, held at the top."""

    eccentric: TempoSeconds
    pause_bottom: TempoSeconds
    concentric: TempoSeconds
    pause_top: TempoSeconds

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if not self.eccentric + self.pause_bottom + self.concentric + self.pause_top:
            raise refusal(_("A tempo must take some time."))
        return self


def _load_branch(value: Any) -> str:
    banded = isinstance(value, Band) or (isinstance(value, dict) and "band" in value)
    return f"{BRANCH}band" if banded else f"{BRANCH}weight"


def _tempo_branch(value: Any) -> str:
    three = isinstance(value, ThreePartTempo) or (isinstance(value, dict) and "pause" in value)
    return f"{BRANCH}three" if three else f"{BRANCH}four"


Load = Annotated[
    Annotated[Weight, Tag(f"{BRANCH}weight")] | Annotated[Band, Tag(f"{BRANCH}band")],
    Discriminator(_load_branch),
]
Tempo = Annotated[
    Annotated[ThreePartTempo, Tag(f"{BRANCH}three")] | Annotated[FourPartTempo, Tag(f"{BRANCH}four")],
    Discriminator(_tempo_branch),
]


class Frequency(Part):
    """How often: days of the week, and times or an interval within the day, perhaps between two hours."""

    days_per_week: (
        Annotated[
            int,
            Field(strict=True, ge=1, le=7),
            _says(_("Days a week must be between {low} and {high}."), 1, 7),
        ]
        | None
    ) = None
    times_per_day: (
        Annotated[
            int,
            Field(strict=True, ge=1, le=MAX_TIMES_PER_DAY),
            _says(_("Times a day must be between {low} and {high}."), 1, MAX_TIMES_PER_DAY),
        ]
        | None
    ) = None
    every_hours: (
        Annotated[
            int,
            Field(strict=True, ge=1, le=MAX_EVERY_HOURS),
            _says(_("An interval in hours must be between {low} and {high}."), 1, MAX_EVERY_HOURS),
        ]
        | None
    ) = None
    every_minutes: (
        Annotated[
            int,
            Field(strict=True, ge=MIN_EVERY_MINUTES, le=MAX_EVERY_MINUTES),
            _says(
                _("An interval in minutes must be between {low} and {high}."),
                MIN_EVERY_MINUTES,
                MAX_EVERY_MINUTES,
            ),
        ]
        | None
    ) = None
    from_hour: (
        Annotated[
            int,
            Field(strict=True, ge=0, le=23),
            _says(_("The hour to start must be between {low} and {high}."), 0, 23),
        ]
        | None
    ) = None
    until_hour: (
        Annotated[
            int,
            Field(strict=True, ge=1, le=24),
            _says(_("The hour to stop must be between {low} and {high}."), 1, 24),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        if all(value is None for _name, value in self):
            raise refusal(_("A frequency must say how often."))
        paces = (self.times_per_day, self.every_hours, self.every_minutes)
        if sum(pace is not None for pace in paces) > 1:
            raise refusal(_("Say either how many times a day or at what interval, in hours or in minutes."))
        if (self.from_hour is None) != (self.until_hour is None):
            raise refusal(_("Give both the hour to start and the hour to stop."))
        if self.from_hour is not None and self.until_hour is not None and self.from_hour >= self.until_hour:
            raise refusal(_("The hour to start must be before the hour to stop."))
        return self


class Progression(Part):
    to_reps: Reps
    to_sets: Sets | None = None
    weeks: Annotated[
        int,
        Field(strict=True, ge=1, le=MAX_WEEKS),
        _says(_("The weeks of a progression must be between {low} and {high}."), 1, MAX_WEEKS),
    ]
