"""From masks of pixels to smooth outlines.

The blur works in whole numbers, so it is exact on every machine and fits 16 bits.
"""

import math
from functools import lru_cache
from typing import TypeVar

import contourpy
import numpy as np
from numpy.typing import NDArray

from exercises.figures.raster import SUBPIXELS, Mask
from exercises.figures.skeleton import Array

Whole = TypeVar("Whole", np.uint16, np.int32)

WEIGHT = 255  # of the whole kernel, in each of the two directions: 255 * 255 still fits 16 bits
EDGE = WEIGHT * WEIGHT / 2
# Added before rounding, so that no crossing lies on the border between two roundings.
OFF_CENTRE = 1e-4


@lru_cache(maxsize=64)
def _kernel(sigma: float) -> tuple[int, ...]:
    """One half of a Gaussian in whole numbers, from its middle outwards; the whole adds up to WEIGHT."""
    reach = max(1, math.ceil(2.2 * sigma))
    bell = [math.exp(-step * step / (2 * sigma * sigma)) for step in range(reach + 1)]
    total = bell[0] + 2 * sum(bell[1:])
    half = [round(value / total * WEIGHT) for value in bell[1:]]
    return (WEIGHT - 2 * sum(half), *half)


def _smooth_rows(values: NDArray[Whole], kernel: tuple[int, ...]) -> NDArray[Whole]:
    reach, wide = len(kernel) - 1, values.shape[1]
    weights = np.array(kernel, dtype=values.dtype)
    padded = np.pad(values, ((0, 0), (reach, reach)))
    out = values * weights[0]
    for step in range(1, reach + 1):
        pair = padded[:, reach - step : reach - step + wide] + padded[:, reach + step : reach + step + wide]
        out += pair * weights[step]
    return out


def smoothed(values: NDArray[Whole], sigma: float) -> NDArray[Whole]:
    """Whole numbers blurred by `sigma` pixels and multiplied by WEIGHT squared; their type must have room for that."""
    kernel = _kernel(sigma)
    rows = _smooth_rows(values, kernel)
    return _smooth_rows(np.ascontiguousarray(rows.T), kernel).T


def cropped(mask: Mask, margin: int) -> tuple[Mask, int, int]:
    """The part of a mask that is not empty, with a margin added, and where its left upper corner lies (x, y)."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, left = int(rows[0]), int(columns[0])
    part = mask[top : rows[-1] + 1, left : columns[-1] + 1]
    return np.pad(part, margin), left - margin, top - margin


def outlines_of(mask: Mask, sigma: float, smallest: float) -> list[Array]:
    """Closed outlines (n, 2) of a mask in pixels, those of holes the other way round.

    `sigma` is the blur in pixels that rounds the steps; what encloses less than `smallest` square pixels is left out.
    """
    if not mask.any():
        return []
    part, left, top = cropped(mask, math.ceil(2.2 * sigma) + 1)
    lines = contourpy.contour_generator(z=smoothed(part.astype(np.uint16), sigma), name="serial").lines(EDGE)
    found = []
    for line in lines:
        points = np.floor(np.asarray(line)[:-1] * SUBPIXELS + (0.5 + OFF_CENTRE))
        if abs(_area(points)) >= smallest * SUBPIXELS * SUBPIXELS and len(points) >= 8:
            found.append(points / SUBPIXELS + (left + 0.5, top + 0.5))
    return found


def _area(points: Array) -> float:
    following = np.roll(points, -1, axis=0)
    return float((points[:, 0] * following[:, 1] - following[:, 0] * points[:, 1]).sum()) / 2


def dilated(mask: Mask, radius: int) -> Mask:
    """A mask grown by a disc."""
    tall, wide = mask.shape
    padded = np.pad(mask, radius)
    out = mask.copy()
    for down in range(-radius, radius + 1):
        for right in range(-radius, radius + 1):
            if 0 < down * down + right * right <= radius * radius + 0.5:
                out |= padded[radius + down : radius + down + tall, radius + right : radius + right + wide]
    return out
