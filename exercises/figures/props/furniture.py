"""Furniture and walls: what stands on the floor and does not move."""

from collections.abc import Sequence

import numpy as np

from exercises.figures.camera import Camera
from exercises.figures.prop_fields import Bench, Block, Chair, Counter, Desk, Frame, Stool, Wall
from exercises.figures.props.pieces import Piece, box, cylinder, turned

DOOR_HEIGHT, DOOR_WIDTH, POST = 204.0, 84.0, 9.0


def _legs(x: tuple[float, float], z: float, top: float, width: float = 3.4) -> list[Piece]:
    return [
        box("frame", (at, at + width), (0, top), (side - width / 2, side + width / 2)) for at in x for side in (-z, z)
    ]


def _seat(height: float) -> list[Piece]:
    return [*_legs((-17, 17.6), 17.5, height - 4), box("pad", (-19, 23), (height - 5, height), (-21, 21))]


def chair(settings: Chair) -> list[Piece]:
    """A plain chair; `x` is where the hips of the person who sits on it are."""
    pieces, seat = _seat(settings.seat), settings.seat
    if settings.back:
        pieces += [box("frame", (-19, -16.5), (seat, seat + 18), (side - 1.7, side + 1.7)) for side in (-14, 14)]
        pieces.append(box("pad", (-19.5, -16), (seat + 16, seat + 44), (-19, 19)))
    return turned(pieces, settings.turned, settings.x)


def stool(settings: Stool) -> list[Piece]:
    return turned(_seat(settings.seat), 0, settings.x)


def desk(settings: Desk) -> list[Piece]:
    """A table top on a trestle (legs at its near end would stand before the thighs), its near edge at x.

    The screen's middle is `screen_height` above the top.
    """
    top, x = settings.top, settings.x
    pieces = [
        box("pad", (x, x + 68), (top - 3, top), (-42, 42)),
        *(box("frame", (x + 50, x + 55), (2, top - 3), (z - 2, z + 2)) for z in (-32, 32)),
        *(box("frame", (x + 32, x + 66), (0, 2), (z - 2.5, z + 2.5)) for z in (-32, 32)),
    ]
    if settings.screen:
        middle = top + settings.screen_height - 18
        pieces += [
            box("dark", (x + 44, x + 58), (top, top + 1.5), (-10, 10)),
            box("dark", (x + 50, x + 52.5), (top + 1.5, middle + 8), (-3, 3)),
            box("dark", (x + 47, x + 50), (middle - 16, middle + 17), (-27, 27)),
        ]
    return pieces


def counter(settings: Counter) -> list[Piece]:
    """A closed kitchen counter with its near edge at x; with a z, one that runs along beside the person."""
    height, x, z = settings.height, settings.x, settings.z
    if z:
        inner, outer = sorted((z, z + float(np.copysign(38, z))))
        return [
            box("frame", (x - 42, x + 42), (0, height - 4), (inner + 2, outer - 2)),
            box("pad", (x - 44, x + 44), (height - 4, height), (inner, outer)),
        ]
    return [
        box("frame", (x + 3, x + 46), (0, height - 4), (-48, 48)),
        box("pad", (x, x + 48), (height - 4, height), (-50, 50)),
    ]


def bench(settings: Bench) -> list[Piece]:
    """A padded bench on two feet, its near edge at x."""
    height, x, half = settings.height, settings.x, settings.width / 2
    along = (x, x + settings.length)
    feet = (x + 5, x + settings.length - 5)
    return [
        *(box("frame", (at - 2.5, at + 2.5), (0, height - 6), (-half + 6, half - 6)) for at in feet),
        box("pad", along, (height - 7, height), (-half, half)),
    ]


def step(settings: Block) -> list[Piece]:
    """A low step whose tread stands out a little."""
    height, x, half = settings.height, settings.x, settings.width / 2
    return [
        box("frame", (x + 1, x + settings.length - 1), (0, height - 3), (-half + 1, half - 1)),
        box("pad", (x, x + settings.length), (height - 3, height), (-half, half)),
    ]


def bed(settings: Block, span: Sequence[float]) -> list[Piece]:
    """A mattress on a base; `span` is x from, x to, z from, z to of the person who lies on it."""
    height, x, z = settings.height, (span[0] - 10, span[1] + 10), (min(span[2] - 8, -42), max(span[3] + 8, 42))
    base = max(height - 18, 0.0)
    pieces = [box("linen", x, (base, height), z, hides=False)]
    if base:
        pieces.insert(0, box("frame", (x[0] + 2, x[1] - 2), (0, base), (z[0] + 2, z[1] - 2), hides=False))
    return pieces


def door_frame(settings: Frame, camera: Camera) -> list[Piece]:
    """Two posts with their near faces at x; the one that is touched begins at z. From beside, one post is enough."""
    x, z = settings.x, settings.z
    side = 1.0 if z >= 0 else -1.0
    depth = (x, x + 12) if x > 0 else (x - 12, x)

    def post(inner: float) -> tuple[float, float]:
        low, high = sorted((inner, inner + side * POST))
        return low, high

    far = z - side * (DOOR_WIDTH + POST)
    posts = [box("pad", depth, (0, DOOR_HEIGHT), post(z))]
    if abs(camera.matrix[0][2]) > 0.3:
        low, high = sorted((far, z + side * POST))
        posts += [
            box("pad", depth, (0, DOOR_HEIGHT), post(far)),
            box("pad", depth, (DOOR_HEIGHT, DOOR_HEIGHT + POST), (low, high)),
        ]
    return posts


def wall(settings: Wall, camera: Camera) -> list[Piece]:
    """A piece of wall with a skirting board. One between the viewer and the person is left out: it would hide all."""
    x = settings.x
    away = 1.0 if x > 0 else -1.0
    facing = -away * camera.matrix[2][0]  # how much of the wall's own side is seen
    if facing < -0.15:
        return []
    edge_on = facing < 0.3
    half, height, thick = (30.0, 196.0, 5.0) if edge_on else (78.0, 206.0, 4.0)
    sheet, board = sorted((x, x + away * thick)), sorted((x, x - away * 0.8))
    # Only a hand that presses on a wall in front could show through it.
    return [
        box("pad" if edge_on else "wall", (sheet[0], sheet[1]), (0, height), (-half, half), hides=x > 0),
        box("board", (board[0], board[1]), (0, 7), (-half, half), hides=False),
    ]


def anchor(place: Sequence[float]) -> list[Piece]:
    """A post for the fixed end of a band at `place` (3)."""
    x, y, z = (float(value) for value in place)
    middle = x + 2.5 * float(np.sign(x) or 1)
    return [
        box("frame", (middle - 13, middle + 13), (0, 2.5), (z - 13, z + 13)),
        cylinder("frame", np.array([middle, 2.5, z]), np.array([middle, y + 26.0, z]), 2.2),
        cylinder("dark", np.array([middle, y - 2.5, z]), np.array([middle, y + 2.5, z]), 2.9),
    ]
