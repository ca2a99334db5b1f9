"""Days as a chart and its table show them: one by one, or a week at a time when they are many."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programs.tally import DayProgress


@dataclass(frozen=True)
class Span:
    """From first to last day: counts in all, the highest scores of it. `morning` is the pain of the morning after."""

    first: datetime.date
    last: datetime.date
    planned: int
    done: int
    part: int
    skipped: int
    sessions: int
    worst_pain: int | None
    morning: int | None
    effort: int | None
    short: int = 0
    """How many of the days were done in their short version."""

    @property
    def is_week(self) -> bool:
        return self.first != self.last

    @property
    def is_told(self) -> bool:
        """Whether it is worth a line in a table."""
        return bool(self.planned or self.sessions or self.morning is not None)


def day_spans(days: Sequence[DayProgress], mornings: Mapping[datetime.date, int]) -> list[Span]:
    return [span([day], mornings) for day in days]


def week_spans(days: Sequence[DayProgress], mornings: Mapping[datetime.date, int]) -> list[Span]:
    """Weeks from Monday to Sunday; the first and the last as far as there are days."""
    weeks: list[list[DayProgress]] = []
    for day in days:
        if not weeks or day.day.isoweekday() == 1:
            weeks.append([])
        weeks[-1].append(day)
    return [span(week, mornings) for week in weeks]


def span(days: Sequence[DayProgress], mornings: Mapping[datetime.date, int]) -> Span:
    told = [mornings[day.day] for day in days if day.day in mornings]
    return Span(
        first=days[0].day,
        last=days[-1].day,
        planned=sum(day.planned for day in days),
        done=sum(day.done for day in days),
        part=sum(day.part for day in days),
        skipped=sum(day.skipped for day in days),
        sessions=sum(day.sessions for day in days),
        worst_pain=max((day.worst_pain for day in days if day.worst_pain is not None), default=None),
        morning=max(told, default=None),
        effort=max((day.effort for day in days if day.effort is not None), default=None),
        short=sum(day.short for day in days),
    )
