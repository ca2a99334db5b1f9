"""The thin gaps that part what lies in front from what lies behind it, instead of drawn lines."""

import numpy as np
from numpy.typing import NDArray

from exercises.figures.materials import ARM_L, ARM_R, HEAD, LEG_L, LEG_R, TRUNK
from exercises.figures.raster import Ints, Mask, Raster
from exercises.figures.skeleton import Array

# Things held in the hands count as a part of their own; things that only hide have no gap.
HELD, FIXED = 6, 7
KINDS = 8

STEP = 2.2  # cm of depth between neighbours that part two limbs
TOUCH = 0.35  # the same where a hand rests on something: it is outlined although it touches
HELD_STEP = 1.0
# Within one part a fold is drawn only where it is deep, and between trunk and thighs only where they are well apart.
FOLD, TRUNK_FOLD, HIP_CREASE = 5.0, 14.0, 4.0

ARMS, LEGS = (ARM_R, ARM_L), (LEG_R, LEG_L)
TOUCHING = [(ARM_R, ARM_L), *((arm, other) for arm in ARMS for other in (*LEGS, HEAD))]


def _both_ways(table: Array, pairs: list[tuple[int, int]], value: float) -> None:
    for one, other in pairs:
        table[one, other] = table[other, one] = value


def _tables() -> tuple[Array, Array]:
    """Depth in cm (KINDS, KINDS) at which two neighbours are apart, and at which a gap is cut next to them."""
    apart = np.full((KINDS, KINDS), STEP)
    cut = np.full((KINDS, KINDS), STEP)
    np.fill_diagonal(cut, FOLD)
    cut[TRUNK, TRUNK] = TRUNK_FOLD
    _both_ways(cut, [(TRUNK, LEG_R), (TRUNK, LEG_L), (LEG_R, LEG_L)], HIP_CREASE)
    for table in (apart, cut):
        _both_ways(table, TOUCHING, TOUCH)
        _both_ways(table, [(HELD, part) for part in range(HELD)], HELD_STEP)
        table[FIXED, :] = table[:, FIXED] = np.inf
    return apart, cut


APART, CUT = _tables()


def _fronts(raster: Raster, kind: NDArray[np.int8]) -> Ints:
    """Flat indices of the pixels at the edge of something that has something farther away next to it."""
    found = []
    depth, wide = raster.depth, raster.depth.shape[1]
    for here, there, stride in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None)), 1),
        ((slice(None, -1), slice(None)), (slice(1, None), slice(None)), wide),
    ):
        both = np.flatnonzero((kind[here] >= 0) & (kind[there] >= 0))
        columns = depth[here].shape[1]
        first = both // columns * wide + both % columns
        second = first + stride
        step = depth.ravel()[second] - depth.ravel()[first]
        limit = APART[kind.ravel()[first], kind.ravel()[second]]
        apart = np.abs(step) > limit
        found.append(np.where(step > 0, second, first)[apart])
    return np.unique(np.concatenate(found))


def gaps(raster: Raster, kind: NDArray[np.int8], radius: float) -> Mask:
    """Pixels (h, w) to leave empty, on the farther side of each step in depth and up to `radius` pixels from it.

    `kind` (h, w) is the part of the body, HELD or FIXED, and negative where the picture is empty.
    """
    tall, wide = kind.shape
    depth, kinds = raster.depth.ravel(), kind.ravel()
    front = _fronts(raster, kind)
    out = np.zeros(tall * wide, dtype=bool)
    reach = int(radius)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if not 0 < down * down + right * right <= radius * radius + 0.5:
                continue
            near = front[_inside(front, wide, tall, right, down)]
            far = near + (down * wide + right)
            out[far] |= (kinds[far] >= 0) & (depth[near] - depth[far] > CUT[kinds[near], kinds[far]])
    return out.reshape(tall, wide)


def _inside(pixels: Ints, wide: int, tall: int, right: int, down: int) -> Mask:
    column, row = pixels % wide + right, pixels // wide + down
    return (column >= 0) & (column < wide) & (row >= 0) & (row < tall)
