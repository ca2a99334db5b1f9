"""A step of a document, with what it inherits, as wishes and demands for the solver."""

from dataclasses import dataclass, field

import numpy as np

from exercises.figures.contacts import Contact, read_contact
from exercises.figures.document import FigureDocument, Step
from exercises.figures.points import POINT_LIMBS, SIDED, TOGETHER
from exercises.figures.poses import BASE_POSES, BasePose, dof_names
from exercises.figures.skeleton import DOF, SIDES, Array, Pose
from exercises.figures.turning import read_turning, turned

# How strongly the solver holds to an angle: centimetres of error for a degree.
SAID, FLAT_HAND = 0.12, 0.5
# A wish for the place of the pelvis that was said ("lift pelvis 25 cm"), in cm for a cm.
PLACED = 0.5
ARM = ("shoulder", "elbow", "wrist")
LEG = ("hip", "knee", "ankle", "toes")
CARRIED = {"lumbar": ("waist", "chest", "head"), "thorax": ("chest", "head"), "neck": ("head",), "head": ("head",)}


@dataclass
class Wish:
    """`pose` as authored; `firmness` (46,) of each angle, `held` (3,) of the place; NaN is the solver's own."""

    pose: Pose
    firmness: Array
    held: Array
    contacts: list[Contact] = field(default_factory=list)
    inherited: set[tuple[str, str, bool]] = field(default_factory=set)


def limbs_moved(name: str) -> set[str]:
    """The limbs whose inherited contacts a new angle ends: those that the joint carries."""
    joint, *rest = name.split(".")
    if joint in CARRIED:
        return set(CARRIED[joint])
    limb = "arm" if joint in ARM else "leg" if joint in LEG else ""
    if not limb:
        return set()
    return {f"{limb}.{rest[0]}"} if rest[0] in SIDES else {f"{limb}.{side}" for side in SIDES}


def lifted_points(names: list[str]) -> set[str]:
    """All contact points that "arm.R", "foot" or "sacrum" stand for."""
    found = set()
    for name in names:
        base, dot, side = name.partition(".")
        sides = [side] if dot else list(SIDES)
        found |= {point for point, limb in POINT_LIMBS.items() if limb == name}
        for part in TOGETHER.get(base, (base,)):
            found |= {f"{part}.{each}" for each in sides} if part in SIDED else {part}
    return found


def layers_of(document: FigureDocument, index: int) -> tuple[BasePose, list[Step]]:
    """The base pose of a step and the steps whose changes add up to it, the step itself last."""
    chain = [document.steps[index]]
    while chain[0].pose is None:
        index = index - 1 if chain[0].after == "previous" else 0
        chain.insert(0, document.steps[index])
    return BASE_POSES[chain[0].pose], chain


def assemble(document: FigureDocument, index: int) -> Wish:
    base, chain = layers_of(document, index)
    wish = Wish(Pose(np.zeros(3), np.eye(3), base.angles.copy()), np.full(len(DOF), np.nan), np.full(3, np.nan))
    wish.contacts = list(base.contacts)
    words = base.turning
    for layer in chain:
        _change(wish, layer)
        if layer.turn:
            words = [*base.turning, *map(read_turning, layer.turn)]
    place, turn = turned(np.array([0.0, base.height, 0.0]), np.eye(3), words)
    for word in words:
        if word.moves:
            wish.held[[1] if word.verb != "move" else [0, 2]] = PLACED
    wish.pose = Pose(place, turn, wish.pose.angles)
    own = {contact.place for text in chain[-1].contacts for contact in read_contact(text)}
    wish.inherited = {contact.place for contact in wish.contacts} - own
    _flatten_hands(wish)
    return wish


def _change(wish: Wish, step: Step) -> None:
    """Apply one layer: a new contact or angle on a limb ends what the limb touched before."""
    new = [contact for text in step.contacts for contact in read_contact(text)]
    gone = {limb for name in step.angles for limb in limbs_moved(name)}
    gone |= {POINT_LIMBS[each.point] for each in new if not each.under} - {"pelvis", "waist"}
    ended = lifted_points(step.lift) | {point for point, limb in POINT_LIMBS.items() if limb in gone}
    kept = [each for each in wish.contacts if not _ends(each, ended)]
    places = {each.place for each in new}
    wish.contacts = [each for each in kept if each.place not in places] + new
    for name, value in step.angles.items():
        for dof in dof_names(name):
            wish.pose.angles[DOF[dof]] = value
            wish.firmness[DOF[dof]] = SAID


def _ends(contact: Contact, ended: set[str]) -> bool:
    if contact.under:  # a joint stays above another until the limb's own contacts end
        joint, _dot, side = contact.point.partition(".")
        probe = {"elbow": "elbow", "wrist": "palm", "knee": "kneepad", "ankle": "sole"}.get(joint)
        return probe is not None and f"{probe}.{side}" in ended
    return contact.point in ended


def _flatten_hands(wish: Wish) -> None:
    """A palm with its fingertips on a surface is a flat hand."""
    for side in SIDES:
        curl = DOF[f"fingers.{side}.curl"]
        flat = any(contact.point == f"fingertips.{side}" for contact in wish.contacts)
        if flat and np.isnan(wish.firmness[curl]):
            wish.pose.angles[curl] = 0
            wish.firmness[curl] = FLAT_HAND
