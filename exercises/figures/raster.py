"""Which triangle is in front at every pixel: a z-buffer in numpy.

Coordinates are rounded to 1/64 pixel first. All that follows up to the inside test is then exact arithmetic on whole
numbers, so that the same picture comes out on every machine.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises.figures.skeleton import Array

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

SUBPIXELS = 64
DEPTH_STEPS = 1024  # per centimetre
NOTHING = -1
# A key holds the depth above and the triangle below; the larger key is in front.
TRIANGLE_BITS = 20
DEPTH_SHIFT = 1 << 24
# Pixels written at once: keeps a desk that fills the picture from taking hundreds of megabytes.
CHUNK = 400_000


@dataclass(frozen=True)
class Raster:
    """What is seen: `depth` (h, w) in cm towards the viewer, `triangle` (h, w), NOTHING where the picture is empty."""

    depth: Array
    triangle: Ints
    points: Array  # (n, 2) in 1/64 pixel
    triangles: Ints  # (m, 3)

    def shares(self, pixels: Ints) -> Array:
        """Barycentric coordinates (k, 3) of flat pixel indices, all of them on a triangle."""
        corner = self.points[self.triangles[self.triangle.ravel()[pixels]]]
        x = (pixels % self.depth.shape[1]) * SUBPIXELS + SUBPIXELS // 2
        y = (pixels // self.depth.shape[1]) * SUBPIXELS + SUBPIXELS // 2
        (ax, ay), (bx, by), (cx, cy) = (corner[:, index].T for index in range(3))
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        second = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
        third = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
        return np.stack([1 - second - third, second, third], axis=1)


class _Rows(NamedTuple):
    """One row of pixels of one triangle each, all (k,)."""

    triangle: Ints
    y: Ints
    left: Ints
    right: Ints


def rasterise(points: Array, triangles: Ints, width: int, height: int, *, cull: bool | Mask) -> Raster:
    """Draw triangles (m, 3) of points (n, 3), which are pixel x, pixel y (down) and depth in cm towards the viewer.

    `cull`, for all or per triangle (m,), leaves out those seen from behind; their corners run clockwise on the screen.
    """
    flat = np.rint(points[:, :2] * SUBPIXELS)
    chosen = np.flatnonzero(_turned(flat, triangles, cull))
    corners, depths = flat[triangles[chosen]], points[:, 2][triangles[chosen]]
    slope = _slopes(corners, depths)
    buffer = np.full(width * height, NOTHING, dtype=np.int64)
    for rows in _chunks(_rows(corners, width, height)):
        _write(buffer, rows, (corners, depths, slope), chosen, width)
    seen = buffer >= 0
    triangle = np.where(seen, buffer & ((1 << TRIANGLE_BITS) - 1), NOTHING).reshape(height, width)
    depth = np.where(seen, ((buffer >> TRIANGLE_BITS) - DEPTH_SHIFT) / DEPTH_STEPS, -np.inf).reshape(height, width)
    return Raster(depth, triangle, flat, triangles)


def _turned(flat: Array, triangles: Ints, cull: bool | Mask) -> Mask:
    """Which triangles (m,) are not seen edge-on and, where `cull` says so, not from behind."""
    x, y = flat[:, 0], flat[:, 1]
    a, b, c = triangles.T
    area = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a])
    return np.where(cull, area < 0, area != 0)


def _first_centre(value: Array) -> Ints:
    """The first pixel whose centre lies at or after a coordinate in 1/64 pixel."""
    return np.ceil((value - SUBPIXELS / 2) / SUBPIXELS).astype(np.int64)


def _last_centre(value: Array) -> Ints:
    return np.floor((value - SUBPIXELS / 2) / SUBPIXELS).astype(np.int64)


def _rows(corners: Array, width: int, height: int) -> _Rows:
    """The pixel rows that the triangles cover, most of the smallest covering none."""
    low, high = corners.min(axis=1), corners.max(axis=1)
    top = np.maximum(_first_centre(low[:, 1]), 0)
    count = np.minimum(_last_centre(high[:, 1]), height - 1) - top + 1
    wide = np.minimum(_last_centre(high[:, 0]), width - 1) >= np.maximum(_first_centre(low[:, 0]), 0)
    count = np.where(wide, np.maximum(count, 0), 0)
    which = np.repeat(np.arange(len(corners)), count)
    y = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + top[which]
    left, right = _ends(corners, which, y * SUBPIXELS + SUBPIXELS // 2)
    left, right = np.maximum(left, 0), np.minimum(right, width - 1)
    kept = left <= right
    return _Rows(which[kept], y[kept], left[kept], right[kept])


def _ends(corners: Array, which: Ints, y: Ints) -> tuple[Ints, Ints]:
    """First and last pixel of each row: between the crossings of the row with the triangle's edges."""
    left = np.full(len(which), np.inf)
    right = np.full(len(which), -np.inf)
    for start, end in ((0, 1), (1, 2), (2, 0)):
        # Always from the upper corner: neighbours that share the edge then agree about every pixel.
        swap = corners[:, start, 1] > corners[:, end, 1]
        x0, y0 = np.where(swap, corners[:, end].T, corners[:, start].T)
        x1, y1 = np.where(swap, corners[:, start].T, corners[:, end].T)
        down, tall = y - y0[which], (y1 - y0)[which]
        crosses = (down >= 0) & (down <= tall) & (tall > 0)
        x = x0[which] + (x1 - x0)[which] * down / np.where(crosses, tall, 1)
        left = np.minimum(left, np.where(crosses, x, np.inf))
        right = np.maximum(right, np.where(crosses, x, -np.inf))
    met = left <= right
    return _first_centre(np.where(met, left, SUBPIXELS)), _last_centre(np.where(met, right, -SUBPIXELS))


def _slopes(corners: Array, depths: Array) -> Array:
    """Change of depth per 1/64 pixel (m, 2) to the right and down."""
    (ux, uy), (vx, vy) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    second, third = (depths[:, 1] - depths[:, 0]), (depths[:, 2] - depths[:, 0])
    area = ux * vy - vx * uy
    return np.stack([(second * vy - third * uy) / area, (third * ux - second * vx) / area], axis=1)


def _chunks(rows: _Rows) -> list[_Rows]:
    total = np.cumsum(rows.right - rows.left + 1)
    if not len(total):
        return []
    cuts = np.searchsorted(total, np.arange(CHUNK, total[-1], CHUNK))
    return [_Rows(*parts) for parts in zip(*(np.split(values, cuts) for values in rows), strict=True)]


def _write(buffer: Ints, rows: _Rows, planes: tuple[Array, Array, Array], names: Ints, width: int) -> None:
    """Put every pixel of the rows into the buffer where nothing is in front of it.

    `planes` are the triangles' corners, depths and slopes, `names` what they are called in the buffer.
    """
    corners, depths, slope = (values[rows.triangle] for values in planes)
    count = rows.right - rows.left + 1
    centre_x, centre_y = rows.left * SUBPIXELS + SUBPIXELS // 2, rows.y * SUBPIXELS + SUBPIXELS // 2
    right, down = slope.T
    depth = depths[:, 0] + (centre_x - corners[:, 0, 0]) * right + (centre_y - corners[:, 0, 1]) * down
    along = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    depth = np.repeat(depth, count) + along * np.repeat(right * SUBPIXELS, count)
    steps = np.rint(depth * DEPTH_STEPS).astype(np.int64) + DEPTH_SHIFT
    key = (steps << TRIANGLE_BITS) | np.repeat(names[rows.triangle], count)
    np.maximum.at(buffer, np.repeat(rows.y * width + rows.left, count) + along, key)
