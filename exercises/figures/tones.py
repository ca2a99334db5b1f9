"""Which limbs are drawn pale because they are on the far side."""

import numpy as np

from exercises.figures.bodies.body import Body
from exercises.figures.camera import Camera
from exercises.figures.materials import ARM_L, ARM_R, LEG_L, LEG_R
from exercises.figures.skeleton import JOINT, Array

NEAR, FAR = 0, 2
PARTS = 6
# Share of the distance between the two sides that must lie along the line of sight: less than this, and the picture
# shows them next to each other.
SIDEWAYS = 0.55


def side_tones(body: Body, vertices: Array, camera: Camera) -> tuple[int, ...]:
    """NEAR or FAR for each part of the body. An animation takes them from one pose, or limbs would flicker."""
    tones = [NEAR] * PARTS
    main = body.bones_of[:, 0]
    for joint, right, left in (("clav", ARM_R, ARM_L), ("hip", LEG_R, LEG_L)):
        middle = [vertices[main == JOINT[f"{joint}.{side}"]].mean(axis=0) for side in "RL"]
        across = middle[0] - middle[1]
        share = float((across * camera.matrix[2]).sum() / np.sqrt((across * across).sum()))
        if abs(share) > SIDEWAYS:
            tones[left if share > 0 else right] = FAR
    return tuple(tones)
