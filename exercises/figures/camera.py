"""From where a picture is seen, and how large: parallel projection of the world onto the drawing.

Drawings are 600 x 400 units. The same kind of position always gets the same scale, so that a person is as large
on one card as on the next: `fit_view` takes the largest step of a short ladder at which nothing is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .skeleton import Array

WIDTH, HEIGHT = 600, 400

PRESETS = {
    "side": (0.0, 10.0),
    "front": (90.0, 8.0),
    "back": (-90.0, 8.0),
    "three-quarter": (50.0, 12.0),
    "above": (15.0, 52.0),
    "side-front": (28.0, 12.0),
}

# Units per centimetre. 1.9 holds a standing person, 2.45 one who lies, 2.9 one on hands and knees.
SCALES = (2.9, 2.45, 2.15, 1.9, 1.6, 1.4, 1.2, 1.0, 0.8, 0.6)
CROPPED_SCALES = (8.0, 6.8, 5.8, 5.0, 4.4, 3.8, 3.3, *SCALES)


@dataclass(frozen=True)
class Camera:
    """A direction to look from, in degrees: azimuth 0 sees the right side, 90 the face; elevation 90 is above."""

    azimuth: float
    elevation: float

    @cached_property
    def matrix(self) -> Array:
        """(3, 3): the rows are the picture's right, the picture's up, and towards the viewer."""
        azimuth, elevation = np.radians(self.azimuth), np.radians(self.elevation)
        towards = np.array(
            [np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)]
        )
        right = np.array([np.cos(azimuth), 0.0, -np.sin(azimuth)])
        return np.array([right, np.cross(towards, right), towards])

    @classmethod
    def named(cls, name: str) -> "Camera":
        """One of PRESETS; KeyError for another name."""
        return cls(*PRESETS[name])


@dataclass(frozen=True)
class View:
    """Which part of the projected world fills the drawing.

    `center_x` and `bottom` are cm in the projected world: the first lies on the drawing's vertical middle line, the
    second on the height `floor_y` of the drawing. `scale` is units per cm.
    """

    center_x: float
    bottom: float
    scale: float
    width: int = WIDTH
    height: int = HEIGHT
    floor_y: float = HEIGHT - 34.0


@dataclass(frozen=True)
class Margins:
    """Units kept free at each edge of the drawing."""

    left: float
    top: float
    right: float
    bottom: float


WHOLE = Margins(26, 20, 26, 30)
# A cropped figure runs out of the picture at the edge where it is cut.
CROPS = {
    "upper": Margins(40, 24, 40, 0),
    "head": Margins(60, 26, 60, 0),
    "legs": Margins(40, 0, 40, 30),
}


def project(points: Array, camera: Camera, view: View) -> Array:
    """World points (n, 3) as drawing x, drawing y (down), and depth in cm towards the viewer."""
    seen = points @ camera.matrix.T
    x = (seen[:, 0] - view.center_x) * view.scale + view.width / 2
    y = view.floor_y - (seen[:, 1] - view.bottom) * view.scale
    return np.stack([x, y, seen[:, 2]], axis=1)


def _largest_scale(size: Array, margins: Margins, ladder: Sequence[float]) -> float:
    room = np.array([WIDTH - margins.left - margins.right, HEIGHT - margins.top - margins.bottom])
    fitting = [scale for scale in ladder if (size * scale <= room).all()]
    return fitting[0] if fitting else float((room / size).min())


def fit_view(points: Array, camera: Camera, *, crop: str | None = None) -> View:
    """The view in which all world points (n, 3) lie inside the drawing; with a crop, those that are to be seen."""
    margins = CROPS[crop] if crop else WHOLE
    seen = (points @ camera.matrix.T)[:, :2]
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = _largest_scale(high - low, margins, CROPPED_SCALES if crop else SCALES)
    tall = (high[1] - low[1]) * scale
    lowest = HEIGHT - margins.bottom
    # Low figures sit a little below the middle; tall and cut ones stand on the lower margin.
    floor_y = lowest if crop in ("upper", "head") else min(lowest, HEIGHT * 0.54 + tall / 2 + 4)
    if crop == "legs":
        floor_y = max(floor_y, min(lowest, tall))
    return View(float((low[0] + high[0]) / 2), float(low[1]), scale, floor_y=float(floor_y))
