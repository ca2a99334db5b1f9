"""Convex pieces that furniture and training tools are put together from, and how one piece is seen.

A piece that does not move is painted as polygons: its outline in one tone, the faces of other tones over it. One that
moves with the body goes as a triangle mesh through the same depth buffer as the body.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises.figures.skeleton import Array

ROUND_SIDES = 24


class Piece(NamedTuple):
    """A convex solid: `vertices` (n, 3) in cm and flat faces, counter-clockwise seen from outside.

    `role` names its colours; `hides` is false for what the body never stands behind, such as the mat under it. A ball
    has its `radius` in cm, for whoever can draw a true circle; its middle is the mean of its vertices.
    """

    role: str
    vertices: Array
    faces: tuple[tuple[int, ...], ...]
    hides: bool = True
    radius: float = 0.0

    def faces_where(self, chosen: NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
        """Those of the faces for which the mask (faces,) is true."""
        return tuple(face for face, wanted in zip(self.faces, chosen, strict=True) if wanted)

    def triangles(self) -> Array:
        """(m, 3) indices: every face as a fan."""
        fans = [(face[0], a, b) for face in self.faces for a, b in pairwise(face[1:])]
        return np.array(fans, int).reshape(-1, 3)

    def normals(self) -> Array:
        """(faces, 3) outward unit vectors."""
        corners = np.array(
            [[self.vertices[face[0]], self.vertices[face[1]], self.vertices[face[2]]] for face in self.faces]
        )
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1])
        lengths: Array = np.linalg.norm(across, axis=1, keepdims=True)
        return across / np.maximum(lengths, 1e-9)


BOX_FACES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(
    role: str, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], *, hides: bool = True
) -> Piece:
    """A box between the two bounds of each axis."""
    corners = np.array([(a, b, c) for a in x for b in y for c in z], float)
    return Piece(role, corners, BOX_FACES, hides)


def oriented_box(role: str, center: Array, axes: Array, size: Sequence[float]) -> Piece:
    """A box of `size` (3) cm around `center` along the rows of `axes` (3, 3), a rotation."""
    corners = np.array([(a, b, c) for a in (-0.5, 0.5) for b in (-0.5, 0.5) for c in (-0.5, 0.5)]) * np.array(size)
    return Piece(role, center + corners @ axes, BOX_FACES)


def _across(direction: Array) -> tuple[Array, Array]:
    """Two unit vectors that make a right-handed frame with the unit vector `direction`."""
    helper = np.eye(3)[int(np.argmin(np.abs(direction)))]
    first = np.cross(helper, direction)
    first /= np.linalg.norm(first)
    return first, np.cross(direction, first)


def cylinder(role: str, start: Array, end: Array, radius: float, *, sides: int = ROUND_SIDES) -> Piece:
    """A straight round bar from `start` to `end` (3,)."""
    direction = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    first, second = _across(direction)
    angles = np.arange(sides) * 2 * np.pi / sides
    ring = radius * (np.cos(angles)[:, None] * first + np.sin(angles)[:, None] * second)
    around = tuple((i, (i + 1) % sides, (i + 1) % sides + sides, i + sides) for i in range(sides))
    caps = (tuple(range(sides))[::-1], tuple(range(sides, 2 * sides)))
    return Piece(role, np.concatenate([start + ring, end + ring]), around + caps)


def sphere(role: str, center: Array, radius: float, *, rings: int = 10) -> Piece:
    """A ball, as bands of faces from pole to pole."""
    sides = 2 * rings
    polar, turn = np.meshgrid(
        np.linspace(0.02, np.pi - 0.02, rings), np.arange(sides) * 2 * np.pi / sides, indexing="ij"
    )
    points = np.stack([np.sin(polar) * np.sin(turn), np.cos(polar), np.sin(polar) * np.cos(turn)], axis=-1)
    faces = [
        (i * sides + j, (i + 1) * sides + j, (i + 1) * sides + (j + 1) % sides, i * sides + (j + 1) % sides)
        for i in range(rings - 1)
        for j in range(sides)
    ]
    caps = [tuple(range(sides)), tuple(range((rings - 1) * sides, rings * sides))[::-1]]
    return Piece(role, center + radius * points.reshape(-1, 3), tuple(faces + caps), radius=radius)


def turned(pieces: Sequence[Piece], degrees: float, x: float, z: float = 0.0) -> list[Piece]:
    """The pieces turned about the vertical axis (0 faces +x, 90 faces the person's left) and moved to x, z."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
    return [piece._replace(vertices=piece.vertices @ matrix.T + np.array([x, 0, z])) for piece in pieces]
