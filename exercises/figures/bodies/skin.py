"""Bend the skin over the posed bones."""

from typing import NamedTuple

import numpy as np

from exercises.figures.bodies.bones import FINGERS, PHALANGES, SKIN_BONE, SKIN_BONES, SKIN_PARENTS, TURNING, finger_bone
from exercises.figures.bodies.hands import finger_turns, shortest_turn
from exercises.figures.skeleton import DOF, JOINTS, Array, Pose, frames_of, rotation

GRAIN = 1024  # posed vertices lie on multiples of 1/1024 cm, so that every machine draws the same picture
ROUNDNESS = np.array(  # chosen by eye on sitting, kneeling and raised arms
    [[0.2 if name.startswith(("clav", "shoulder", "arm", "thx2")) else 0.5] for name in SKIN_BONES]
)


class Bind(NamedTuple):
    """Where the skin bones are when nothing is bent: `places` (63, 3), `turns` (63, 3, 3)."""

    places: Array
    turns: Array


def bone_motions(pose: Pose, bones: Array, bind: Bind) -> tuple[Array, Array]:
    """Rotations (63, 3, 3) and translations (63, 3) that take each bone's skin from the bind pose into `pose`."""
    positions, rotations = frames_of(pose, bones)
    turns, moves = np.zeros((len(SKIN_BONES), 3, 3)), np.zeros((len(SKIN_BONES), 3))
    joints = len(JOINTS)
    turns[:joints] = rotations @ bind.turns[:joints].transpose(0, 2, 1)
    moves[:joints] = positions - np.einsum("nij,nj->ni", turns[:joints], bind.places[:joints])
    for side, sign in (("R", 1), ("L", -1)):
        _move_upper_arm(pose, side, bind, positions, rotations, turns, moves)
        forearm, elbow = SKIN_BONE[f"forearm.{side}"], SKIN_BONE[f"elbow.{side}"]
        unturned = rotations[elbow] @ rotation("y", -sign * pose.angles[DOF[f"elbow.{side}.pron"]])
        turns[forearm] = unturned @ bind.turns[forearm].T
        moves[forearm] = positions[elbow] - turns[forearm] @ bind.places[forearm]
        _move_fingers(pose, side, bind, rotations, turns, moves)
    return turns, moves


def _move_upper_arm(
    pose: Pose, side: str, bind: Bind, positions: Array, rotations: Array, turns: Array, moves: Array
) -> None:
    """The cap of the shoulder only swings the shortest way; the turning is spread over the upper arm."""
    collar, shoulder = SKIN_BONE[f"clav.{side}"], SKIN_BONE[f"shoulder.{side}"]
    start, end = -bind.turns[collar].T @ bind.turns[shoulder][:, 1], -rotations[collar].T @ rotations[shoulder][:, 1]
    swung = rotations[collar] @ shortest_turn(start, end) @ bind.turns[collar].T @ bind.turns[shoulder]
    turning = unwound(swung.T @ rotations[shoulder], pose.angles, side)
    for third in TURNING:
        bone = SKIN_BONE[f"arm{third}.{side}"]
        turns[bone] = swung @ rotation("y", turning * third / 3) @ bind.turns[shoulder].T
        moves[bone] = positions[shoulder] - turns[bone] @ bind.places[shoulder]


def unwound(about_y: Array, angles: Array, side: str) -> float:
    """Degrees of a rotation (3, 3) about y, of all the full turns the one that a shoulder gets to from hanging."""
    measured = np.degrees(np.arctan2(about_y[0, 2], about_y[0, 0]))
    near = -sum(angles[DOF[f"shoulder.{side}.{way}"]] for way in ("rot", "flex")) * (1 if side == "R" else -1)
    return float(near + (measured - near + 180) % 360 - 180)


