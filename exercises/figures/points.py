"""The points of the body that can touch something: their names, the limb each belongs to, how editors read them.

Where a point lies is the body's business (`Body.points`); its name is the same on every body.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.figures.skeleton import SIDES, Array


class Point(NamedTuple):
    """A place on the skin: `offset` (3,) in cm from its joint, `normal` (3,) outwards, both in the joint's frame."""

    joint: int
    offset: Array
    normal: Array


SIDED: dict[str, tuple[str, str | Promise]] = {
    "palm": ("arm", _("palm")),
    "fingertips": ("arm", _("fingertips")),
    "handback": ("arm", _("back of the hand")),
    "wristback": ("arm", _("back of the wrist")),
    "wristfront": ("arm", _("front of the wrist")),
    "handedge": ("arm", _("edge of the hand")),
    "elbow": ("arm", _("elbow")),
    "elbowin": ("arm", _("fold of the elbow")),
    "upperarm": ("arm", _("back of the upper arm")),
    "upperarmout": ("arm", _("outside of the upper arm")),
    "forearm": ("arm", _("inside of the forearm")),
    "forearmedge": ("arm", _("edge of the forearm")),
    "forearmback": ("arm", _("back of the forearm")),
    "knee": ("leg", _("front of the knee")),
    "kneepad": ("leg", _("below the kneecap")),
    "kneeout": ("leg", _("outside of the knee")),
    "kneein": ("leg", _("inside of the knee")),
    "shin": ("leg", _("shin")),
    "shinout": ("leg", _("outside of the shin")),
    "shinin": ("leg", _("inside of the shin")),
    "calf": ("leg", _("calf")),
    "thigh": ("leg", _("front of the thigh")),
    "thighback": ("leg", _("back of the thigh")),
    "thighout": ("leg", _("outside of the thigh")),
    "thighin": ("leg", _("inside of the thigh")),
    "ankleout": ("leg", _("outer ankle")),
    "instep": ("leg", _("instep")),
    "toetop": ("leg", _("top of the toes")),
    "sole": ("leg", _("sole")),
    "heel": ("leg", _("heel")),
    "heelback": ("leg", _("back of the heel")),
    "ball": ("leg", _("ball of the foot")),
    "toetip": ("leg", _("tips of the toes")),
    "sitbone": ("pelvis", _("sitting bone")),
    "buttock": ("pelvis", _("buttock")),
    "hipside": ("pelvis", _("side of the hip")),
    "hipback": ("pelvis", _("back of the hip")),
    "hipfront": ("pelvis", _("front of the hip")),
    "blade": ("chest", _("shoulder blade")),
    "shoulderside": ("chest", _("side of the shoulder")),
    "shoulderfront": ("chest", _("front of the shoulder")),
    "shouldertop": ("chest", _("top of the shoulder")),
    "ribside": ("waist", _("side of the ribs")),
    "ribs": ("waist", _("lower ribs")),
    "ear": ("head", _("ear")),
    "temple": ("head", _("temple")),
}
MIDDLE: dict[str, tuple[str, str | Promise]] = {
    "sacrum": ("pelvis", _("base of the spine")),
    "pubis": ("pelvis", _("front of the pelvis")),
    "lowback": ("waist", _("low back")),
    "midback": ("waist", _("mid back")),
    "belly": ("waist", _("belly")),
    "upperback": ("chest", _("upper back")),
    "chest": ("chest", _("breastbone")),
    "nape": ("head", _("back of the neck")),
    "headback": ("head", _("back of the head")),
    "headtop": ("head", _("top of the head")),
    "forehead": ("head", _("forehead")),
    "chin": ("head", _("chin")),
}
TOGETHER: dict[str, tuple[str, ...]] = {
    "hand": ("palm", "fingertips"),
    "foot": ("sole", "ball", "heel"),
    "kneeling": ("kneepad", "instep"),
}
TOGETHER_NAMES = {"hand": _("flat hand"), "foot": _("flat foot"), "kneeling": _("knee and instep")}
SIDE_NAMES = {"R": _("right"), "L": _("left")}

# A demanded contact at one of these also asks the surface to lie flat: centimetres for a unit of error in the normal.
FLATNESS = {"palm": 10.0, "sole": 10.0, "handback": 4.0, "instep": 3.0, "forearmedge": 4.0, "upperback": 3.0}
FLATNESS |= {"sacrum": 2.0, "forearm": 4.0}

POINT_LIMBS: dict[str, str] = {name: limb for name, (limb, _label) in MIDDLE.items()} | {
    f"{name}.{side}": f"{limb}.{side}" if limb in ("arm", "leg") else limb
    for name, (limb, _label) in SIDED.items()
    for side in SIDES
}
LIMBS = ("arm.R", "arm.L", "leg.R", "leg.L", "head", "chest", "waist", "pelvis")


def plain_name(point: str) -> str:
    """What an editor reads for "palm.R": right palm."""
    base, _dot, side = point.partition(".")
    label: str | Promise = TOGETHER_NAMES.get(base) or (SIDED.get(base) or MIDDLE[base])[1]
    if not side:
        return str(label)
    return _("%(side)s %(part)s") % {"side": SIDE_NAMES[side], "part": label}
