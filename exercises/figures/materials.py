"""What each place of a body's surface is: skin, hair, top, shorts, or a feature of the face.

Everything is drawn on the reference woman of 170 cm in the bind pose, dressed (`Body.cloth`) or not (`Body.bare`). The
other bodies say where each of their vertices lies on her, so that a hem is one line for all.
"""

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises.figures.bodies.body import Body
from exercises.figures.raster import Ints, Mask, Raster
from exercises.figures.skeleton import Array

TRUNK, HEAD, ARM_R, ARM_L, LEG_R, LEG_L = range(6)


class Material(IntEnum):
    SKIN = 0
    HAIR = 1
    TOP = 2
    SHORTS = 3
    EAR = 4  # and the shadow below the nose
    EYE = 5
    MOUTH = 6


MIXED = -1

# The right shoulder and the direction up the arm, from which the length of the sleeve is measured.
SHOULDER = (2.21, 134.33, 16.58)
UP_THE_ARM = (-0.016, 0.734, -0.679)
SLEEVE = 11.5
WAISTBAND, LEG_HEM = 97.0, 67.5
# Height of the hairline over the place from the back of the head (x = -9) to the forehead.
HAIRLINE_X = (-9.0, 0.0, 1.6, 2.4, 4.0, 5.4, 6.4, 7.6, 9.2, 11.2, 14.0, 20.0)
HAIRLINE_Y = (150.0, 150.6, 152.4, 154.6, 158.0, 158.4, 159.6, 161.4, 163.6, 165.6, 166.7, 168.0)
# Above this height of the head the skin gets no shadow tone: blotches on a face look like a beard.
UNSHADED = 149.5
# The middle of the ear, seen from the side.
EAR = (4.3, 156.7)


class Cover(NamedTuple):
    """What is known of whole triangles (m,): `material` and `part`, MIXED where a border runs through; `unshaded`."""

    material: NDArray[np.int8]
    part: NDArray[np.int8]
    unshaded: Mask


def _along_arm(cloth: Array, part: Ints) -> Array:
    """Centimetres (n,) down the upper arm from the shoulder; far beyond it for what belongs to neither arm."""
    length = np.full(len(cloth), 1000.0)
    for arm, side in ((ARM_R, 1.0), (ARM_L, -1.0)):
        x, y, z = cloth[:, 0] - SHOULDER[0], cloth[:, 1] - SHOULDER[1], cloth[:, 2] * side - SHOULDER[2]
        down = -(x * UP_THE_ARM[0] + y * UP_THE_ARM[1] + z * UP_THE_ARM[2])
        belongs = (part == arm) | ((part == TRUNK) & (cloth[:, 2] * side > 13))
        length = np.where(belongs, np.minimum(length, down), length)
    return length


def _clothes(cloth: Array, part: Ints) -> tuple[Mask, Mask]:
    """Where the top and the shorts are, each (n,)."""
    x, y, z = cloth.T
    trunk, leg = part == TRUNK, (part == LEG_R) | (part == LEG_L)
    neckline = (y - 143.0) + 0.45 * (x - 0.5) - 0.006 * z * z
    neck = (neckline > 0) & (y > 134) & (np.abs(z) < 13)
    top = (trunk & (y > WAISTBAND) & ~neck) | (_along_arm(cloth, part) < SLEEVE)
    shorts = (trunk | leg) & (y <= WAISTBAND) & (y > LEG_HEM) & ~top
    return top, shorts


def _within(x: Array, y: Array, centre: tuple[float, float], radii: tuple[float, float]) -> Mask:
    across, up = (x - centre[0]) / radii[0], (y - centre[1]) / radii[1]
    return across * across + up * up < 1


