"""The planes that a body can touch, and where a document's props put them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from exercises.figures.skeleton import Array

UP, FORWARD = np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])


class Plane(NamedTuple):
    """Points p with p @ normal == offset; the body is on the side that the normal points to. `solid`: nothing may
    be behind it anywhere (floor and wall go on for ever, a seat does not)."""

    normal: Array
    offset: float
    solid: bool = False


FLOOR = Plane(UP, 0.0, solid=True)
# surface -> the props that have it, and the field that holds its height
LEVELS = {
    "seat": (("chair", "seat"), ("stool", "seat")),
    "desk": (("desk", "top"),),
    "step": (("step", "height"),),
    "bench": (("bench", "height"),),
    "counter": (("counter", "height"),),
    "pillow": (("pillow", "height"),),
    "bed": (("bed", "height"),),
}
ROUND = {"roller": "roller", "ball": "ball"}
UPRIGHT = ("wall", "frame")
SURFACES = ("floor", *LEVELS, *ROUND, *UPRIGHT)


def surfaces_of(props: Mapping[str, Mapping[str, Any]]) -> dict[str, Plane]:
    """The planes that are there; `props` has every field filled in (see `props_schema`)."""
    planes = {"floor": FLOOR}
    for surface, sources in LEVELS.items():
        for prop, field in sources:
            if prop in props:
                planes[surface] = Plane(UP, float(props[prop][field]))
    for surface, prop in ROUND.items():
        if prop in props:
            planes[surface] = Plane(UP, 2 * float(props[prop]["radius"]))
    for upright in UPRIGHT:
        if upright in props:
            planes[upright] = _upright(float(props[upright]["x"]), solid=upright == "wall")
    return planes


def _upright(x: float, *, solid: bool) -> Plane:
    """In front of the person (x > 0) it faces back, behind the person it faces forward."""
    return Plane(-FORWARD, -x, solid) if x > 0 else Plane(FORWARD, x, solid)
