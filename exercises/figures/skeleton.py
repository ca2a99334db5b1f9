"""The skeleton: 25 joints, 46 anatomical degrees of freedom, and where a pose puts each joint.

All angles zero is standing upright with the arms hanging and the palms forward, the anatomical position.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SIDES = ("R", "L")
SPINE = (
    ("pelvis", None),
    ("lum1", "pelvis"),
    ("lum2", "lum1"),
    ("thx1", "lum2"),
    ("thx2", "thx1"),
    ("neck", "thx2"),
    ("head", "neck"),
)
LIMBS = (
    ("clav", "thx2"),
    ("shoulder", "clav"),
    ("elbow", "shoulder"),
    ("wrist", "elbow"),
    ("fingers", "wrist"),
    ("hip", "pelvis"),
    ("knee", "hip"),
    ("ankle", "knee"),
    ("toes", "ankle"),
)


def _joints() -> Iterator[tuple[str, str | None]]:
    yield from SPINE
    sided = {name for name, _ in LIMBS}
    for side in SIDES:
        for name, parent in LIMBS:
            yield f"{name}.{side}", f"{parent}.{side}" if parent in sided else parent


JOINTS = tuple(name for name, _ in _joints())
JOINT = {name: index for index, name in enumerate(JOINTS)}
PARENTS = tuple(-1 if parent is None else JOINT[parent] for _, parent in _joints())


class Dof(NamedTuple):
    """One degree of freedom: its range and its value when nothing is said, in degrees."""

    name: str
    low: float
    high: float
    neutral: float
    source: str


AAOS = "American Academy of Orthopaedic Surgeons 1965, averages"
PASSIVE = "wider than the AAOS average: the floor or a hand may push the joint further than its own muscles"
SPLIT = "a share of the whole spine's range, so that lumbar and thorax together stay near the AAOS average"
DRAWN = "chosen by eye: no average is known to us"

SPINE_DOFS = (
    ("lumbar.flex", -45, 55, 0, SPLIT),
    ("lumbar.side", -25, 25, 0, SPLIT),
    ("lumbar.twist", -25, 25, 0, SPLIT),
    ("thorax.flex", -35, 45, 0, SPLIT),
    ("thorax.side", -25, 25, 0, SPLIT),
    ("thorax.twist", -35, 35, 0, SPLIT),
    ("neck.flex", -55, 50, 0, AAOS),
    ("neck.side", -35, 35, 0, AAOS),
    ("neck.twist", -45, 45, 0, SPLIT),
    ("head.flex", -30, 25, 0, DRAWN),
    ("head.side", -15, 15, 0, DRAWN),
    ("head.twist", -45, 45, 0, SPLIT),
)
LIMB_DOFS = (
    ("clav.{}.elev", -10, 35, 0, DRAWN),
    ("clav.{}.prot", -25, 30, 0, DRAWN),
    ("shoulder.{}.flex", -60, 185, 0, AAOS),
    ("shoulder.{}.abd", -45, 180, 4, AAOS),
    ("shoulder.{}.rot", -95, 100, 0, PASSIVE),
    ("elbow.{}.flex", 0, 150, 6, AAOS),
    ("elbow.{}.pron", -10, 175, 80, AAOS + "; 0 is palm forward, 90 thumb forward"),
    ("wrist.{}.flex", -88, 80, 0, PASSIVE),
    ("wrist.{}.dev", -25, 35, 0, AAOS),
    ("fingers.{}.curl", -20, 90, 12, AAOS),
    ("hip.{}.flex", -30, 135, 0, PASSIVE),
    ("hip.{}.abd", -35, 60, 2, PASSIVE),
    ("hip.{}.rot", -45, 60, 6, PASSIVE),
    ("knee.{}.flex", 0, 158, 0, PASSIVE),
    ("ankle.{}.flex", -68, 35, 0, PASSIVE),
    ("ankle.{}.inv", -20, 30, 0, AAOS),
    ("toes.{}.ext", -40, 75, 0, AAOS),
)
DOFS = tuple(Dof(*spine) for spine in SPINE_DOFS) + tuple(
    Dof(name.format(side), low, high, neutral, source)
    for side in SIDES
    for name, low, high, neutral, source in LIMB_DOFS
)
DOF_NAMES = tuple(dof.name for dof in DOFS)
DOF = {name: index for index, name in enumerate(DOF_NAMES)}
LOW = np.array([dof.low for dof in DOFS], float)
HIGH = np.array([dof.high for dof in DOFS], float)
NEUTRAL = np.array([dof.neutral for dof in DOFS], float)


@dataclass(frozen=True)
class Pose:
    """Where a body is: `place` (3,) of the pelvis in cm, `turn` (3, 3) its rotation, `angles` (46,) in degrees."""

    place: Array
    turn: Array
    angles: Array

    def mirrored(self) -> "Pose":
        """The same pose with left and right exchanged."""
        flip = np.diag([1.0, 1.0, -1.0])
        return Pose(flip @ self.place, flip @ self.turn @ flip, self.angles[MIRROR] * MIRROR_SIGN)


def _other(name: str) -> str:
    return name.replace(".R", ".§").replace(".L", ".R").replace(".§", ".L")


MIRROR = np.array([DOF[_other(name)] for name in DOF_NAMES])
MIRROR_SIGN = np.array(
    [-1.0 if name.endswith((".side", ".twist")) else 1.0 for name in DOF_NAMES]  # only the spine has these
)


def rotation(axis: str, degrees: Array | float) -> Array:
    """Matrices (..., 3, 3) that turn about a principal axis, counter-clockwise seen from its tip."""
    angle = np.radians(np.asarray(degrees, float))
    cos, sin = np.cos(angle), np.sin(angle)
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.zeros((*angle.shape, 3, 3))
    matrix[..., 3 - first - second, 3 - first - second] = 1
    matrix[..., first, first] = cos
    matrix[..., second, second] = cos
    matrix[..., first, second] = -sin
    matrix[..., second, first] = sin
    return matrix


def _spine(angles: Array, name: str, share: float) -> Array:
    flex, side, twist = (share * angles[:, DOF[f"{name}.{way}"]] for way in ("flex", "side", "twist"))
    return rotation("z", -flex) @ rotation("x", side) @ rotation("y", -twist)


def shoulder_rhythm(angles: Array, side: str) -> Array:
    """Degrees (n,) that the collar bone rises with the arm: nothing up to 50 degrees, then about a sixth."""
    flex, abd = np.radians(angles[:, DOF[f"shoulder.{side}.flex"]]), np.radians(angles[:, DOF[f"shoulder.{side}.abd"]])
    raised = np.degrees(np.arccos(np.clip(np.cos(flex) * np.cos(abd), -1, 1)))
    return np.clip(raised - 50, 0, 140) * 0.17


def _arm(angles: Array, side: str, sign: int) -> dict[str, Array]:
    def angle(name: str) -> Array:
        joint, way = name.split(".")
        return angles[:, DOF[f"{joint}.{side}.{way}"]]

    lift = shoulder_rhythm(angles, side)
    upper = rotation("x", sign * lift) @ rotation("z", angle("shoulder.flex"))
    return {
        "clav": rotation("x", -sign * (angle("clav.elev") + lift)) @ rotation("y", sign * angle("clav.prot")),
        "shoulder": upper @ rotation("x", -sign * angle("shoulder.abd")) @ rotation("y", -sign * angle("shoulder.rot")),
        "elbow": rotation("z", angle("elbow.flex")) @ rotation("y", sign * angle("elbow.pron")),
        "wrist": rotation("z", angle("wrist.flex")) @ rotation("x", -sign * angle("wrist.dev")),
        "fingers": rotation("z", angle("fingers.curl")),
    }


def _leg(angles: Array, side: str, sign: int) -> dict[str, Array]:
    def angle(name: str) -> Array:
        joint, way = name.split(".")
        return angles[:, DOF[f"{joint}.{side}.{way}"]]

    thigh = rotation("z", angle("hip.flex")) @ rotation("x", -sign * angle("hip.abd"))
    return {
        "hip": thigh @ rotation("y", -sign * angle("hip.rot")),
        "knee": rotation("z", -angle("knee.flex")),
        "ankle": rotation("z", angle("ankle.flex")) @ rotation("x", sign * angle("ankle.inv")),
        "toes": rotation("z", angle("toes.ext")),
    }


def _locals(turns: Array, angles: Array) -> dict[str, Array]:
    local = {"pelvis": turns, "neck": _spine(angles, "neck", 1), "head": _spine(angles, "head", 1)}
    local["lum1"] = local["lum2"] = _spine(angles, "lumbar", 0.5)
    local["thx1"] = local["thx2"] = _spine(angles, "thorax", 0.5)
    for side, sign in (("R", 1), ("L", -1)):
        limbs = _arm(angles, side, sign) | _leg(angles, side, sign)
        local |= {f"{name}.{side}": matrix for name, matrix in limbs.items()}
    return local


def joint_frames(places: Array, turns: Array, angles: Array, bones: Array) -> tuple[Array, Array]:
    """Positions (n, 25, 3) and rotations (n, 25, 3, 3) of all joints for n poses.

    `places` (n, 3), `turns` (n, 3, 3), `angles` (n, 46); `bones` (25, 3) is each joint's place seen from its parent.
    """
    local = _locals(turns, angles)
    positions = np.zeros((len(angles), len(JOINTS), 3))
    rotations = np.zeros((len(angles), len(JOINTS), 3, 3))
    for index, name in enumerate(JOINTS):
        parent = PARENTS[index]
        if parent < 0:
            positions[:, index], rotations[:, index] = places, local[name]
        else:
            positions[:, index] = positions[:, parent] + rotations[:, parent] @ bones[index]
            rotations[:, index] = rotations[:, parent] @ local[name]
    return positions, rotations


def frames_of(pose: Pose, bones: Array) -> tuple[Array, Array]:
    """Positions (25, 3) and rotations (25, 3, 3) of one pose."""
    positions, rotations = joint_frames(pose.place[None], pose.turn[None], pose.angles[None], bones)
    return positions[0], rotations[0]
