"""What lies on the floor under or beside the body: mat, pillow, towel, roller, ball."""

from collections.abc import Sequence

import numpy as np

from exercises.figures.camera import Camera
from exercises.figures.prop_fields import Ball, Pillow, Roller, Towel
from exercises.figures.props.pieces import Piece, box, cylinder, sphere
from exercises.figures.skeleton import JOINT, Array

MAT_THICKNESS, MAT_BEYOND, MAT_HALF, MAT_WIDEST = 1.6, 9.0, 31.0, 38.0
PILLOW_LENGTH, PILLOW_WIDTH = 26.0, 44.0
# The joints above which a pillow lies.
UNDER = {
    "head": ("head",),
    "knees": ("knee.R", "knee.L"),
    "between knees": ("knee.R", "knee.L"),
    "pelvis": ("pelvis",),
    "belly": ("lum1", "pelvis"),
    "feet": ("ankle.R", "ankle.L"),
}


def mat(span: Sequence[float], camera: Camera) -> list[Piece]:
    """As long as the figure needs; `span` is x from, x to, z from, z to of all its key poses."""
    x = (span[0] - MAT_BEYOND, span[1] + MAT_BEYOND)
    half = min(max(MAT_HALF, 4 - span[2], 4 + span[3]), MAT_WIDEST)
    from_above = camera.matrix[2][1] > 0.5
    z = (-36.0, 36.0) if from_above else (-half, half)  # spread arms lie beside the mat
    return [box("mat", x, (-MAT_THICKNESS, 0), z, hides=False)]


def pillow(settings: Pillow, joints: Array) -> list[Piece]:
    """Under each part that it is for, in the pose whose `joints` (25, 3) are given."""
    return [_cushion(place, settings.height, joints) for place in settings.places]


def _cushion(at: str, height: float, joints: Array) -> Piece:
    x, y, z = (float(value) for value in joints[[JOINT[name] for name in UNDER[at]]].mean(axis=0))
    half_x, half_z = PILLOW_LENGTH / 2, PILLOW_WIDTH / 2
    if at == "between knees":
        return box("linen", (x - 22, x + 22), (max(y - height / 2, 0), y + height / 2), (z - 9, z + 9))
    if at == "head":
        x += float(np.sign(x - joints[JOINT["pelvis"], 0])) * 7  # the joint is where the skull begins
    return box("linen", (x - half_x, x + half_x), (0, height), (z - half_z, z + half_z))


def roller(settings: Roller) -> list[Piece]:
    """Across the mat under the back."""
    x, radius = settings.x, settings.radius
    return [cylinder("foam", np.array([x, radius, -33.0]), np.array([x, radius, 33.0]), radius, sides=32)]


def ball(settings: Ball) -> list[Piece]:
    return [sphere("foam", np.array([settings.x, settings.radius, settings.z]), settings.radius, rings=14)]


def towel(settings: Towel, joints: Array) -> list[Piece]:
    """Folded or rolled, under the head, the forehead or between elbow and side."""
    if settings.at.startswith("elbow"):
        side = settings.at[-1]
        elbow, shoulder, waist = (joints[JOINT[name]] for name in (f"elbow.{side}", f"shoulder.{side}", "lum2"))
        inward = np.array([0.0, 0.0, np.sign(waist[2] - elbow[2])])
        middle = elbow * 0.85 + shoulder * 0.15 + inward * 5
        half = np.array([9.0, 0.0, 0.0])
        return [cylinder("linen", middle - half, middle + half, 3.4)]
    x, _y, z = (float(value) for value in joints[JOINT["head"]])
    x += float(np.sign(x - joints[JOINT["pelvis"], 0])) * 7
    return [box("linen", (x - 9, x + 9), (0, 3.0), (z - 16, z + 16))]
