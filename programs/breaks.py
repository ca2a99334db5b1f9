"""Breaks: habits with an interval, as a desk runs them. A client's come from the program, others from the catalogue."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from exercises.dose_time import DAY_FROM_HOUR, DAY_UNTIL_HOUR
from exercises.dose_words import time_in_words
from exercises.models import Exercise
from programs.document import figure_of, wording
from programs.models import Program, Session
from programs.schedule import ONE_DAY, has_interval
from programs.session_body import ResultBody, SessionBody
from programs.sessions import record
from programs.today import ProgramDay

USUAL_MINUTES = 30
"""Clinical notes, section 3: by default every 30 minutes, from 20 to 60. Convention."""
MOST_REMINDERS = 8
"""A day, of who has no therapist to say otherwise; the same section, convention."""


def require_shift_day(day: datetime.date, *, today: datetime.date) -> None:
    """A shift that goes on now began today or yesterday, by a clock that may be in a zone with another date."""
    if not today - 2 * ONE_DAY <= day <= today + ONE_DAY:
        raise ValidationError(_("A shift that is going on began today or yesterday."))


@dataclass(frozen=True)
class Habit:
    """What to do in a break: an item as documents have it, how often a day, and how often it was done today.

    Without a program it is somebody's own choice from the catalogue, and nothing of it is recorded.
    """

    item: Mapping[str, Any]
    times: int
    done: int = 0
    program: Program | None = None

    @property
    def key(self) -> str:
        return str(self.item["key"])

    @property
    def minutes(self) -> int:
        """From one break to the next."""
        frequency = self.item["dose"]["frequency"]
        return int(frequency.get("every_minutes") or 60 * frequency["every_hours"])

    @property
    def length(self) -> str:
        """Of one break, in words."""
        return time_in_words(int(self.item["seconds"]))

    def to_json(self) -> dict[str, Any]:
        """For the page's script: hours of the day, a break in seconds, `most` reminders a day or null."""
        frequency = self.item["dose"]["frequency"]
        return {
            "key": self.key,
            "slug": self.item["exercise"],
            "program": str(self.program.pk) if self.program else None,
            "name": self.item["name"],
            "seconds": self.item["seconds"],
            "every": self.minutes,
            "from": frequency.get("from_hour", DAY_FROM_HOUR),
            "until": frequency.get("until_hour", DAY_UNTIL_HOUR),
            "times": self.times,
            "done": self.done,
            "most": None if self.program else MOST_REMINDERS,
        }


def program_habits(days: Iterable[ProgramDay]) -> list[Habit]:
    """Those that are due on the day, in the order of the programs."""
    return [
        Habit(due.item, due.times, due.done, day.program) for day in days for due in day.plan.items if due.has_interval
    ]


def catalogue_habits() -> list[Habit]:
    """Published habits with an interval, the nearest to the usual one first."""
    exercises = Exercise.objects.published().filter(kind=Exercise.Kind.HABIT).with_content().order_by("name")
    items = [item for exercise in exercises if has_interval(item := item_of(exercise))]
    habits = [Habit(item, int(item["times_per_day"])) for item in items]
    return sorted(habits, key=lambda habit: abs(habit.minutes - USUAL_MINUTES))


def item_of(exercise: Exercise) -> dict[str, Any]:
    """The exercise with its usual dose, in the shape of a document's item."""
    dose = exercise.dose
    return {
        "key": exercise.slug,
        **wording(exercise),
        "dose": dose.to_json(),
        "dose_words": dose.in_words(),
        "dose_words_today": dose.in_words(weekly=False),
        "seconds": dose.seconds(),
        "times_per_day": dose.times_per_day,
        **figure_of(exercise),
    }


def take_break(
    *, by: User, uuid: UUID, program: UUID, item: str, time_zone: str, day: datetime.date | None = None
) -> Session:
    """Record one that was taken just now; `day` is that on which the shift began, by default the one that it is.

    Raises as `record`, and ValidationError for an item that is no break.
    """
    body = SessionBody(
        program=program,
        started_at=timezone.now(),
        time_zone=time_zone,
        day=day,
        results=[ResultBody(item=item, status="done")],
    )
    with transaction.atomic():
        session, _outcome = record(by=by, uuid=uuid, body=body)
        if not session.is_break:
            raise ValidationError({"item": _("That is not a break of your program.")})
    return session


def breaks_of(sessions: Sequence[Session]) -> int:
    """How often these sessions, all of breaks, say that one was taken."""
    return sum(result.times for session in sessions for result in session.results.all())
