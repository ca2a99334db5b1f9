"""Alternative text of a picture, made from its steps: the start, the movement and the side."""

import re

import numpy as np
from django.utils.translation import gettext as _

from exercises.figures.assembly import Wish, assemble
from exercises.figures.document import FigureDocument
from exercises.figures.poses import BASE_POSES

SIDE_WORDS = re.compile(r"\b(left|right)\b", re.IGNORECASE)
OTHER = {"left": "right", "right": "left", "Left": "Right", "Right": "Left", "LEFT": "RIGHT", "RIGHT": "LEFT"}


def swap_sides(text: str) -> str:
    """The same sentence for the mirrored picture. ("Upright" and "right angle" have no side.)"""

    def other(match: re.Match[str]) -> str:
        following = text[match.end() :].lstrip().lower()
        return match[0] if following.startswith("angle") else OTHER.get(match[0], match[0])

    return SIDE_WORDS.sub(other, text)


def captions(document: FigureDocument, *, mirrored: bool = False) -> list[str]:
    """One line for each stop; a step without a caption is named by its base pose."""
    lines = []
    for step in document.steps:
        if step.via:
            continue
        line = step.caption or (str(BASE_POSES[step.pose].label) if step.pose else _("Back to the start"))
        lines.append(swap_sides(line) if mirrored else line)
    return lines


def is_one_sided(document: FigureDocument) -> bool:
    """Whether the mirrored picture shows something else: a side is worked, and not both in turn."""
    if document.sided is not None:
        return document.sided
    if document.alternate:
        return False
    wishes = [assemble(document, index) for index in range(len(document.steps))]
    return not all(any(_mirrors(wish, other) for other in wishes) for wish in wishes)


def _mirrors(wish: Wish, other: Wish) -> bool:
    """Whether two steps ask for the same with the sides exchanged."""
    flipped = wish.pose.mirrored()
    touches = {contact.mirrored().place for contact in wish.contacts} == {contact.place for contact in other.contacts}
    turned = np.allclose(flipped.turn, other.pose.turn, atol=0.02)
    return touches and turned and np.allclose(flipped.angles, other.pose.angles, atol=1.0)


def alternative(document: FigureDocument, *, mirrored: bool = False) -> str:
    """What a person who does not see the picture is told."""
    first, *rest = captions(document, mirrored=mirrored)
    text = _("Start: %s") % first
    if rest:
        text += " " + _("Then: %s") % " ".join(rest)
    if document.alternate:
        text += " " + _("Then the same with the other side.")
    return text
