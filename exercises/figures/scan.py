"""What is seen at every pixel around a figure: the body with what it holds, and what hides parts of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises.figures.bodies.body import Body
from exercises.figures.camera import Camera, View, project
from exercises.figures.materials import materials_at
from exercises.figures.raster import Ints, Mask, Raster, rasterise
from exercises.figures.seams import FIXED, HELD
from exercises.figures.skeleton import Array

GRAIN = 1024  # world points lie on multiples of 1/1024 cm
BEYOND = 8  # units beyond the drawing's edges that are still drawn, so that no outline runs along an edge
AROUND = 2  # pixels kept empty around the figure
EMPTY = -1


class Solid(NamedTuple):
    """A thing of one colour: `vertices` (n, 3) world cm and `triangles` (m, 3)."""

    role: str
    vertices: Array
    triangles: Ints


@dataclass(frozen=True)
class Scan:
    """Pixels (h, w) around a figure; `left` and `top` are those cut off before them.

    pixels    per unit of the drawing
    scale     units per cm
    kind      part of the body, HELD, FIXED or EMPTY
    material  Material of the body, index of the held solid, EMPTY elsewhere
    """

    raster: Raster
    left: int
    top: int
    pixels: float
    scale: float
    kind: NDArray[np.int8]
    material: NDArray[np.int8]

    @property
    def figure(self) -> Mask:
        """(h, w): where the body or something held is seen."""
        return (self.kind != EMPTY) & (self.kind != FIXED)

    @property
    def body(self) -> Mask:
        return (self.kind >= 0) & (self.kind < HELD)


def scan(
    body: Body,
    vertices: Array,
    camera: Camera,
    view: View,
    pixels: float,
    held: Sequence[Solid] = (),
    fixed: Sequence[Solid] = (),
) -> Scan | None:
    """Look at a posed body (n, 3) and the things with it; None if nothing of it lies in the drawing."""
    solids = [*held, *fixed]
    meshes = [vertices, *(solid.vertices for solid in solids)]
    points = np.concatenate([_on_screen(mesh, camera, view, pixels) for mesh in meshes])
    window = _window(points[: sum(map(len, meshes[: 1 + len(held)]))], view, pixels)
    if window is None:
        return None
    left, top, wide, tall = window
    points[:, 0] -= left
    points[:, 1] -= top
    first = np.cumsum([0, *(len(mesh) for mesh in meshes[:-1])])
    parts = [body.triangles, *(solid.triangles for solid in solids)]
    triangles = np.concatenate([part + start for part, start in zip(parts, first, strict=True)])
    raster = rasterise(points, triangles, wide, tall, cull=np.arange(len(triangles)) < len(body.triangles))
    kind, material = _meaning(body, raster, [len(solid.triangles) for solid in solids], len(held))
    return Scan(raster, left, top, pixels, view.scale, kind, material)


def _on_screen(vertices: Array, camera: Camera, view: View, pixels: float) -> Array:
    """Pixel x, pixel y and depth (n, 3)."""
    points = project(np.rint(vertices * GRAIN) / GRAIN, camera, view)
    return points * (pixels, pixels, 1.0)


def _window(points: Array, view: View, pixels: float) -> tuple[int, int, int, int] | None:
    """Left, top, width and height in pixels of what is drawn of the points."""
    beyond = BEYOND * pixels
    low = np.maximum(np.floor(points[:, :2].min(axis=0)) - AROUND, -np.ceil(beyond))
    limit = np.ceil(np.array([view.width, view.height]) * pixels + beyond)
    high = np.minimum(np.ceil(points[:, :2].max(axis=0)) + AROUND, limit)
    wide, tall = (high - low).astype(int).tolist()
    if wide <= 2 * AROUND or tall <= 2 * AROUND:
        return None
    return int(low[0]), int(low[1]), wide, tall


def _meaning(body: Body, raster: Raster, sizes: list[int], held: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Kind and material (h, w) from the triangles seen; solids have `sizes` triangles and the first `held` are held."""
    triangle = raster.triangle.ravel()
    kind = np.full(len(triangle), EMPTY, dtype=np.int8)
    material = np.full(len(triangle), EMPTY, dtype=np.int8)
    skin = np.flatnonzero((triangle >= 0) & (triangle < len(body.triangles)))
    material[skin], kind[skin] = materials_at(body, raster, skin)
    start = len(body.triangles)
    for index, size in enumerate(sizes):
        seen = (triangle >= start) & (triangle < start + size)
        kind[seen] = HELD if index < held else FIXED
        if index < held:
            material[seen] = index
        start += size
    shape = raster.triangle.shape
    return kind.reshape(shape), material.reshape(shape)
