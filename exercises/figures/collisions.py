"""Limbs kept out of one another: each is a capsule, a line with a radius."""

from collections.abc import Iterable

import numpy as np

from exercises.figures.contacts import Contact
from exercises.figures.points import POINT_LIMBS
from exercises.figures.skeleton import JOINT, SIDES, Array

# Bone: joint at its start, where it ends in that joint's frame (joint name or offset in cm), radius in cm. The radii
# are a little less than the flesh, which gives way where limbs press on one another.
End = str | tuple[float, float, float]
SEGMENTS: dict[str, tuple[str, str, float]] = {
    "upperarm": ("shoulder", "elbow", 3.4),
    "forearm": ("elbow", "wrist", 2.8),
    "hand": ("wrist", "fingers", 1.6),
    "thigh": ("hip", "knee", 5.2),
    "shin": ("knee", "ankle", 3.8),
}
TRUNK: dict[str, tuple[str, End, float]] = {
    "belly": ("lum1", "lum2", 8.0),
    "ribs": ("thx1", "neck", 8.5),
    "skull": ("head", (0.0, 9.0, 0.0), 7.0),
}
# What can come into the way of what; a limb's own neighbours never count.
MEETINGS = (
    ("forearm", "thigh"), ("forearm", "shin"), ("hand", "thigh"), ("hand", "shin"),
    ("forearm", "belly"), ("forearm", "ribs"), ("hand", "belly"), ("hand", "ribs"), ("forearm", "skull"),
    ("hand", "skull"), ("upperarm", "skull"),
)  # fmt: skip
CROSSINGS = (
    ("forearm", "forearm"), ("hand", "hand"), ("hand", "forearm"), ("thigh", "thigh"), ("shin", "shin"),
    ("shin", "thigh"), ("hand", "upperarm"), ("forearm", "upperarm"),
)  # fmt: skip


class Capsules:
    """The capsules of one body and the pairs of them that may meet."""

    def __init__(self, bones: Array, girth: float = 1.0) -> None:
        self.names: list[str] = []
        joints, ends, radii = [], [], []
        for name, joint, end, radius in _segments():
            self.names.append(name)
            joints.append(JOINT[joint])
            ends.append(bones[JOINT[end]] if isinstance(end, str) else np.array(end))
            radii.append(radius * girth)
        self.joints, self.ends, self.radii = np.array(joints), np.array(ends), np.array(radii)
        pairs = list(_pairs(self.names))
        self.first = np.array([self.names.index(a) for a, _ in pairs])
        self.second = np.array([self.names.index(b) for _, b in pairs])
        self.limits = self.radii[self.first] + self.radii[self.second]

    def touching(self, contacts: Iterable[Contact]) -> Array:
        """True (pairs,) where a contact brings two limbs together, so that they are left to it."""
        on_body = [c for c in contacts if c.target in POINT_LIMBS and not c.under]
        limbs = {frozenset((POINT_LIMBS[c.point], POINT_LIMBS[c.target])) for c in on_body}
        pairs = zip(self.first, self.second, strict=True)
        return np.array([frozenset((_limb(self.names[a]), _limb(self.names[b]))) in limbs for a, b in pairs])

    def overlaps(self, positions: Array, rotations: Array, *, ignored: Array | None = None) -> Array:
        """How deep (n, pairs) in cm each pair of capsules is inside one another; 0 where they are apart."""
        starts = positions[:, self.joints]
        lines = np.einsum("bnij,nj->bni", rotations[:, self.joints], self.ends)
        gap = _distances(starts[:, self.first], lines[:, self.first], starts[:, self.second], lines[:, self.second])
        depth = np.maximum(0, self.limits - gap)
        return depth if ignored is None else np.where(ignored, 0, depth)

    def pair_names(self) -> list[tuple[str, str]]:
        return [(self.names[a], self.names[b]) for a, b in zip(self.first, self.second, strict=True)]


def _segments() -> Iterable[tuple[str, str, End, float]]:
    for name, (joint, end, radius) in TRUNK.items():
        yield name, joint, end, radius
    for side in SIDES:
        for name, (joint, limb_end, radius) in SEGMENTS.items():
            yield f"{name}.{side}", f"{joint}.{side}", f"{limb_end}.{side}", radius


def _pairs(names: list[str]) -> Iterable[tuple[str, str]]:
    for first, second in MEETINGS:
        for a in (name for name in names if name.partition(".")[0] == first):
            yield from ((a, b) for b in names if b.partition(".")[0] == second)
    for first, second in CROSSINGS:
        yield f"{first}.R", f"{second}.L"
        if first != second:
            yield f"{first}.L", f"{second}.R"


def _limb(segment: str) -> str:
    base, _dot, side = segment.partition(".")
    if base in ("upperarm", "forearm", "hand"):
        return f"arm.{side}"
    if base in ("thigh", "shin"):
        return f"leg.{side}"
    return {"belly": "waist", "ribs": "chest", "skull": "head"}[base]


def _distances(a: Array, along_a: Array, b: Array, along_b: Array) -> Array:
    """The least distance (...) between the segments a + s * along_a and b + t * along_b, s and t in 0..1."""
    between = a - b
    aa, bb, ab = _dot(along_a, along_a), _dot(along_b, along_b), _dot(along_a, along_b)
    ad, bd = _dot(along_a, between), _dot(along_b, between)
    determinant = np.maximum(aa * bb - ab * ab, 1e-9)
    s = np.clip((ab * bd - bb * ad) / determinant, 0, 1)
    t = np.clip((ab * s + bd) / bb, 0, 1)
    s = np.clip((ab * t - ad) / aa, 0, 1)
    return np.linalg.norm(between + s[..., None] * along_a - t[..., None] * along_b, axis=-1)


def _dot(a: Array, b: Array) -> Array:
    return (a * b).sum(-1)
