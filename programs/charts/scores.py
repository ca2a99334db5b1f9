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


def circle(x: float, y: float, scale: float) -> str:
    r = 4.5 * scale
    return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0-{2 * r:.1f} 0Z"


def triangle(x: float, y: float, scale: float) -> str:
    return f"M{x:.1f} {y - 5.5 * scale:.1f}l{5.5 * scale:.1f} {9.5 * scale:.1f}h-{11 * scale:.1f}Z"


def square(x: float, y: float, scale: float) -> str:
    side = 7.5 * scale
    return f"M{x - side / 2:.1f} {y - side / 2:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}Z"


MARKS = {"pain": circle, "morning": triangle, "effort": square}


@dataclass(frozen=True)
class Line:
    """`name` is pain, morning or effort."""

    name: str
    dots: tuple[Dot, ...]

    @property
    def points(self) -> str:
        """For a polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)

    def marks(self, scale: float) -> str:
        """All dots in one path: a circle, a triangle or a square each."""
        mark = MARKS[self.name]
        return "".join(mark(dot.x, dot.y, scale) for dot in self.dots)

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
    def is_dense(self) -> bool:
        return self.dot_scale < 1

    @property
    def drawn(self) -> list[tuple[Line, str]]:
        """With the path of its dots: an element for each would be most of a page of twelve weeks."""
        return [(line, line.marks(self.dot_scale)) for line in self.lines]

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
