"""A session in the shape in which it is sent: what was done, as the person says it."""

import datetime
import uuid as uuids
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from accounts.models.user import validate_time_zone
from backfit.dates import validate_day
from exercises.dose_errors import Says
from programs.document import digest_of

Score = Annotated[int, Field(strict=True, ge=0, le=10), Says(_lazy("Pain and effort go from 0 to 10."))]
Sets = Annotated[int, Field(strict=True, ge=0, le=100), Says(_lazy("Sets go from 0 to 100."))]
Reps = Annotated[int, Field(strict=True, ge=0, le=1000), Says(_lazy("Repetitions go from 0 to 1000."))]
Seconds = Annotated[int, Field(strict=True, ge=0, le=86_400), Says(_lazy("Seconds go from 0 to 86400, a whole day."))]
Because = Literal["pain", "too_hard", "unclear", "no_time", "no_equipment", "other"]
Times = Annotated[int, Field(strict=True, ge=1, le=48), Says(_lazy("How often goes from 1 to 48 times."))]


class ResultBody(BaseModel):
    """What was done of the item with that key; numbers as far as they were told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str = Field(max_length=40, description="Key in the version's document")
    status: Literal["done", "part", "skipped"]
    sets: Sets | None = None
    reps: Reps | None = Field(default=None, description="In each set")
    seconds: Seconds | None = Field(default=None, description="Of each hold, or in all")
    times: Times = Field(default=1, description="How often, for what is due several times a day")
    skip_because: Because | None = Field(default=None, description="Why it was left out, or not done whole")
    skip_reason: str = Field(default="", max_length=120, description="The same in the client's own words")
    pain: Score | None = Field(default=None, description="Worst with this item, from 0 to 10")
    variant: Literal["easier"] | None = Field(
        default=None, description="The easier version that the item names was done; null: the exercise itself"
    )

    @model_validator(mode="after")
    def done_in_some_version(self) -> Self:
        if self.variant and self.status == "skipped":
            raise ValueError(_("What was left out was done in no version."))
        return self


class SessionBody(BaseModel):
    """One time that the program was done; `day` is the client's calendar day, by default that of `started_at`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    program: uuids.UUID
    started_at: AwareDatetime
    time_zone: str = Field(description="Where the client was, such as Europe/Paris")
    day: datetime.date | None = Field(default=None, description="The client's day, by default that of `started_at`")
    worst_pain: Score | None = Field(default=None, description="From 0, none, to 10")
    effort: Score | None = Field(default=None, description="From 0, none, to 10")
    note: str = Field(default="", max_length=2000, description="From the client to the therapist")
    evidence: Literal["timed", "ticked", "later", "paper"] = Field(
        default="ticked", description="Played with the timer, ticked the same day, filled in later, or from paper"
    )
    short: bool = Field(default=False, strict=True, description="The short version for a bad day was chosen")
    results: list[ResultBody] = Field(default_factory=list, max_length=400, description="Each item at most once")

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        try:
            validate_time_zone(name)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
        return name

    @field_validator("started_at", "day")
    @classmethod
    def believable(cls, when: datetime.date | None) -> datetime.date | None:
        try:
            if when is not None:
                validate_day(when.date() if isinstance(when, datetime.datetime) else when)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error
        return when

    @property
    def local_day(self) -> datetime.date:
        return self.day or self.started_at.astimezone(ZoneInfo(self.time_zone)).date()

    def as_kept(self) -> "SessionBody":
        """With its day named and its moment in UTC, however it was sent."""
        return self.model_copy(update={"day": self.local_day, "started_at": self.started_at.astimezone(datetime.UTC)})

    def digest(self) -> str:
        data = self.model_dump(mode="json")
        for result in data["results"]:
            # Came later: what was recorded before must still be the same when its phone sends it again.
            for name in ("pain", "skip_because", "variant"):
                if result[name] is None:
                    del result[name]
        if not data["short"]:
            del data["short"]
        return digest_of(data)
