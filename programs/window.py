"""The stretch of days that the client's page shows: whole weeks from Monday, up to today or to an earlier week."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from backfit.dates import FIRST
from programs.schedule import ONE_DAY, WEEK

ONE_WEEK = WEEK * ONE_DAY
CHOICES = {"4": 4, "12": 12}
USUAL = "4"
# "All" shows at most this much at once, so that no page grows with the length of a history; the rest is a step back.
MOST_WEEKS = 53


def monday_of(day: datetime.date) -> datetime.date:
    return day - (day.isoweekday() - 1) * ONE_DAY


@dataclass(frozen=True)
class Window:
    """`choice` is "4", "12" or "all"; `last` is never after today."""

    choice: str
    first: datetime.date
    last: datetime.date
    today: datetime.date
    begun: datetime.date

    @property
    def weeks(self) -> int:
        return (monday_of(self.last) - self.first).days // WEEK + 1

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def earlier(self) -> datetime.date | None:
        """The last day of the stretch before, if the care had begun by then."""
        return self.first - ONE_DAY if self.begun < self.first else None

    @property
    def later(self) -> datetime.date | None:
        return min(self.today, self.last + self.weeks * ONE_WEEK) if self.last < self.today else None


def window_of(asked: Mapping[str, str], *, begun: datetime.date, today: datetime.date) -> Window:
    """What the address asks for; nonsense in it shows the four weeks up to today. `begun` is the first day of all."""
    choice = asked.get("weeks", USUAL)
    last = min(today, monday_of(day_asked(asked.get("until", ""), today)) + 6 * ONE_DAY)
    if choice == "all":
        weeks = min(MOST_WEEKS, max(1, (monday_of(last) - monday_of(begun)).days // WEEK + 1))
    else:
        choice = choice if choice in CHOICES else USUAL
        weeks = CHOICES[choice]
    return Window(choice, monday_of(last) - (weeks - 1) * ONE_WEEK, last, today, begun)


def day_asked(text: str, today: datetime.date) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return today
    return day if FIRST + MOST_WEEKS * ONE_WEEK <= day <= today else today
