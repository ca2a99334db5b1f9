"""Where the worked muscles show: regions of the skin, and which of them the picture cannot show.

Regions are ellipsoids on the undressed reference woman (`Body.bare`), who stands upright with her arms held away from
her sides, and so hold for all bodies. x is forward, y up from the floor and z to her right.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from exercises.figures.bodies.body import Body
from exercises.figures.camera import Camera, View
from exercises.figures.materials import ARM_L, ARM_R, HEAD, LEG_L, LEG_R, TRUNK
from exercises.figures.raster import Mask
from exercises.figures.scan import Scan, Solid, scan
from exercises.figures.skeleton import Array

CORE = (TRUNK, LEG_R, LEG_L)
NECK = (TRUNK, HEAD)
SHOULDER = (TRUNK, ARM_R, ARM_L)
ARMS, LEGS = (ARM_R, ARM_L), (LEG_R, LEG_L)

INNER = 0.66  # of the way out to the edge of the region the glow is stronger
# A muscle counts as shown when so much of its surface is seen, as cm2 of the picture for each cm2 of skin. Less is a
# sliver at the edge of the body, which readers take for the muscle on this side.
SHOWN = 0.1


class Muscle(NamedTuple):
    """An ellipsoid in cm, and the parts of the body whose skin in it belongs to the region."""

    centre: tuple[float, float, float]
    radii: tuple[float, float, float]
    parts: tuple[int, ...]


# Those off the middle are the right one of a pair.
REGIONS: dict[str, Muscle] = {
    "lower back": Muscle((-6, 104, 0), (9, 10.5, 13), CORE),
    "mid back": Muscle((-6, 118, 0), (8, 9, 13), CORE),
    "upper back": Muscle((-7, 131, 0), (9, 9, 15), CORE),
    "back": Muscle((-7, 114, 0), (9.5, 24, 13), CORE),
    "spine": Muscle((-7, 118, 0), (9, 27, 4.5), CORE),
    "shoulder blades": Muscle((-7, 129, 9), (8, 9.5, 7.5), SHOULDER),
    "neck": Muscle((-1, 146, 0), (8.5, 7.5, 8), NECK),
    "neck front": Muscle((8, 146, 0), (5, 6, 5), NECK),
    "neck side": Muscle((2.5, 146, 6), (4.5, 7, 4), NECK),
    "chest": Muscle((13, 129, 8), (8, 8.5, 9), SHOULDER),
    "abdomen": Muscle((13, 106, 0), (8, 13, 10), CORE),
    "waist": Muscle((3, 106, 13), (8, 10, 6), CORE),
    "glutes": Muscle((-8, 86, 7.5), (8, 10, 9), CORE),
    "hip": Muscle((1, 90, 17), (9, 10, 6), CORE),
    "hip front": Muscle((12, 88, 9), (6, 8, 6.5), CORE),
    "thigh front": Muscle((13, 66, 11.5), (7, 15, 8), LEGS),
    "thigh back": Muscle((-3, 66, 12), (7, 16, 8), LEGS),
    "calf": Muscle((-4, 33, 15), (6, 10, 6), LEGS),
    "shoulders": Muscle((2, 133, 19), (9, 8, 8), SHOULDER),
    "shoulder back": Muscle((-4, 131, 18), (6, 8, 8), SHOULDER),
    "arm front": Muscle((8, 125, 25.5), (6, 9, 9), ARMS),
    "arm back": Muscle((-3.5, 125, 25), (6, 9, 9), ARMS),
}


def muscles(region: str) -> Iterator[Muscle]:
    """The muscles of a region: one in the middle, a pair, or with ".R" or ".L" one of a pair. KeyError otherwise."""
    name, _dot, side = region.partition(".")
    right = REGIONS[name]
    x, y, z = right.centre
    if side != "L" or not z:
        yield right
    if z and side != "R":
        yield right._replace(centre=(x, y, -z))


def glow_masks(body: Body, vertices: Array, seen: Scan, worked: Sequence[str]) -> list[tuple[str, Mask]]:
    """Masks (h, w) of the weaker and the stronger glow, "glowa" and "glowb", of the regions that are shown."""
    outer, inner = np.zeros_like(seen.body), np.zeros_like(seen.body)
    for region in worked:
        for muscle in muscles(region):
            distance = _distance(body, muscle)
            depth = _seen_inside(body, seen, muscle, distance)
            if _share_seen(body, vertices, seen, depth, distance) >= SHOWN:
                outer |= depth < 1
                inner |= depth < INNER * INNER
    return [("glowa", outer), ("glowb", inner)] if outer.any() else []


def hidden_regions(
    body: Body,
    vertices: Array,
    camera: Camera,
    view: View,
    worked: Sequence[str],
    *,
    held: Sequence[Solid] = (),
    fixed: Sequence[Solid] = (),
) -> list[str]:
    """Those of the worked regions of which a picture of the posed body (n, 3) shows nothing."""
    seen = scan(body, vertices, camera, view, 1.0, held, fixed)
    if seen is None:
        return list(worked)
    hidden = []
    for region in worked:
        shares = []
        for muscle in muscles(region):
            distance = _distance(body, muscle)
            depth = _seen_inside(body, seen, muscle, distance)
            shares.append(_share_seen(body, vertices, seen, depth, distance))
        if max(shares) < SHOWN:
            hidden.append(region)
    return hidden


def _distance(body: Body, muscle: Muscle) -> Array:
    """Squared distance (n,) of each vertex from the muscle's centre, 1 at its edge."""
    away = (body.bare - muscle.centre) / muscle.radii
    return away[:, 0] * away[:, 0] + away[:, 1] * away[:, 1] + away[:, 2] * away[:, 2]


def _seen_inside(body: Body, seen: Scan, muscle: Muscle, distance: Array) -> Array:
    """The same squared distance (h, w) where the muscle's own skin is seen, infinite elsewhere."""
    near = (distance[body.triangles] < 1).any(axis=1) & ~body.bun
    here = np.isin(seen.kind, muscle.parts)
    pixels = np.flatnonzero(here & near[np.where(here, seen.raster.triangle, 0)])
    corners = body.triangles[seen.raster.triangle.ravel()[pixels]]
    shares = seen.raster.shares(pixels)
    depth = np.full(seen.kind.size, np.inf)
    depth[pixels] = sum(distance[corners[:, index]] * shares[:, index] for index in range(3))
    return depth.reshape(seen.kind.shape)


def _share_seen(body: Body, vertices: Array, seen: Scan, depth: Array, distance: Array) -> float:
    """Area seen of a muscle, for each area of its skin."""
    triangles = body.triangles[(distance[body.triangles] < 1).all(axis=1)]
    a, b, c = (vertices[triangles[:, index]] for index in range(3))
    skin = float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()) / 2
    unit = seen.scale * seen.pixels
    return float((depth < 1).sum()) / (unit * unit) / max(skin, 1e-6)
