"""What is wrong with a solved picture, as numbers for tests and as sentences for the editor beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.figures.collisions import Capsules
from exercises.figures.contacts import Contact
from exercises.figures.motion import Key, Solvable
from exercises.figures.points import MIDDLE, POINT_LIMBS, SIDE_NAMES, SIDED, plain_name
from exercises.figures.skeleton import DOF_NAMES, HIGH, LOW, Pose, frames_of
from exercises.figures.surfaces import SURFACES, Plane

# Centimetres. A miss of less is not seen at the size of a page; above the second figure nothing is published.
SEEN_MISS, REFUSED_MISS = 1.0, 3.0
SEEN_SINK = 3.0
# A limb that presses into another by less looks like touch.
SEEN_OVERLAP = 2.0
AT_LIMIT = 0.5
LIMB_WORDS = {
    "upperarm": gettext_lazy("upper arm"),
    "forearm": gettext_lazy("forearm"),
    "hand": gettext_lazy("hand"),
    "thigh": gettext_lazy("thigh"),
    "shin": gettext_lazy("shin"),
    "belly": gettext_lazy("belly"),
    "ribs": gettext_lazy("ribs"),
    "skull": gettext_lazy("head"),
}
JOINT_WORDS = {
    "pelvis": gettext_lazy("pelvis"),
    "lumbar": gettext_lazy("low back"),
    "lum1": gettext_lazy("low back"),
    "lum2": gettext_lazy("waist"),
    "thorax": gettext_lazy("upper back"),
    "thx1": gettext_lazy("mid back"),
    "thx2": gettext_lazy("upper back"),
    "neck": gettext_lazy("neck"),
    "head": gettext_lazy("head"),
    "clav": gettext_lazy("collar bone"),
    "shoulder": gettext_lazy("shoulder"),
    "elbow": gettext_lazy("elbow"),
    "wrist": gettext_lazy("wrist"),
    "fingers": gettext_lazy("fingers"),
    "hip": gettext_lazy("hip"),
    "knee": gettext_lazy("knee"),
    "ankle": gettext_lazy("ankle"),
    "toes": gettext_lazy("toes"),
}
SURFACE_WORDS = {
    "floor": gettext_lazy("floor"),
    "seat": gettext_lazy("seat"),
    "desk": gettext_lazy("desk"),
    "step": gettext_lazy("step"),
    "bench": gettext_lazy("bench"),
    "counter": gettext_lazy("counter"),
    "pillow": gettext_lazy("pillow"),
    "bed": gettext_lazy("bed"),
    "roller": gettext_lazy("roller"),
    "ball": gettext_lazy("ball"),
    "wall": gettext_lazy("wall"),
    "frame": gettext_lazy("door frame"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at; `step` counts from 0, `amount` is in cm or degrees, `refuses` keeps it from publication."""

    step: int
    kind: str
    subject: str
    amount: float
    text: str
    refuses: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"step": self.step, "kind": self.kind, "subject": self.subject} | {
            "amount": round(self.amount, 1),
            "text": self.text,
            "refuses": self.refuses,
        }


def findings(keys: Sequence[Key], body: Solvable, planes: Mapping[str, Plane]) -> list[Finding]:
    """Everything worth saying, step by step, what refuses publication first."""
    found: list[Finding] = []
    capsules = Capsules(body.bones)
    for number, key in enumerate(keys):
        found += _missed(number, key)
        found += _sunk(number, key.pose, body, planes)
        found += _overlapping(number, key, capsules, body)
        found += _at_limit(number, key)
    return sorted(found, key=lambda finding: (not finding.refuses, finding.step))


def target_name(name: str) -> str:
    return str(SURFACE_WORDS[name]) if name in SURFACES else plain_name(name)


def contact_words(contact: Contact) -> str:
    """A chip: "right palm on left knee"."""
    if contact.under:
        first, second = (joint_words(name) for name in (contact.point, contact.target))
        return _("%(joint)s under %(other)s") % {"joint": first, "other": second}
    words = {"point": plain_name(contact.point), "target": target_name(contact.target)}
    return _("%(point)s on %(target)s") % words


