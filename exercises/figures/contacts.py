"""What touches what: reading "palm.R on knee.R" into demands that the solver keeps."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from django.utils.translation import gettext as _

from exercises.figures.points import POINT_LIMBS, SIDED, TOGETHER
from exercises.figures.skeleton import JOINT
from exercises.figures.surfaces import SURFACES

PATTERN = re.compile(r"\s*(?P<point>[\w.]+)\s+(?P<verb>on|under)\s+(?P<target>[\w.]+)(?:\s+(?P<soft>soft))?\s*")


class Contact(NamedTuple):
    """`point` lies on `target` (a surface or another point), or joint `point` vertically under joint `target`."""

    point: str
    target: str
    under: bool = False
    soft: bool = False

    @property
    def on_surface(self) -> bool:
        return not self.under and self.target in SURFACES

    @property
    def place(self) -> tuple[str, str, bool]:
        """What makes it the same contact in another step."""
        return (self.point, self.target, self.under)

    def __str__(self) -> str:
        return f"{self.point} {'under' if self.under else 'on'} {self.target}{' soft' if self.soft else ''}"

    def mirrored(self) -> "Contact":
        return self._replace(point=other_side(self.point), target=other_side(self.target))


def other_side(name: str) -> str:
    """The same name on the other side: "palm.R" for "palm.L"; what has no side stays."""
    if name.endswith((".R", ".L")):
        return name[:-1] + ("L" if name.endswith("R") else "R")
    return name


def did_you_mean(wrong: str, names: list[str]) -> str:
    """A closing question that names the nearest of `names`, or nothing when none is near."""
    close = get_close_matches(wrong, [name for name in names if name != wrong], n=1, cutoff=0.6)
    return _("; did you mean “%(name)s”?") % {"name": close[0]} if close else ""


def all_names() -> list[str]:
    """Everything that may stand before "on"."""
    return [*POINT_LIMBS, *SIDED, *TOGETHER, *(f"{name}.{side}" for name in TOGETHER for side in "RL")]


def read_contact(text: str) -> list[Contact]:
    """The demands that a line stands for: "foot on floor" is three for each foot. Raises ValueError with a sentence."""
    match = PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(_("cannot be read; write for example “palm.L on floor”"))
    point, target, soft = match["point"], match["target"], bool(match["soft"])
    if match["verb"] == "under":
        for joint in (point, target):
            if joint not in JOINT:
                raise ValueError(_("no joint “%s”") % joint + did_you_mean(joint, list(JOINT)))
        return [Contact(point, target, under=True)]
    return [Contact(name, _target(target, name), soft=soft) for name in _points(point)]


def _points(name: str) -> Iterator[str]:
    base, dot, side = name.partition(".")
    sides = [side] if dot else list("RL") if base in SIDED or base in TOGETHER else []
    found = [f"{part}.{each}" for each in sides for part in TOGETHER.get(base, (base,))] or [name]
    if not all(point in POINT_LIMBS for point in found):
        raise ValueError(_("no point “%s”") % name + did_you_mean(name, all_names()))
    yield from found


def _target(name: str, point: str) -> str:
    if name in SURFACES or name in POINT_LIMBS:
        return name
    same_side = f"{name}.{point[-1]}"
    if same_side in POINT_LIMBS:
        return same_side
    raise ValueError(_("nothing called “%s” to touch") % name + did_you_mean(name, [*SURFACES, *POINT_LIMBS, *SIDED]))
