"""Pieces that do not move, as polygons from back to front.

Every piece is painted as its whole outline in the tone that most of it has, then the faces in other tones over that:
so no seam shows between faces, and a box costs three short paths.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from exercises.figures.camera import Camera, View, project
from exercises.figures.props.pieces import Piece
from exercises.figures.skeleton import Array

# How bright a face is by its angle to the light: above the first 1 (light), below the second 3 (dark), else 2.
LIGHT, DARK = 0.6, 0.24


class Paint(NamedTuple):
    """One path in half drawing units; `role` names its colour, such as "pad1" for the light tone of "pad"."""

    role: str
    path: str


def light_direction(camera: Camera) -> Array:
    """From above, a little from the left and from the viewer."""
    right, _up, towards = camera.matrix
    return np.asarray(0.7 * np.array([0.0, 1.0, 0.0]) - 0.35 * right + 0.5 * towards)


def paint(pieces: Sequence[Piece], camera: Camera, view: View) -> list[Paint]:
    """All pieces from back to front; neighbours of one role share a path."""
    paints: list[Paint] = []
    for piece in back_to_front(pieces, camera):
        for role, path in _paint_piece(piece, camera, view):
            if paints and paints[-1].role == role:
                paints[-1] = Paint(role, paints[-1].path + path)
            else:
                paints.append(Paint(role, path))
    return paints


def _paint_piece(piece: Piece, camera: Camera, view: View) -> list[Paint]:
    if piece.radius:
        return _paint_ball(piece, camera, view)
    flat = np.rint(project(piece.vertices, camera, view)[:, :2] * 2).astype(int)
    normals = piece.normals()
    seen = np.flatnonzero(normals @ camera.matrix[2] > 0.02)
    bright = np.round(normals @ light_direction(camera), 6)
    tones = np.where(bright > LIGHT, 1, np.where(bright < DARK, 3, 2))
    sizes = {tone: sum(_area(flat[list(piece.faces[i])]) for i in seen if tones[i] == tone) for tone in (1, 2, 3)}
    main = max(sizes, key=lambda tone: sizes[tone])
    paints = [Paint(f"{piece.role}{main}", polygon(_hull(flat)))]
    for tone in (1, 2, 3):
        faces = [piece.faces[i] for i in seen if tones[i] == tone]
        if tone != main and sizes[tone] > 12:
            paints.append(Paint(f"{piece.role}{tone}", "".join(polygon(flat[ring]) for ring in _outlines(faces))))
    return paints


def _paint_ball(piece: Piece, camera: Camera, view: View) -> list[Paint]:
    """A disc with a dark crescent below and a light spot above, towards the light."""
    x, y = (2 * project(piece.vertices.mean(axis=0, keepdims=True), camera, view)[0, :2]).tolist()
    size = 2 * view.scale * piece.radius
    shapes = ((3, 0.0, 1.0), (2, 0.09, 0.88), (1, 0.42, 0.3))
    return [
        Paint(f"{piece.role}{tone}", circle(x - off * size * 0.6, y - off * size, share * size))
        for tone, off, share in shapes
    ]


def circle(x: float, y: float, radius: float) -> str:
    """A closed path round (x, y)."""
    r = round(radius)
    return f"M{round(x) - r} {round(y)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0"


def polygon(points: Array) -> str:
    """A closed path of straight lines between whole numbers (n, 2)."""
    steps = np.diff(points, axis=0)
    lines = " ".join(f"{dx} {dy}" for dx, dy in steps.tolist() if dx or dy)
    return f"M{points[0][0]} {points[0][1]}l{lines}z".replace(" -", "-")


def _area(points: Array) -> float:
    x, y = points.T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def _hull(points: Array) -> Array:
    """Corners of the convex hull of whole-number points (n, 2), in order round it."""
    ordered = sorted({(int(x), int(y)) for x, y in points})

    def half(walk: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        chain: list[tuple[int, int]] = []
        for x, y in walk:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return np.array((half(ordered) + half(reversed(ordered))) or ordered)


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _outlines(faces: Sequence[tuple[int, ...]]) -> list[list[int]]:
    """The rings of vertices round a set of faces: their edges that no second face of the set shares."""
    edges = {(a, b) for face in faces for a, b in zip(face, (*face[1:], face[0]), strict=True)}
    following = {a: b for a, b in sorted(edges) if (b, a) not in edges}
    rings = []
    while following:
        start = min(following)
        ring, at = [start], following.pop(start)
        while at != start and at in following:
            ring.append(at)
            at = following.pop(at)
        rings.append(ring)
    return rings


def back_to_front(pieces: Sequence[Piece], camera: Camera) -> list[Piece]:
    """An order in which no piece is painted over one that is in front of it.

    Two boxes that a plane across an axis separates never hide each other the wrong way round when the one beyond the
    plane comes first; furniture always has such a plane.
    """
    bounds = [(piece.vertices.min(axis=0), piece.vertices.max(axis=0)) for piece in pieces]
    waiting, ordered = list(range(len(pieces))), []
    while waiting:
        free = [i for i in waiting if not any(_behind(bounds[j], bounds[i], camera) for j in waiting if j != i)]
        chosen = (free or waiting)[0]
        waiting.remove(chosen)
        ordered.append(pieces[chosen])
    return ordered


def _behind(first: tuple[Array, Array], second: tuple[Array, Array], camera: Camera) -> bool:
    """Whether the box `first` must be painted before `second`."""
    towards = camera.matrix[2]
    apart = []
    for axis in range(3):
        if first[1][axis] <= second[0][axis] + 1e-6:
            apart.append(float(towards[axis]))
        elif second[1][axis] <= first[0][axis] + 1e-6:
            apart.append(-float(towards[axis]))
    # Separated both ways, neither can hide the other.
    return bool(apart) and max(apart) > 0.02 and min(apart) >= -0.02