def joint_words(name: str) -> str:
    """What an editor reads for "elbow.R" or "lumbar": right elbow, low back."""
    base, dot, side = name.partition(".")
    words = str(JOINT_WORDS[base])
    return _("%(side)s %(part)s") % {"side": SIDE_NAMES[side], "part": words} if dot else words


def _missed(number: int, key: Key) -> list[Finding]:
    found = []
    for contact in key.contacts:
        miss = key.misses.get(str(contact), 0.0)
        if miss > SEEN_MISS and not contact.soft:
            words = {"point": _name(contact.point), "target": _name(contact.target), "cm": round(miss)}
            text = _("%(point)s misses %(target)s by %(cm)s cm") % words
            if contact.under:
                text = _("%(point)s is %(cm)s cm beside where it is under %(target)s") % words
            found.append(Finding(number, "miss", str(contact), miss, text, refuses=miss > REFUSED_MISS))
    return found


def _name(name: str) -> str:
    """Of a point, a surface or, where one is under another, a joint."""
    return joint_words(name) if name not in SURFACES and name not in POINT_LIMBS else target_name(name)


def _sunk(number: int, pose: Pose, body: Solvable, planes: Mapping[str, Plane]) -> list[Finding]:
    positions, rotations = frames_of(pose, body.bones)
    found = []
    for surface, plane in planes.items():
        if not plane.solid:
            continue
        depths = {
            name: plane.offset - (positions[p.joint] + rotations[p.joint] @ p.offset) @ plane.normal
            for name, p in body.points.items()
        }
        name = max(depths, key=lambda each: depths[each])
        if depths[name] > SEEN_SINK:
            words = {"point": plain_name(name), "cm": round(float(depths[name])), "surface": target_name(surface)}
            text = _("%(point)s is %(cm)s cm inside the %(surface)s") % words
            found.append(Finding(number, "sink", name, float(depths[name]), text, refuses=True))
    return found


def _overlapping(number: int, key: Key, capsules: Capsules, body: Solvable) -> list[Finding]:
    positions, rotations = frames_of(key.pose, body.bones)
    ignored = capsules.touching(key.contacts)
    depths = capsules.overlaps(positions[None], rotations[None], ignored=ignored)[0]
    found = []
    for (first, second), depth in zip(capsules.pair_names(), depths, strict=True):
        if depth > SEEN_OVERLAP:
            words = {"limb": _limb_words(first), "other": _limb_words(second), "cm": round(float(depth))}
            text = _("%(limb)s goes %(cm)s cm into %(other)s") % words
            found.append(Finding(number, "overlap", f"{first} {second}", float(depth), text))
    return found


def _limb_words(name: str) -> str:
    base, dot, side = name.partition(".")
    words = str(LIMB_WORDS[base])
    return _("%(side)s %(part)s") % {"side": SIDE_NAMES[side], "part": words} if dot else words


def _at_limit(number: int, key: Key) -> list[Finding]:
    """Only of what the editor asked for: a solved pose leans on many limits that nobody sees."""
    found = []
    for index in np.flatnonzero((key.pose.angles > HIGH - AT_LIMIT) | (key.pose.angles < LOW + AT_LIMIT)):
        name = DOF_NAMES[index]
        joint, *_side, way = name.split(".")
        if way in ("flex", "abd") and joint in ("hip", "knee", "shoulder", "lumbar", "thorax", "neck"):
            if joint == "knee" and key.pose.angles[index] < 1:
                continue  # a straight knee is at its limit and as it should be
            text = _("%(joint)s is at its limit") % {"joint": joint_words(name.rpartition(".")[0])}
            found.append(Finding(number, "limit", name, float(key.pose.angles[index]), text))
    return found


def point_choices() -> list[tuple[str, str]]:
    """(name, what an editor reads) of every point, the sided ones right and left."""
    names = [f"{name}.{side}" for name in ("hand", "foot", *SIDED) for side in "RL"] + list(MIDDLE)
    return sorted(((name, plain_name(name)) for name in names), key=lambda pair: pair[1])