def _face(x: Array, y: Array, out: Array) -> Iterator[tuple[Material, Mask]]:
    """The features of a relaxed, friendly face; `out` is the distance from its middle."""
    lid = (np.abs(y - (160.05 - 0.17 * (out - 3.0) ** 2)) < 0.27) & (out > 1.8) & (out < 5.0)
    iris = _within(out, y, (3.2, 159.1), (0.9, 0.95)) & (y < 160)
    # The eyeball is left out of the mesh: between the lids one looks into the socket.
    opening = (x < 12.9 - 0.45 * np.maximum(out - 2.6, 0)) & (out > 1.5) & (out < 4.7) & (y > 157) & (y < 160.4)
    brow = (np.abs(y - (162.6 - 0.11 * (out - 2.9) ** 2)) < 0.28) & (out > 1.7) & (out < 5.1)
    yield Material.EYE, lid | iris | opening | brow
    yield Material.EAR, (np.abs(y - (154.95 + 0.16 * out * out)) < 0.3) & (out < 1.6) & (x > 13.4)
    yield Material.MOUTH, (np.abs(y - (152.45 + 0.08 * out * out)) < 0.3) & (out < 2.6) & (x > 11)


def classify(cloth: Array, bare: Array, part: Ints) -> NDArray[np.int8]:
    """The Material (n,) of places on the reference woman, dressed and undressed (n, 3), that belong to a part (n,)."""
    material = np.full(len(cloth), Material.SKIN, dtype=np.int8)
    top, shorts = _clothes(cloth, part)
    material[top], material[shorts] = Material.TOP, Material.SHORTS
    x, y = bare[:, 0], bare[:, 1]
    out = np.abs(bare[:, 2])
    head = (part == HEAD) | ((part == TRUNK) & (y > 147))
    hairline = np.interp(x, HAIRLINE_X, HAIRLINE_Y)
    ear = (out > 6) & _within(x, y, EAR, (2.2, 3.1))
    around_ear = (out > 5) & _within(x, y, EAR, (2.7, 3.6))
    material[head & (y > hairline) & ~around_ear] = Material.HAIR
    material[head & ear] = Material.EAR
    face = head & (x > 9)
    for feature, here in _face(x, y, out):
        material[face & here] = feature
    return material


def _same(values: NDArray[np.int8]) -> NDArray[np.int8]:
    """The value that all samples (k, m) of a triangle share, otherwise MIXED."""
    return np.where((values == values[0]).all(axis=0), values[0], MIXED).astype(np.int8)


@lru_cache(maxsize=16)
def cover_of(body: Body) -> Cover:
    """Which triangles of the body are of one material, so that only the others need a look at every pixel."""
    corners = body.triangles
    part = _same(body.limb_weights.argmax(axis=1).astype(np.int8)[corners.T])
    shares = np.array(
        [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.5, 0.5, 0), (0, 0.5, 0.5), (0.5, 0, 0.5), (0.34, 0.33, 0.33)]
    )
    samples = [_at(body, np.arange(len(corners)), np.tile(share, (len(corners), 1))) for share in shares]
    material = _same(np.stack([classify(*sample) for sample in samples]))
    bare = body.bare[corners].mean(axis=1)
    # Eyes and mouth are smaller than the distance of the samples.
    material[(bare[:, 0] > 9) & (bare[:, 1] > UNSHADED)] = MIXED
    material[body.bun] = Material.HAIR
    unshaded = (part == HEAD) & (bare[:, 1] > UNSHADED)
    return Cover(material, part, unshaded)


def _mean(values: Array, corners: Ints, shares: Array) -> Array:
    """Values (n, c) of vertices at places given by the corners (k, 3) of a triangle and their shares (k, 3)."""
    first, second, third = (values[corners[:, index]] * shares[:, index, None] for index in range(3))
    return first + second + third


def _at(body: Body, triangles: Ints, shares: Array) -> tuple[Array, Array, Ints]:
    """Pattern coordinates, dressed and undressed, and part of places on the body's triangles."""
    corners = body.triangles[triangles]
    part = _mean(body.limb_weights, corners, shares).argmax(axis=1)
    return _mean(body.cloth, corners, shares), _mean(body.bare, corners, shares), part


def materials_at(body: Body, raster: Raster, pixels: Ints) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Material and part (k,) at flat pixel indices, all of them on the body."""
    cover = cover_of(body)
    triangle = raster.triangle.ravel()[pixels]
    material, part = cover.material[triangle], cover.part[triangle]
    open_question = np.flatnonzero((material == MIXED) | (part == MIXED))
    if len(open_question):
        some = triangle[open_question]
        cloth, bare, there = _at(body, some, raster.shares(pixels[open_question]))
        part[open_question] = there
        material[open_question] = np.where(body.bun[some], Material.HAIR, classify(cloth, bare, there))
    return material, part
