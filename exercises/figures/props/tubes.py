"""Bands and straps: round or flat strips along a line of points."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from exercises.figures.props.pieces import Piece, cylinder, sphere
from exercises.figures.skeleton import Array


def tube(role: str, places: Sequence[Array], radius: float) -> list[Piece]:
    """A round cord through all places (each (3,), cm), with rounded bends."""
    bars = [
        cylinder(role, start, end, radius, sides=8)
        for start, end in pairwise(places)
        if np.linalg.norm(end - start) > 0.1
    ]
    return bars + [sphere(role, place, radius, rings=4) for place in places[1:-1]]


def ribbon(role: str, ring: Sequence[Array], along: Array, width: float) -> list[Piece]:
    """A closed flat strip: the ring of places, `width` cm wide along the unit vector `along`; seen from both sides."""
    middle = np.array(ring)
    count = len(middle)
    vertices = np.concatenate([middle - along * width / 2, middle + along * width / 2])
    outside = [(i, (i + 1) % count, (i + 1) % count + count, i + count) for i in range(count)]
    return [Piece(role, vertices, tuple(outside + [face[::-1] for face in outside]))]