def _move_fingers(pose: Pose, side: str, bind: Bind, rotations: Array, turns: Array, moves: Array) -> None:
    wrist = SKIN_BONE[f"wrist.{side}"]
    curl = float(pose.angles[DOF[f"fingers.{side}.curl"]])
    now = finger_turns(curl, side, rotations[wrist], bind.turns[wrist], bind.turns)
    for finger in FINGERS:
        before = wrist
        for phalanx in PHALANGES:
            bone = SKIN_BONE[finger_bone(finger, phalanx, side)]
            knuckle = turns[before] @ bind.places[bone] + moves[before]
            turns[bone] = now[finger_bone(finger, phalanx, side)] @ bind.turns[bone].T
            moves[bone] = knuckle - turns[bone] @ bind.places[bone]
            before = bone


def bend(rest: Array, bones_of: np.ndarray, weights: Array, turns: Array, moves: Array) -> Array:
    """Vertices (3, n) of the rest shape moved by their bones `bones_of` (4, n) with `weights` (4, n).

    Mixing matrices lets a bent hip collapse, mixing dual quaternions lets it swell: the skin goes in between, less
    round at the shoulder.
    """
    motions = np.concatenate([turns.reshape(-1, 9), moves, dual_quaternions(turns, moves), ROUNDNESS], 1).T
    mixed = np.zeros((len(motions), rest.shape[1]))
    for bone, weight in zip(bones_of, weights, strict=True):  # not a matrix product: its sums differ between machines
        mixed += weight * np.take(motions, bone, axis=1)
    flat = _moved_by_matrices(rest, mixed[:12])
    round_ = _moved_by_dual_quaternions(rest, mixed[12:20])
    return np.rint((flat + mixed[20] * (round_ - flat)) * GRAIN) / GRAIN


def _moved_by_matrices(rest: Array, mixed: Array) -> Array:
    x, y, z = rest
    rows = [mixed[row] * x + mixed[row + 1] * y + mixed[row + 2] * z + mixed[9 + row // 3] for row in (0, 3, 6)]
    return np.stack(rows)


def _moved_by_dual_quaternions(rest: Array, mixed: Array) -> Array:
    """Unit dual quaternions after Kavan et al. 2007."""
    mixed = mixed / np.sqrt((mixed[:4] ** 2).sum(0))
    real, axis, dual, shift = mixed[0], mixed[1:4], mixed[4], mixed[5:]
    half = _cross(axis, _cross(axis, rest) + real * rest + shift) + real * shift - dual * axis
    moved: Array = rest + 2 * half
    return moved


def _cross(first: Array, second: Array) -> Array:
    """Cross products of columns (3, n); np.cross takes several times as long."""
    (a, b, c), (d, e, f) = first, second
    return np.stack([b * f - c * e, c * d - a * f, a * e - b * d])


def dual_quaternions(turns: Array, moves: Array) -> Array:
    """(63, 8): the rotation's quaternion, scalar first, then its dual part; neighbours have the same sign."""
    found = np.empty((len(turns), 8))
    for bone, turn in enumerate(turns):
        rotated = quaternion(turn)
        before = SKIN_PARENTS[bone]
        if before >= 0 and rotated @ found[before, :4] < 0:
            rotated = -rotated
        found[bone, :4] = rotated
    real, axis = found[:, :1], found[:, 1:4]
    found[:, 4:5] = -0.5 * np.einsum("ni,ni->n", moves, axis)[:, None]
    found[:, 5:] = 0.5 * (real * moves + np.cross(moves, axis))
    return found


def quaternion(turn: Array) -> Array:
    """The unit quaternion (4,) of a rotation matrix, scalar first, by its largest component."""
    (a, b, c), (d, e, f), (g, h, i) = turn.tolist()
    candidates = (
        (1 + a + e + i, h - f, c - g, d - b),
        (h - f, 1 + a - e - i, b + d, c + g),
        (c - g, b + d, 1 - a + e - i, f + h),
        (d - b, c + g, f + h, 1 - a - e + i),
    )
    best = np.array(max(enumerate(candidates), key=lambda pair: pair[1][pair[0]])[1])
    return best / np.sqrt(best @ best)
