"""How the fingers follow one number: 0 a flat hand, 12 at ease, 45 round a handrail, 90 a fist."""

import numpy as np

from exercises.figures.bodies.bones import FINGERS, PHALANGES, SKIN_BONE, finger_bone
from exercises.figures.skeleton import Array, rotation

CURLS = (-20, 0, 12, 45, 90)  # degrees of `fingers.curl`, chosen by eye like all below
BENDS = {  # degrees that each phalanx bends further than the one before it, for each of CURLS
    1: (-20, 0, 12, 50, 82),
    2: (-4, 2, 20, 68, 98),
    3: (0, 0, 8, 30, 62),
}
SPREAD = (1.0, 0.8, 0.6, 0.0, 0.0)  # of the fan in which the fingers stand apart
FAN = {2: 8.0, 3: 1.0, 4: -5.0, 5: -12.0}  # degrees from the middle of the hand, towards the thumb
THUMB = {  # where each phalanx points in the hand: to the palm's side, to the fingertips, away from the little finger
    1: ((0.1, 0.70, 0.80), (0.25, 0.75, 0.75), (0.55, 0.75, 0.55), (0.75, 0.75, 0.25), (0.80, 0.75, 0.10)),
    2: ((0.0, 0.75, 0.66), (0.22, 0.85, 0.50), (0.40, 0.90, 0.25), (0.60, 0.85, -0.25), (0.55, 0.70, -0.60)),
    3: ((-0.1, 0.85, 0.60), (0.18, 0.90, 0.40), (0.30, 0.95, 0.10), (0.35, 0.80, -0.60), (0.15, 0.45, -0.90)),
}


def finger_turns(curl: float, side: str, wrist: Array, bind_wrist: Array, bind_turns: Array) -> dict[str, Array]:
    """Rotations (3, 3) in the world of all finger bones of one hand.

    `wrist` is the hand's rotation now, `bind_wrist` in the bind pose, `bind_turns` (63, 3, 3) of all skin bones there.
    """
    sign = 1 if side == "R" else -1
    spread = np.interp(curl, CURLS, SPREAD)
    turns = {}
    for finger in FINGERS[1:]:
        bend = 0.0
        for phalanx in PHALANGES:
            bend += float(np.interp(curl, CURLS, BENDS[phalanx]))
            fan = rotation("x", -sign * spread * FAN[finger])
            turns[finger_bone(finger, phalanx, side)] = wrist @ fan @ rotation("z", bend)
    for phalanx in PHALANGES:
        bone = finger_bone(1, phalanx, side)
        bound = bind_wrist.T @ bind_turns[SKIN_BONE[bone]]
        turns[bone] = wrist @ shortest_turn(-bound[:, 1], _thumb(phalanx, curl, sign)) @ bound
    return turns


def _thumb(phalanx: int, curl: float, sign: int) -> Array:
    palm, tips, across = (np.interp(curl, CURLS, values) for values in zip(*THUMB[phalanx], strict=True))
    pointing = np.array([palm, -tips, sign * across])
    return pointing / np.linalg.norm(pointing)


def shortest_turn(start: Array, end: Array) -> Array:
    """The rotation (3, 3) that takes one unit vector to another, not its opposite, by the shortest way."""
    axis, cosine = np.cross(start, end), start @ end
    skew = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + skew + skew @ skew / (1 + cosine)
