"""How editors read the degrees of freedom: a label for each joint, and what its two ends mean."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.figures.points import SIDE_NAMES
from exercises.figures.skeleton import DOF, DOFS, SIDES

# degree of freedom without its side: what turns, at the low end, at the high end
WORDS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "lumbar.flex": (gettext_lazy("Low back"), gettext_lazy("arched"), gettext_lazy("rounded")),
    "lumbar.side": (gettext_lazy("Low back, sideways"), gettext_lazy("left"), gettext_lazy("right")),
    "lumbar.twist": (gettext_lazy("Low back, twist"), gettext_lazy("left"), gettext_lazy("right")),
    "thorax.flex": (gettext_lazy("Upper back"), gettext_lazy("arched"), gettext_lazy("rounded")),
    "thorax.side": (gettext_lazy("Upper back, sideways"), gettext_lazy("left"), gettext_lazy("right")),
    "thorax.twist": (gettext_lazy("Upper back, twist"), gettext_lazy("left"), gettext_lazy("right")),
    "neck.flex": (gettext_lazy("Neck"), gettext_lazy("back"), gettext_lazy("forward")),
    "neck.side": (gettext_lazy("Neck, sideways"), gettext_lazy("left"), gettext_lazy("right")),
    "neck.twist": (gettext_lazy("Neck, turn"), gettext_lazy("left"), gettext_lazy("right")),
    "head.flex": (gettext_lazy("Head nod"), gettext_lazy("chin up"), gettext_lazy("chin in")),
    "head.side": (gettext_lazy("Head, sideways"), gettext_lazy("left"), gettext_lazy("right")),
    "head.twist": (gettext_lazy("Head, turn"), gettext_lazy("left"), gettext_lazy("right")),
    "clav.elev": (gettext_lazy("Shoulder girdle"), gettext_lazy("down"), gettext_lazy("up")),
    "clav.prot": (gettext_lazy("Shoulder blade"), gettext_lazy("back"), gettext_lazy("forward")),
    "shoulder.flex": (gettext_lazy("Arm, forward"), gettext_lazy("back"), gettext_lazy("overhead")),
    "shoulder.abd": (gettext_lazy("Arm, sideways"), gettext_lazy("across"), gettext_lazy("overhead")),
    "shoulder.rot": (gettext_lazy("Arm, turn"), gettext_lazy("in"), gettext_lazy("out")),
    "elbow.flex": (gettext_lazy("Elbow"), gettext_lazy("straight"), gettext_lazy("bent")),
    "elbow.pron": (gettext_lazy("Forearm, turn"), gettext_lazy("palm forward"), gettext_lazy("palm back")),
    "wrist.flex": (gettext_lazy("Wrist"), gettext_lazy("back"), gettext_lazy("bent")),
    "wrist.dev": (gettext_lazy("Wrist, sideways"), gettext_lazy("thumb"), gettext_lazy("little finger")),
    "fingers.curl": (gettext_lazy("Fingers"), gettext_lazy("flat"), gettext_lazy("fist")),
    "hip.flex": (gettext_lazy("Hip"), gettext_lazy("back"), gettext_lazy("bent")),
    "hip.abd": (gettext_lazy("Leg, sideways"), gettext_lazy("across"), gettext_lazy("out")),
    "hip.rot": (gettext_lazy("Leg, turn"), gettext_lazy("in"), gettext_lazy("out")),
    "knee.flex": (gettext_lazy("Knee"), gettext_lazy("straight"), gettext_lazy("bent")),
    "ankle.flex": (gettext_lazy("Ankle"), gettext_lazy("toes away"), gettext_lazy("toes up")),
    "ankle.inv": (gettext_lazy("Foot, tilt"), gettext_lazy("out"), gettext_lazy("in")),
    "toes.ext": (gettext_lazy("Toes"), gettext_lazy("curled"), gettext_lazy("up")),
}
ARM_JOINTS = ("clav", "shoulder", "elbow", "wrist", "fingers")
LEG_JOINTS = ("hip", "knee", "ankle", "toes")


def bare_name(dof: str) -> str:
    """ "hip.flex" for "hip.R.flex"."""
    joint, *_side, way = dof.split(".")
    return f"{joint}.{way}"


def slider(dof: str) -> dict[str, Any]:
    label, low, high = WORDS[bare_name(dof)]
    limits = DOFS[DOF[dof]]
    return {"name": dof, "label": str(label), "low": limits.low, "high": limits.high} | {
        "lowWord": str(low),
        "highWord": str(high),
    }


def slider_groups() -> list[dict[str, Any]]:
    """The sliders as they stand in the editor; `side` of a limb's group, empty for the trunk."""
    trunk = [name for name in DOF if name.partition(".")[0] in ("lumbar", "thorax")]
    head = [name for name in DOF if name.partition(".")[0] in ("neck", "head")]
    groups = [
        {"label": _("Trunk"), "side": "", "sliders": [slider(name) for name in trunk]},
        {"label": _("Head and neck"), "side": "", "sliders": [slider(name) for name in head]},
    ]
    for part, joints in ((_("arm"), ARM_JOINTS), (_("leg"), LEG_JOINTS)):
        for side in SIDES:
            names = [name for name in DOF if name.split(".")[0] in joints and f".{side}." in name]
            label = _("%(side)s %(part)s") % {"side": SIDE_NAMES[side], "part": part}
            groups.append({"label": label.capitalize(), "side": side, "sliders": [slider(name) for name in names]})
    return groups
