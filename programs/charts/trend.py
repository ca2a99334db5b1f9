"""A measure over time, small: how far it has come from the first time to the last."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from programs.charts.frame import Frame

FRAME = Frame(width=240, height=64, left=8, gap=8, top=10, below=10)


@dataclass(frozen=True)
class Spot:
    x: float
    y: float
    day: datetime.date
    value: Decimal


@dataclass(frozen=True)
class Trend:
    frame: Frame
    spots: tuple[Spot, ...]

    @property
    def points(self) -> str:
        return " ".join(f"{spot.x},{spot.y}" for spot in self.spots)


def trend(values: Sequence[tuple[datetime.date, Decimal]]) -> Trend:
    """Of values in order of day, each at its distance in days; a value that never changes runs through the middle."""
    if not values:
        return Trend(FRAME, ())
    first, last = values[0][0], values[-1][0]
    lowest, highest = (float(edge([value for _day, value in values])) for edge in (min, max))
    spots = []
    for day, value in values:
        share = (day - first).days / (last - first).days if last > first else 0.5
        x = round(FRAME.left + share * (FRAME.right - FRAME.left), 1)
        y = FRAME.up(float(value), lowest, highest) if highest > lowest else FRAME.height / 2
        spots.append(Spot(x, y, day, value))
    return Trend(FRAME, tuple(spots))
