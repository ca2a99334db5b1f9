"""What a client has reached, in kind words: what was done, never what was missed. Pure."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.schedule import ONE_DAY, WEEK
from programs.spans import Span
from programs.tally import DayProgress

# Fewer days with a number say nothing about how it goes.
DAYS_TOLD = 3
# A rise of so many points of pain is no more than days differ by anyway.
SAME = 1


@dataclass(frozen=True)
class Reached:
    """Days with a session and exercises done, of a stretch of days and of its last seven."""

    days: int
    exercises: int
    lately: int

    @classmethod
    def of(cls, days: Iterable[DayProgress], today: datetime.date) -> "Reached":
        moved = [day for day in days if day.done or day.part]
        week = today - (WEEK - 1) * ONE_DAY
        return cls(
            days=len(moved),
            exercises=sum(day.done + day.part for day in moved),
            lately=sum(week <= day.day <= today for day in moved),
        )

    def sentences(self) -> list[str]:
        if not self.days:
            return [_("Nothing is recorded in this time. You can begin again any day.")]
        said = ngettext("%(count)d exercise done.", "%(count)d exercises done.", self.exercises)
        found = [said % {"count": self.exercises}]
        if self.lately:
            lately = ngettext(
                "You moved on %(count)d day of the last seven.",
                "You moved on %(count)d days of the last seven.",
                self.lately,
            )
            found.append(lately % {"count": self.lately})
        return found


def pain_in_words(spans: Sequence[Span]) -> str:
    """How pain while exercising was at first and lately: the middle of the first and of the last days it was told.

    Empty where too little was told. The median and the point that counts as the same are our convention.
    """
    told = [span.worst_pain for span in spans if span.worst_pain is not None]
    if len(told) < 2 * DAYS_TOLD:
        return ""
    size = min(WEEK, len(told) // 2)
    first, last = median_low(told[:size]), median_low(told[-size:])
    said = {"first": first, "last": last}
    if last < first:
        return _("Pain while exercising has gone down: mostly %(first)d at first, mostly %(last)d lately.") % said
    if last > first + SAME:
        return (
            _("Pain while exercising has been higher lately: mostly %(last)d, after %(first)d. Tell your therapist.")
            % said
        )
    return _("Pain while exercising has stayed about the same: mostly %(last)d of 10.") % said
