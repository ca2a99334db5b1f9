"""When a time of a client's clock is, on a day of the client's calendar. Pure.

A clock shows some times twice a year and leaves some out; each day has each time exactly once all the same.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from programs.schedule import ONE_DAY

MINUTE = datetime.timedelta(minutes=1)
AHEAD = 3
"""Days to look through for the next moment: a zone that crosses the date line leaves one out."""


@dataclass(frozen=True)
class Quiet:
    """Hours of the client's clock in which nothing is sent; the end is free again. The same twice: none are."""

    start: datetime.time
    end: datetime.time

    def holds(self, at: datetime.time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def instant_on(day: datetime.date, at: datetime.time, zone: ZoneInfo) -> datetime.datetime | None:
    """In UTC. The first of the two where the clock shows the time twice, just after the gap where it leaves it out.

    None on a day that the zone has left out.
    """
    local = datetime.datetime.combine(day, at.replace(fold=0, tzinfo=None), tzinfo=zone)
    found = local.astimezone(datetime.UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    after = end_of_gap(local)
    # A gap that reaches to midnight has no time after it that day.
    chosen = (moment for moment in (after, after - MINUTE) if moment.astimezone(zone).date() == day)
    return next(chosen, None)


def end_of_gap(local: datetime.datetime) -> datetime.datetime:
    """The instant, in UTC, at which the clock jumps over this time."""
    before = local.replace(fold=1).astimezone(datetime.UTC)
    after = local.replace(fold=0).astimezone(datetime.UTC)
    jumped = after.astimezone(local.tzinfo).utcoffset()
    while after - before > datetime.timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(local.tzinfo).utcoffset() == jumped:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def moments_on(
    day: datetime.date, times: Iterable[datetime.time], quiet: Quiet, zone: ZoneInfo
) -> list[datetime.datetime]:
    """Those outside the quiet hours, in UTC, in order."""
    found = {instant for at in times if (instant := instant_on(day, at, zone)) is not None}
    return sorted(instant for instant in found if not quiet.holds(instant.astimezone(zone).time()))


def next_moment(
    now: datetime.datetime, times: Iterable[datetime.time], quiet: Quiet, zone: ZoneInfo
) -> datetime.datetime | None:
    """The first after now; None when all of them are in the quiet hours."""
    wanted, today = list(times), now.astimezone(zone).date()
    for day in (today + number * ONE_DAY for number in range(AHEAD)):
        later = [moment for moment in moments_on(day, wanted, quiet, zone) if moment > now]
        if later:
            return later[0]
    return None
