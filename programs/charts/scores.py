"""Pain during, pain the next morning and effort over time, each from 0 to 10."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programs.charts.frame import Axes, Frame, Tick, dates_along, pauses_along, versions_along
from programs.spans import Span

FRAME = Frame(width=640, height=200)
HIGHEST = 10
ROWS = (0, 5, HIGHEST)


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    span: Span
    score: int


@dataclass(frozen=True)
class Line:
    """`name` is pain, morning or effort."""

    name: str
    dots: tuple[Dot, ...]

    @property
    def points(self) -> str:
        """For a polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    @property
    def lowest(self) -> int:
        return min(dot.score for dot in self.dots)

    @property
    def highest(self) -> int:
        return max(dot.score for dot in self.dots)


@dataclass(frozen=True)
class ScoreChart:
    axes: Axes
    effort: Line
    morning: Line
    pain: Line

    @property
    def dot_scale(self) -> float:
        """Dots of full size would run into each other when they are many."""
        most = max((len(line.dots) for line in self.lines), default=0)
        return 1 if most <= 30 else 0.65

    @property
    def lines(self) -> tuple[Line, ...]:
        """In the order in which they are drawn: pain during lies on top."""
        return tuple(line for line in (self.effort, self.morning, self.pain) if line.dots)


def score_chart(
    spans: Sequence[Span],
    versions: Iterable[tuple[int, datetime.date]] = (),
    pauses: Iterable[tuple[datetime.date, datetime.date | None]] = (),
) -> ScoreChart:
    """Spans of which nothing was said are bridged."""
    return ScoreChart(
        axes=Axes(
            FRAME,
            rows=tuple(Tick(FRAME.up(value, 0, HIGHEST), value) for value in ROWS),
            dates=dates_along(FRAME, spans),
            versions=versions_along(FRAME, spans, versions),
            pauses=pauses_along(FRAME, spans, pauses),
        ),
        effort=line("effort", spans, [span.effort for span in spans]),
        morning=line("morning", spans, [span.morning for span in spans]),
        pain=line("pain", spans, [span.worst_pain for span in spans]),
    )


def line(name: str, spans: Sequence[Span], scores: Sequence[int | None]) -> Line:
    dots = (
        Dot(FRAME.middle(index, len(spans)), FRAME.up(score, 0, HIGHEST), spans[index], score)
        for index, score in enumerate(scores)
        if score is not None
    )
    return Line(name, tuple(dots))
