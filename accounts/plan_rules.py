"""The rules of a plan: when to go on, repeat, step back and stop. Pure values; a therapist may change each number.

The numbers are clinical convention, borrowed in part from tendon training (Silbernagel 2007); no trial has tested
them as a rule for backs and necks. That is why they are settings with narrow limits and not constants.
"""

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MAX_EXTRA = 6

Points = Annotated[int, Field(ge=0, le=10)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Rules(Part):
    """Pain and effort are points from 0 to 10, rises are points above what is usual for the person."""

    pain_at_most: Annotated[int, Field(ge=0, le=5, description="Worst pain with which to go on")] = 3
    effort_at_most: Annotated[Points, Field(description="Effort with which to go on")] = 6
    morning_rise_at_most: Annotated[int, Field(ge=0, le=3, description="Rise of the next morning to go on with")] = 1
    sessions_in_a_row: Annotated[int, Field(ge=1, le=20, description="How often all of it must hold")] = 3
    adherence_at_least: Annotated[int, Field(ge=0, le=100, description="Percent of what was planned")] = 70
    back_morning_rise: Annotated[int, Field(ge=1, le=5, description="Rise of the next morning to step back for")] = 2
    back_weeks_missed: Annotated[int, Field(ge=1, le=8, description="Weeks without a session to step back for")] = 2
    stop_pain: Annotated[int, Field(ge=1, le=8, description="Pain at which to stop the exercise")] = 6
    stop_rise: Annotated[int, Field(ge=1, le=5, description="Rise at which to stop the exercise")] = 3
    raised_hours: Annotated[int, Field(ge=1, le=72, description="Hours after which pain should have settled")] = 24
    high_usual_pain: Annotated[int, Field(ge=1, le=8, description="Usual pain from which only the rise counts")] = 4
    stop_pain_always: Annotated[int, Field(ge=1, le=8, description="Pain to stop at, however high it usually is")] = 8
    extra: Annotated[tuple[Sentence, ...], Field(strict=False, max_length=MAX_EXTRA)] = ()

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.stop_pain <= self.pain_at_most:
            raise ValueError(_("The pain at which to stop must be more than the pain with which to go on."))
        if self.back_morning_rise <= self.morning_rise_at_most:
            raise ValueError(_("The rise to step back for must be more than the rise to go on with."))
        if self.stop_pain_always < self.stop_pain:
            raise ValueError(_("The pain at which always to stop cannot be less than the pain at which to stop."))
        return self
