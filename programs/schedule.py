"""What is due on a day. Pure: a version's document, the program's calendar and the client's local day in, items out.

Days are calendar days where the client is, so a change of clock or zone never adds or drops one.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from accounts.plans import ISO_WEEKDAYS

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)
WEEK = 7
"""Days."""


@dataclass(frozen=True)
class Calendar:
    """First and last day, and pauses as (from, until), both included; an open pause has no until."""

    start_on: Day
    ended_on: Day | None = None
    pauses: tuple[tuple[Day, Day | None], ...] = ()

    def is_paused(self, day: Day) -> bool:
        return any(start <= day and (until is None or day <= until) for start, until in self.pauses)

    def days_elapsed(self, day: Day) -> int:
        """Days from the first day to this one, those of pauses left out: the clock of the phases."""
        elapsed = (day - self.start_on).days
        return elapsed - len(self.paused_days_before(day))

    def paused_days_before(self, day: Day) -> set[int]:
        paused: set[int] = set()
        for start, until in self.pauses:
            first = max(start, self.start_on).toordinal()
            last = min(until or day, day - ONE_DAY).toordinal()
            paused.update(range(first, last + 1))
        return paused


def has_interval(item: Mapping[str, Any]) -> bool:
    """Whether the document's item is done every so many minutes or hours, as a break is."""
    frequency = item["dose"].get("frequency", {})
    return "every_minutes" in frequency or "every_hours" in frequency


@dataclass(frozen=True)
class DueItem:
    """An item of the document with how often it is due on the day and how often it was done."""

    item: Mapping[str, Any]
    times: int
    done: int
    # Another one of the same choice was done instead.
    settled: bool = False

    @property
    def left(self) -> int:
        return 0 if self.settled else max(0, self.times - self.done)

    @property
    def choice(self) -> str:
        """The word that it shares with the items it is chosen from; empty for one that is no choice."""
        return str(self.item.get("choose", ""))

    @property
    def is_complete(self) -> bool:
        return self.kept >= self.counts

    @property
    def has_interval(self) -> bool:
        return has_interval(self.item)

    @property
    def counts(self) -> int:
        """What it is worth in a day's adherence.

        A habit with an interval is one thing a day: sixteen breaks would drown the four exercises beside them.
        """
        return 1 if self.has_interval else self.times

    @property
    def kept(self) -> int:
        """How much of that was done; of a habit with an interval at least half of the times (our convention)."""
        return int(2 * self.done >= self.times) if self.has_interval else min(self.done, self.times)


@dataclass(frozen=True)
class Choice:
    """Items of which one is done; most often a single item, which is no choice at all."""

    items: tuple[DueItem, ...]

    @property
    def counts(self) -> int:
        """As much as its largest member, whichever of them is done."""
        return max(due.counts for due in self.items)

    @property
    def kept(self) -> int:
        if any(due.is_complete or due.settled for due in self.items):
            return self.counts
        return min(self.counts, sum(due.kept for due in self.items))

    @property
    def seconds_left(self) -> int:
        return max(due.left * int(due.item["seconds"]) for due in self.items)

    def settled(self) -> Iterator[DueItem]:
        """Its items; once one of them is complete, nothing is left of the others."""
        complete = any(due.is_complete for due in self.items)
        return (replace(due, settled=complete and not due.is_complete) for due in self.items)


def choices_of(items: Iterable[DueItem]) -> list[Choice]:
    """In the order of the plan, a choice at the place of its first item."""
    found: dict[str, list[DueItem]] = {}
    for due in items:
        found.setdefault(f"choice {due.choice}" if due.choice else f"item {due.item['key']}", []).append(due)
    return [Choice(tuple(members)) for members in found.values()]


