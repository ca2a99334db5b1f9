"""Geometry of the progress charts. Templates draw it as SVG attributes, so the strict CSP and print are served alike.

Lengths are units of the viewBox, which is WIDTH by HEIGHT.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programs.models import Version
from programs.tally import DayProgress

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 30, 8, 20, 24
FLOOR = HEIGHT - BOTTOM
TALLEST = FLOOR - TOP
HIGHEST_SCORE = 10


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class DayBars:
    """The day's planned bar as an outline; done and partly done stand in it, one on the other."""

    day: DayProgress
    planned: Bar
    done: Bar
    part: Bar


@dataclass(frozen=True)
class Tick:
    at: float
    label: object

    @property
    def anchor(self) -> str:
        """Which end of the label stands at the tick, so that the last ones stay in the picture."""
        return "end" if self.at > WIDTH - 80 else "start"


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    day: DayProgress
    score: int


@dataclass(frozen=True)
class Axes:
    """Gridlines with their values, a date under every Monday, and the days on which a version took effect."""

    rows: tuple[Tick, ...]
    mondays: tuple[Tick, ...]
    versions: tuple[Tick, ...]
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    floor: float = FLOOR
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True)
class BarChart:
    axes: Axes
    bars: tuple[DayBars, ...]


@dataclass(frozen=True)
class ScoreChart:
    axes: Axes
    pain: tuple[Dot, ...]
    effort: tuple[Dot, ...]

    @property
    def pain_line(self) -> str:
        return points(self.pain)

    @property
    def effort_line(self) -> str:
        return points(self.effort)


def points(dots: Iterable[Dot]) -> str:
    """For a polyline's `points`."""
    return " ".join(f"{dot.x},{dot.y}" for dot in dots)


def bar_chart(days: Sequence[DayProgress], versions: Iterable[Version]) -> BarChart:
    most = max((max(day.planned, day.done + day.part) for day in days), default=0)
    top = max(2, most + most % 2)  # even, so that the middle line is a whole number
    return BarChart(axes_of(days, versions, top), tuple(day_bars(days, index, top) for index in range(len(days))))


def day_bars(days: Sequence[DayProgress], index: int, top: int) -> DayBars:
    day, slot = days[index], slot_of(days)
    x, width = round(LEFT + (index + 0.15) * slot, 1), round(0.7 * slot, 1)
    planned, done, part = (round(TALLEST * count / top, 1) for count in (day.planned, day.done, day.part))
    return DayBars(
        day,
        planned=Bar(x, round(FLOOR - planned, 1), width, planned),
        done=Bar(x, round(FLOOR - done, 1), width, done),
        part=Bar(x, round(FLOOR - done - part, 1), width, part),
    )


def score_chart(days: Sequence[DayProgress], versions: Iterable[Version]) -> ScoreChart:
    """Pain and effort from 0 to 10; days on which nothing was said are bridged."""
    return ScoreChart(
        axes_of(days, versions, HIGHEST_SCORE),
        pain=tuple(dots(days, [day.worst_pain for day in days])),
        effort=tuple(dots(days, [day.effort for day in days])),
    )


def dots(days: Sequence[DayProgress], scores: Sequence[int | None]) -> Iterable[Dot]:
    for index, score in enumerate(scores):
        if score is not None:
            yield Dot(middle_of(days, index), round(FLOOR - TALLEST * score / HIGHEST_SCORE, 1), days[index], score)


def axes_of(days: Sequence[DayProgress], versions: Iterable[Version], top: int) -> Axes:
    index_of = {day.day: index for index, day in enumerate(days)}
    return Axes(
        rows=tuple(Tick(round(FLOOR - TALLEST * value / top, 1), value) for value in (0, top // 2, top)),
        mondays=tuple(Tick(middle_of(days, index), day) for day, index in index_of.items() if is_monday(day)),
        versions=tuple(
            Tick(round(LEFT + index_of[version.effective_on] * slot_of(days), 1), version.number)
            for version in versions
            if version.effective_on in index_of
        ),
    )


def is_monday(day: datetime.date) -> bool:
    return day.isoweekday() == 1


def slot_of(days: Sequence[DayProgress]) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, len(days))


def middle_of(days: Sequence[DayProgress], index: int) -> float:
    return round(LEFT + (index + 0.5) * slot_of(days), 1)
