"""The frame of a chart: a slot for each span of days, and what is written along its edges.

Pure: values in, lengths in units of the viewBox out. Templates write them as attributes of SVG, so that the strict
CSP, both themes and print are served alike.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programs.spans import Span

LABEL = 46  # a date such as "28 Mar" with a gap beside it
VERSION_LABEL = 26


@dataclass(frozen=True)
class Frame:
    """Where the picture ends and where its axes stand."""

    width: float
    height: float
    left: float = 30
    gap: float = 8
    top: float = 20
    below: float = 24

    @property
    def right(self) -> float:
        return self.width - self.gap

    @property
    def floor(self) -> float:
        return self.height - self.below

    def slot(self, count: int) -> float:
        return (self.right - self.left) / max(1, count)

    def middle(self, index: int, count: int) -> float:
        return round(self.left + (index + 0.5) * self.slot(count), 1)

    def edge(self, index: int, count: int) -> float:
        """Where the slot begins; the end of the last for the index after it."""
        return round(self.left + index * self.slot(count), 1)

    def up(self, value: float, lowest: float, highest: float) -> float:
        share = (value - lowest) / (highest - lowest)
        return round(self.floor - (self.floor - self.top) * share, 1)


@dataclass(frozen=True)
class Tick:
    at: float
    label: object


@dataclass(frozen=True)
class Mark:
    """A version on the axis; its label is left out where it would run into the one before."""

    at: float
    number: int
    is_labelled: bool


@dataclass(frozen=True)
class Band:
    """A pause, from one edge to another."""

    x: float
    width: float


@dataclass(frozen=True)
class Axes:
    frame: Frame
    rows: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    versions: tuple[Mark, ...] = ()
    pauses: tuple[Band, ...] = ()

    @property
    def tall(self) -> float:
        return self.frame.floor - self.frame.top


def dates_along(frame: Frame, spans: Sequence[Span]) -> tuple[Tick, ...]:
    """A date under the first day of a week, as many as stand beside each other."""
    found: list[Tick] = []
    for index, span in enumerate(spans):
        at = frame.middle(index, len(spans))
        fits = LABEL / 2 <= at <= frame.width - LABEL / 2
        if fits and span.first.isoweekday() == 1 and (not found or at - found[-1].at >= LABEL):
            found.append(Tick(at, span.first))
    return tuple(found)


def versions_along(
    frame: Frame, spans: Sequence[Span], versions: Iterable[tuple[int, datetime.date]]
) -> tuple[Mark, ...]:
    """Each version (number, day of effect) at the left edge of the span in which it took effect."""
    found: list[Mark] = []
    free_from = 0.0
    for number, day in versions:
        index = next((index for index, span in enumerate(spans) if span.first <= day <= span.last), None)
        if index is None:
            continue
        at = frame.edge(index, len(spans))
        found.append(Mark(at, number, at >= free_from))
        free_from = max(free_from, at + VERSION_LABEL)
    return tuple(found)


def pauses_along(
    frame: Frame, spans: Sequence[Span], pauses: Iterable[tuple[datetime.date, datetime.date | None]]
) -> tuple[Band, ...]:
    """From the edge of the span in which a pause begins to that of the one in which it ends; an open one to the end."""
    found: list[Band] = []
    for start, until in pauses:
        touched = [
            index for index, span in enumerate(spans) if span.last >= start and (until is None or span.first <= until)
        ]
        if touched:
            x = frame.edge(touched[0], len(spans))
            found.append(Band(x, round(frame.edge(touched[-1] + 1, len(spans)) - x, 1)))
    return tuple(found)
