"""Measures of an episode, grouped into what can be followed over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Episode
from programs.charts.trend import Trend, trend
from programs.models import Measure


@dataclass(frozen=True)
class Series:
    """One thing measured, of one side, in one unit; the oldest value first, at least one."""

    name: str
    side: str
    unit: str
    measures: tuple[Measure, ...]

    @property
    def first(self) -> Measure:
        return self.measures[0]

    @property
    def last(self) -> Measure:
        return self.measures[-1]

    @property
    def change(self) -> Decimal:
        return self.last.value - self.first.value

    @property
    def newest_first(self) -> Sequence[Measure]:
        return self.measures[::-1]

    @property
    def trend(self) -> Trend:
        return trend([(measure.day, measure.value) for measure in self.measures])


def series_of(episode: Episode) -> list[Series]:
    """By name and side, in one query. The same thing written in capitals is the same thing."""
    groups: dict[tuple[str, str, str], list[Measure]] = {}
    for measure in Measure.objects.filter(episode=episode).order_by("day", "created_at", "pk"):
        key = (measure.name.casefold(), measure.side, measure.unit.casefold())
        groups.setdefault(key, []).append(measure)
    return [
        Series(found[-1].name, found[-1].get_side_display() if found[-1].side else "", found[-1].unit, tuple(found))
        for _key, found in sorted(groups.items())
    ]