@dataclass(frozen=True)
class DayPlan:
    """`state`: due, rest, paused, before (the first day), over (all phases done) or ended."""

    day: Day
    state: str
    phase: Mapping[str, Any] | None = None
    items: tuple[DueItem, ...] = ()

    @property
    def choices(self) -> list[Choice]:
        return choices_of(self.items)

    @property
    def planned(self) -> int:
        return sum(choice.counts for choice in self.choices)

    @property
    def done(self) -> int:
        return sum(choice.kept for choice in self.choices)

    @property
    def seconds_left(self) -> int:
        return sum(choice.seconds_left for choice in self.choices)

    def shortened(self) -> "DayPlan":
        """The short version for a bad day; without items where the plan has none for this day."""
        return replace(self, items=tuple(due for due in self.items if due.item.get("short")))


def due_on(document: Mapping[str, Any], calendar: Calendar, day: Day, done: Mapping[str, int] | None = None) -> DayPlan:
    """The day's items in the order of the plan; `done` counts what was done that day by item key."""
    state, phase, since = state_on(document, calendar, day)
    if phase is None:
        return DayPlan(day, state)
    counts = done or {}
    due = [
        DueItem(item, int(item["times_per_day"]), counts.get(item["key"], 0))
        for item in phase["items"]
        if is_due(phase, item, calendar, day, since=since)
    ]
    settled = {each.item["key"]: each for choice in choices_of(due) for each in choice.settled()}
    items = tuple(settled[each.item["key"]] for each in due)
    return DayPlan(day, "due" if items else "rest", phase, items)


def next_due(document: Mapping[str, Any], calendar: Calendar, after: Day) -> Day | None:
    """The next day on which something is due; None when there is none within four weeks, as during an open pause."""
    days = (after + number * ONE_DAY for number in range(1, 29))
    return next((day for day in days if due_on(document, calendar, day).items), None)


def state_on(document: Mapping[str, Any], calendar: Calendar, day: Day) -> tuple[str, Mapping[str, Any] | None, int]:
    """The state, and when something may be due the phase and how many of its days are over."""
    if day < calendar.start_on:
        return "before", None, 0
    if calendar.ended_on is not None and day > calendar.ended_on:
        return "ended", None, 0
    if calendar.is_paused(day):
        return "paused", None, 0
    phase, since = phase_on(document, calendar, day)
    return ("over", None, 0) if phase is None else ("due", phase, since)


def phase_on(document: Mapping[str, Any], calendar: Calendar, day: Day) -> tuple[Mapping[str, Any] | None, int]:
    """The phase that runs on the day and how many of its days are over; a phase without weeks runs on.

    None when the last one is over.
    """
    elapsed = calendar.days_elapsed(day)
    for phase in document["phases"]:
        weeks = phase.get("weeks")
        if weeks is None or elapsed < WEEK * weeks:
            return phase, elapsed
        elapsed -= WEEK * weeks
    return None, 0


def is_due(phase: Mapping[str, Any], item: Mapping[str, Any], calendar: Calendar, day: Day, *, since: int) -> bool:
    """`since` is how many days of the phase are over."""
    days = weekdays(phase, item, calendar.start_on)
    if day.isoweekday() not in days:
        return False
    return not item.get("once") or not had_one_of(days, calendar, day, since=since)


def had_one_of(days: set[int], calendar: Calendar, day: Day, *, since: int) -> bool:
    """Whether one of the `since` days before, pauses left out, was one of these weekdays."""
    while since:
        day -= ONE_DAY
        if not calendar.is_paused(day):
            if day.isoweekday() in days:
                return True
            since -= 1
    return False


def weekdays(phase: Mapping[str, Any], item: Mapping[str, Any], start_on: Day) -> set[int]:
    """ISO weekdays of the item: those of the phase, or as many of them as its dose says, spread evenly.

    An item for any day has the whole week for that.
    Counting begins at the weekday of the first day, so that something is due when the client starts.
    """
    wanted = item["dose"].get("frequency", {}).get("days_per_week")
    own = ISO_WEEKDAYS if item.get("any_day") and wanted else phase["days"]
    days = sorted(own, key=lambda day: (day - start_on.isoweekday()) % WEEK)
    if wanted is None or wanted >= len(days):
        return set(days)
    return {days[index * len(days) // wanted] for index in range(wanted)}
