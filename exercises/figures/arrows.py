"""Arrows that show where a part of the body goes on the way to the next stop."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from exercises.figures.bodies import Body
from exercises.figures.camera import Camera, View, project
from exercises.figures.motion import Key, mixed
from exercises.figures.points import POINT_LIMBS
from exercises.figures.skeleton import JOINT, Array, frames_of
from exercises.figures.surfaces import SURFACES
from exercises.figures.svg import path

SAMPLES = 7
# Of these the one that travels furthest gets the arrow when the document does not say.
CANDIDATES = ("ankle.R", "ankle.L", "wrist.R", "wrist.L", "knee.R", "knee.L", "head", "pelvis", "elbow.R", "elbow.L")
TRUNK = ("pelvis", "lum1", "lum2", "thx1", "thx2")
# How far from the joint the arrow runs, in cm, so that it lies beside the limb.
CLEARANCE = {"ankle": 10.0, "wrist": 11.0, "knee": 12.0, "elbow": 10.0, "head": 18.0, "neck": 13.0, "toes": 9.0}
FURTHER = 20.0
AROUND = (
    (0.0, -0.75),
    (0.0, -1.5),
    (-1.0, 0.0),
    (1.0, 0.0),
    (0.0, 1.0),
)  # where an arrow of the trunk may run, best first
NEAR = 16.0  # half units
SHORTEST, CURVED = 14.0, 110.0  # half units: what moves less gets no arrow; or a straight one,
STRAIGHT = 84.0  # of this length
EDGE = 24.0  # half units that an arrow keeps from the edge of the picture


def arrows(chain: Sequence[Key], wanted: Sequence[str], body: Body, camera: Camera, view: View) -> str:
    """SVG of the arrows from the first key to the last; `wanted` names joints ("-head": on the other side of its way).

    Keys between the first and the last are passed through. Empty for ["none"] or when too little moves.
    """
    if len(chain) < 2 or "none" in wanted:
        return ""
    ways = _ways(chain, body)
    if not wanted:
        still = _held_hands(chain[-1])
        free = [name for name in CANDIDATES if name not in still]
        wanted = [max(free, key=lambda name: _travel(ways[:, JOINT[name]], camera))]
    skins = np.concatenate([body.posed(key.pose) for key in (chain[0], chain[-1])])
    figure = 2 * project(skins[::7], camera, view)[:, :2]
    return "".join(_arrow(ways, name, camera, view, figure) for name in wanted)


def _ways(chain: Sequence[Key], body: Body) -> Array:
    """Joint places (n, 25, 3) along the chain."""
    poses = [chain[0].pose]
    for first, second in pairwise(chain):
        poses += [mixed(first.pose, second.pose, share) for share in np.linspace(0, 1, SAMPLES + 1)[1:]]
    return np.array([frames_of(pose, body.bones)[0] for pose in poses])


def _held_hands(key: Key) -> set[str]:
    """Wrists and elbows of arms that hold on to the body: they move with something else."""
    sides = {
        contact.point[-1]
        for contact in key.contacts
        if not contact.under and contact.target not in SURFACES and POINT_LIMBS[contact.point].startswith("arm")
    }
    return {f"{joint}.{side}" for joint in ("wrist", "elbow") for side in sides}


def _travel(places: Array, camera: Camera) -> float:
    return float(np.linalg.norm((places[-1] - places[0]) @ camera.matrix[:2].T))


def _arrow(ways: Array, name: str, camera: Camera, view: View, figure: Array) -> str:
    line = _beside(ways, name, camera, view, figure)
    if not len(line):
        return ""
    line = np.clip(_even(line), EDGE, [2 * view.width - EDGE, 2 * view.height - EDGE])
    ahead = line[-1] - line[-2]
    ahead /= np.linalg.norm(ahead) + 1e-6
    aside = np.array([-ahead[1], ahead[0]])
    tip = [line[-1] - 4 * ahead + 17 * aside, line[-1] + 24 * ahead, line[-1] - 4 * ahead - 17 * aside]
    head = "L".join(f"{round(x)} {round(y)}" for x, y in tip)
    shaft, head = smooth(line), f"M{head}z"
    return path("case", shaft + head) + path("arrow", shaft) + path("head", head)


def _beside(ways: Array, name: str, camera: Camera, view: View, figure: Array) -> Array:
    """The way of a joint in half units (n, 2), moved off the body to the outside of the curve; empty if too short."""
    joint = name.removeprefix("-")
    line = 2 * project(ways[:, JOINT[joint]], camera, view)[:, :2]
    reach = 2 * view.scale * CLEARANCE.get(joint.split(".")[0], FURTHER)
    length = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    chord = line[-1] - line[0]
    if length < SHORTEST:
        return line[:0]
    if length < CURVED:
        middle, half = (line[0] + line[-1]) / 2, STRAIGHT / 2 * chord / (np.linalg.norm(chord) + 1e-6)
        line = np.linspace(middle - half, middle + half, len(line))
    if joint in TRUNK:
        return min((line + reach * np.array(way) for way in AROUND), key=lambda moved: _covered(moved, figure))
    outward = line - 2 * project(ways[:, JOINT["lum2"]], camera, view)[:, :2]
    return _moved_aside(line, outward, -reach if name.startswith("-") else reach)


def _covered(line: Array, figure: Array) -> float:
    """The share of a line (n, 2) that lies on the figure, of which points (m, 2) are given."""
    gaps = np.abs(line[:, None] - figure[None]).max(axis=2).min(axis=1)
    return float((gaps < NEAR).mean())


def _moved_aside(line: Array, outward: Array, reach: float) -> Array:
    """The line (n, 2) `reach` further to the side to which `outward` (n, 2) points."""
    along = np.gradient(line, axis=0)
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-6
    reach *= np.sign((outward * normal).sum()) or 1.0
    chord = line[-1] - line[0]
    beside = line + normal * reach
    if (beside[-1] - beside[0]) @ chord < 0.6 * (chord @ chord):
        # On the inner side of a tight bend the line would run backwards: beside the straight way instead.
        beside = line + reach * np.array([-chord[1], chord[0]]) / (np.linalg.norm(chord) + 1e-6)
    return np.asarray(beside)


def _even(line: Array, count: int = 6) -> Array:
    """The line at `count` even distances, a little shortened at both ends."""
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0.06, 0.94, count) * gone[-1]
    return np.stack([np.interp(at, gone, line[:, axis]) for axis in (0, 1)], axis=1)


def smooth(points: Array) -> str:
    """Path data of a curve through all points (Catmull-Rom), on whole numbers."""
    last = len(points) - 1
    text = f"M{round(points[0][0])} {round(points[0][1])}"
    for i in range(last):
        before, start, end, after = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, last)]
        controls = (start + (end - before) / 6, end - (after - start) / 6, end)
        text += "C" + " ".join(f"{round(x)} {round(y)}" for x, y in controls)
    return text
