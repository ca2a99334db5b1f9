"""Plain words for how the whole body is turned and moved: "roll left 60", "lift pelvis 25 cm"."""

import re
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from exercises.figures.skeleton import Array, rotation

PATTERN = re.compile(
    r"\s*(?P<verb>roll|lean|tilt|turn|lift|lower|move)(?:\s+(?P<way>left|right|forward|back|pelvis))?"
    r"\s+(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>cm)?\s*"
)
WAYS = {
    "roll": ("left", "right"),
    "lean": ("forward", "back", "left", "right"),
    "tilt": ("forward", "back"),
    "turn": ("left", "right"),
    "lift": ("pelvis",),
    "lower": ("pelvis",),
    "move": ("forward", "back", "left", "right"),
}
# About which of the pelvis's own axes, and whether left (or back) is the positive way.
AXES = {"roll": "y", "lean forward": "z", "lean back": "z", "lean left": "x", "lean right": "x"}
POSITIVE = ("roll left", "lean back", "lean right", "turn left")
STEPS = {"forward": (0, 1), "back": (0, -1), "right": (2, 1), "left": (2, -1)}
# More than anybody turns or travels within a picture, in degrees and cm.
MOST_DEGREES, MOST_CM = 360, 400


class Turning(NamedTuple):
    """One instruction; `amount` in degrees, or in cm for lift, lower and move."""

    verb: str
    way: str
    amount: float

    @property
    def moves(self) -> bool:
        return self.verb in ("lift", "lower", "move")

    def mirrored(self) -> "Turning":
        return self._replace(way={"left": "right", "right": "left"}.get(self.way, self.way))


def read_turning(text: str) -> Turning:
    """Raises ValueError with a sentence."""
    match = PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(_("cannot be read; write for example “roll left 60” or “lift pelvis 25 cm”"))
    verb, way, in_cm = match["verb"], match["way"] or "", match["unit"] is not None
    if way not in WAYS[verb]:
        raise ValueError(_("after “%(verb)s” comes %(ways)s") % {"verb": verb, "ways": ", ".join(WAYS[verb])})
    found = Turning(verb, way, float(match["amount"]))
    if found.moves != in_cm:
        needed = _("lengths are in cm, for example “%s 10 cm”") if found.moves else _("angles have no unit: “%s 10”")
        raise ValueError(needed % f"{verb} {way}")
    most = MOST_CM if found.moves else MOST_DEGREES
    if found.amount > most:
        raise ValueError(_("no further than %d") % most)
    return found


def turned(place: Array, turn: Array, words: list[Turning]) -> tuple[Array, Array]:
    """`place` (3,) and `turn` (3, 3) after all `words`, in their order."""
    place, heading = place.copy(), np.eye(3)
    for word in words:
        if word.verb == "turn":
            about = rotation("y", word.amount if word.way == "left" else -word.amount)
            turn, heading = about @ turn, about @ heading
        elif word.moves:
            place = place + heading @ _shift(word)
        else:
            turn = turn @ _own_axis(word)
    return place, turn


def _own_axis(word: Turning) -> Array:
    verb = "lean" if word.verb == "tilt" else word.verb
    axis = AXES.get(verb) or AXES[f"{verb} {word.way}"]
    return rotation(axis, word.amount if f"{verb} {word.way}" in POSITIVE else -word.amount)


def _shift(word: Turning) -> Array:
    shift = np.zeros(3)
    if word.verb == "move":
        axis, sign = STEPS[word.way]
        shift[axis] = sign * word.amount
    else:
        shift[1] = word.amount if word.verb == "lift" else -word.amount
    return shift
