"""Find the points with which a body touches things: guessed on the reference body, snapped to every dressed skin.

The reference body gives each point its patch of vertices. On another body the same vertices say where the point went
and how far out the skin is.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from exercises.figures.bodies.body import Body, Point
from exercises.figures.bodies.bones import PARTS, SKIN_BONE, part_of
from exercises.figures.skeleton import DOF, JOINT, JOINTS, Array, Pose, frames_of

Triple = tuple[float, float, float]
REACH = {"narrow": 2.2, "common": 3.2, "broad": 5.0}  # cm, radius of a patch
DEPTH = 7.0  # cm, how far a limb's skin may be from the guess
ENDS = ("wrist", "fingers", "toes", "ankle", "elbow")
NARROW = ("shoulderfront", "shouldertop", "ribs", "hipfront", "hipback")  # for hands, on skin that curves away
BROAD = ("sacrum", "buttock", "upperback", "blade", "headback", "chest", "belly", "pubis")

# joint, guess in its axes on the reference body (cm), outward direction
MIDDLE: dict[str, tuple[str, Triple, Triple]] = {
    "sacrum": ("pelvis", (-11.3, 5, 0), (-1, 0, 0)),
    "lowback": ("lum2", (-9.0, 2, 0), (-1, 0, 0)),
    "midback": ("thx1", (-10.8, 5, 0), (-1, 0, 0)),
    "upperback": ("thx2", (-11.3, 4, 0), (-1, 0, 0)),
    "nape": ("neck", (-6, 5, 0), (-1, 0, 0)),
    "headback": ("head", (-9.6, 8, 0), (-1, 0, 0)),
    "headtop": ("head", (-1.5, 15, 0), (0, 1, 0)),
    "forehead": ("head", (9.8, 9.5, 0), (1, 0.3, 0)),
    "chin": ("head", (9.0, -2.5, 0), (1, -0.3, 0)),
    "chest": ("thx2", (10.6, 0, 0), (1, 0, 0)),
    "belly": ("lum2", (10.4, -1, 0), (1, 0, 0)),
    "pubis": ("pelvis", (10.0, 1, 0), (1, 0, 0)),
}
# the right side; z is turned round for the left
SIDED: dict[str, tuple[str, Triple, Triple]] = {
    "palm": ("wrist", (1.9, -7.7, 0), (1, 0, 0)),
    "fingertips": ("fingers", (1.2, -7.6, 0), (1, 0, 0)),
    "handback": ("wrist", (-1.4, -7.2, 0), (-1, 0, 0)),
    "wristback": ("wrist", (-2.4, 0, 0), (-1, 0, 0)),
    "wristfront": ("wrist", (1.8, 0.5, 0), (1, 0, 0)),
    "handedge": ("wrist", (0.3, -6.1, -4.0), (0, 0, -1)),
    "elbow": ("shoulder", (-3.6, -24.9, 0), (-1, 0, 0)),
    "elbowin": ("shoulder", (3.6, -24, 0), (1, 0, 0)),
    "upperarm": ("shoulder", (-4.4, -12.4, 0), (-1, 0, 0)),
    "upperarmout": ("shoulder", (0, -12.4, 4.4), (0, 0, 1)),
    "forearm": ("elbow", (3.6, -9.2, 0), (1, 0, 0)),
    "forearmedge": ("elbow", (0, -11, -3.6), (0, 0, -1)),
    "forearmback": ("elbow", (-3.2, -11, 0), (-1, 0, 0)),
    "knee": ("knee", (5.6, -1.6, 0), (1, 0, 0)),
    "kneepad": ("knee", (4.9, -5.2, 0), (1, 0, 0)),
    "kneeout": ("knee", (0, 0, 5.4), (0, 0, 1)),
    "kneein": ("knee", (0, 0, -5.2), (0, 0, -1)),
    "shin": ("knee", (4.9, -11.4, 0), (1, 0, 0)),
    "shinout": ("knee", (2.6, -9.3, 4.2), (0.55, 0, 0.83)),
    "shinin": ("knee", (2.6, -9.3, -4.2), (0.55, 0, -0.83)),
    "calf": ("knee", (-6.0, -13.5, 0), (-1, 0, 0)),
    "thigh": ("hip", (8.2, -22.4, 0), (1, 0, 0)),
    "thighback": ("hip", (-8.0, -18.7, 0), (-1, 0, 0)),
    "thighout": ("hip", (0, -7.5, 8.4), (0, 0, 1)),
    "thighin": ("hip", (0, -29, -5), (0, 0, -1)),
    "ankleout": ("ankle", (0, 0, 3.9), (0, 0, 1)),
    "instep": ("ankle", (6.5, -0.6, 0), (0.35, 0.94, 0)),
    "toetop": ("toes", (4.5, 0.2, 0), (0, 1, 0)),
    "sole": ("ankle", (4.0, -7.0, 0), (0, -1, 0)),
    "heel": ("ankle", (-4.5, -7.0, 0), (0, -1, 0)),
    "heelback": ("ankle", (-5.8, -4.0, 0), (-1, 0, 0)),
    "ball": ("toes", (0.3, -1.8, 0), (0, -1, 0)),
    "toetip": ("toes", (5.5, -1.6, 0), (0, -1, 0)),
    "sitbone": ("pelvis", (-4.0, -9.5, 7), (0, -1, 0)),
    "buttock": ("pelvis", (-11.5, -4, 7), (-1, 0, 0)),
    "hipside": ("pelvis", (0, -1, 16.3), (0, 0, 1)),
    "hipfront": ("pelvis", (6, 9, 11), (0.5, 0.2, 0.84)),
    "hipback": ("pelvis", (-9, 9, 8), (-0.94, 0, 0.34)),
    "blade": ("thx2", (-11.3, 3, 8), (-1, 0, 0)),
    "shoulderside": ("clav", (-2.2, -2.5, 20.5), (0, 0, 1)),
    "shoulderfront": ("clav", (4.5, -3, 13), (1, 0, 0)),
    "shouldertop": ("clav", (-2, 5, 6.5), (-0.2, 0.94, 0.28)),
    "ribside": ("thx1", (0, 4, 14.5), (0, 0, 1)),
    "ribs": ("thx1", (10, 1, 7.5), (0.94, 0, 0.34)),
    "ear": ("head", (1.4, 3, 7.6), (0, 0, 1)),
    "temple": ("head", (5, 6.5, 7), (0.2, 0, 0.98)),
}


class Guess(NamedTuple):
    joint: int
    offset: Array
    normal: Array
    vertices: np.ndarray  # indices of the patch


def _angles(**wanted: float) -> Array:
    angles = np.zeros(len(DOF))
    for name, value in wanted.items():
        for side in "RL":
            angles[DOF[name.replace("_", f".{side}.")]] = value
    return angles


# Points are measured with flat hands and the arms clear of the trunk, those one sits on with bent hips.
STANDING = Pose(np.zeros(3), np.eye(3), _angles(shoulder_abd=25))
SITTING = Pose(np.zeros(3), np.eye(3), _angles(shoulder_abd=25, hip_flex=90, knee_flex=90))


def _pose_for(name: str) -> Pose:
    return SITTING if name == "sitbone" else STANDING


def _definitions() -> Iterator[tuple[str, str, Array, Array]]:
    for name, (joint, offset, normal) in MIDDLE.items():
        yield name, joint, np.array(offset, float), np.array(normal, float)
    for name, (joint, offset, normal) in SIDED.items():
        sided = joint if joint in JOINT else f"{joint}.R"
        yield name, sided, np.array(offset, float), np.array(normal, float)


def patches(reference: Body) -> dict[str, Guess]:
    """Where each point of the right side and the middle lies on the dressed reference body."""
    skins = {id(pose): reference.posed(pose) for pose in (STANDING, SITTING)}
    found = {}
    for name, joint, offset, normal in _definitions():
        normal = normal / np.linalg.norm(normal)
        pose = _pose_for(name)
        local = _seen_from(JOINT[joint], pose, reference, skins[id(pose)]) - offset
        along = local @ normal
        aside = np.linalg.norm(local - along[:, None] * normal, axis=1)
        patch = _allowed(name, joint, reference) & (aside < _reach(name, joint))
        if part_of(joint) > 1 or name == "sitbone":
            patch &= np.abs(along) < DEPTH
        if not patch.any():
            raise ValueError(f"no skin near the point {name!r}")
        found[name] = Guess(JOINT[joint], offset, normal, np.flatnonzero(patch))
    return found


def _allowed(name: str, joint: str, body: Body) -> np.ndarray:
    part = part_of(joint)
    allowed = (body.part == part) & ~_tuft(body)
    if joint.startswith("clav"):
        allowed |= np.isin(body.part, [PARTS.index("arm.R"), PARTS.index("arm.L")])
    if name in ("sitbone", "hipside"):
        allowed |= np.isin(body.part, [PARTS.index("leg.R")])
    if name == "fingertips":
        allowed &= np.isin(body.bones_of[:, 0], [SKIN_BONE[f"finger{finger}-3.R"] for finger in (2, 3, 4, 5)])
    return allowed


def _tuft(body: Body) -> np.ndarray:
    tuft = np.zeros(len(body.rest), bool)
    tuft[body.triangles[body.bun].ravel()] = True
    return tuft


def _reach(name: str, joint: str) -> float:
    if name in BROAD:
        return REACH["broad"]
    return REACH["narrow"] if name in NARROW or joint.startswith(ENDS) else REACH["common"]


def _seen_from(joint: int, pose: Pose, body: Body, skin: Array) -> Array:
    positions, rotations = frames_of(pose, body.bones)
    return (skin - positions[joint]) @ rotations[joint]


def snap(body: Body, guesses: dict[str, Guess], reference: Body) -> dict[str, Point]:
    """The points of one dressed body, by name."""
    points: dict[str, Point] = {}
    for name, guess in guesses.items():
        pose = _pose_for(name)
        patch = _seen_from(guess.joint, pose, body, body.posed(pose))[guess.vertices]
        wished = _seen_from(guess.joint, pose, reference, reference.posed(pose))[guess.vertices]
        offset = guess.offset + patch.mean(0) - wished.mean(0)
        offset = offset + guess.normal * ((patch - offset) @ guess.normal).max()
        points |= _both_sides(name, guess, np.rint(offset * 100) / 100)
    return points


def _both_sides(name: str, guess: Guess, offset: Array) -> dict[str, Point]:
    flip = np.array([1.0, 1, -1])
    if name in MIDDLE:
        return {name: Point(guess.joint, offset * [1, 1, 0], guess.normal)}
    left = JOINT[JOINTS[guess.joint].replace(".R", ".L")]
    return {
        f"{name}.R": Point(guess.joint, offset, guess.normal),
        f"{name}.L": Point(left, offset * flip, guess.normal * flip),
    }
