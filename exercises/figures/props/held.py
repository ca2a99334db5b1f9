"""What moves with the body: bands, straps, weights, sticks, boxes. Built anew for every pose."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from exercises.figures.bodies import Body
from exercises.figures.prop_fields import Band, Box, Held, Loop, Props, Stick, Strap
from exercises.figures.props.pieces import Piece, cylinder, oriented_box, sphere
from exercises.figures.props.tubes import ribbon, tube
from exercises.figures.skeleton import JOINT, Array, Pose, frames_of

BAND_RADIUS, STRAP_RADIUS, STICK_RADIUS = 0.9, 1.1, 1.5
GRIP = 1.6  # cm from the skin of the palm to the middle of what it holds
# How far down the thigh or shin, as a share of its length, a loop band lies.
LOOPS = {"thighs": ("hip", "knee", 0.72), "knees": ("hip", "knee", 0.9), "ankles": ("knee", "ankle", 0.86)}
LOOP_RADII = {"thighs": 8.4, "knees": 7.4, "ankles": 5.4}


class Grasp:
    """Where the points of a body are in one pose."""

    def __init__(self, body: Body, pose: Pose) -> None:
        self.body = body
        self.joints, self.turns = frames_of(pose, body.bones)

    def place(self, name: str) -> Array:
        """World place (3,) of a point on the skin."""
        point = self.body.points[name]
        return np.asarray(self.joints[point.joint] + self.turns[point.joint] @ point.offset)

    def normal(self, name: str) -> Array:
        point = self.body.points[name]
        return np.asarray(self.turns[point.joint] @ point.normal)

    def end(self, end: str | Sequence[float]) -> Array:
        """A point by its name, a little off the palm when it is a palm, or a fixed place."""
        if not isinstance(end, str):
            return np.array(end, float)
        return self.place(end) + self.normal(end) * (GRIP if end.startswith("palm") else 0.4)

    def across(self, name: str) -> Array:
        """The direction (3,) across the palm, to the thumb's side on either hand."""
        return np.asarray(self.turns[self.body.points[name].joint] @ np.array([0.0, 0.0, 1.0]))

    def along(self, name: str) -> Array:
        """The direction (3,) in which the fingers point."""
        return np.asarray(self.turns[self.body.points[name].joint] @ np.array([0.0, -1.0, 0.0]))


def band(settings: Band, grasp: Grasp) -> list[Piece]:
    """Straight between its ends; round a grip at a hand, where its end hangs over a little."""
    places = [grasp.end(end) for end in settings.ends]
    pieces = tube("band", places, BAND_RADIUS)
    for end in settings.ends:
        if isinstance(end, str) and end.startswith("palm"):
            middle, across = grasp.end(end), grasp.across(end)
            pieces.append(cylinder("grip", middle - 5 * across, middle + 5 * across, 1.7, sides=10))
    return pieces


def strap(settings: Strap, grasp: Grasp) -> list[Piece]:
    """From hand to hand round the foot: at a sole it crosses from edge to edge."""
    places: list[Array] = []
    for end in settings.ends:
        if isinstance(end, str) and end.split(".")[0] in ("sole", "ball", "heel"):
            edge, skin = grasp.across(end), grasp.end(end) + grasp.normal(end) * 0.8
            sides = [skin + 4.5 * edge - grasp.normal(end) * 1.5, skin, skin - 4.5 * edge - grasp.normal(end) * 1.5]
            nearest_first = not places or np.linalg.norm(sides[0] - places[-1]) <= np.linalg.norm(
                sides[-1] - places[-1]
            )
            places += sides if nearest_first else sides[::-1]
        else:
            places.append(grasp.end(end))
    return tube("strap", places, STRAP_RADIUS)


def loop(settings: Loop, grasp: Grasp) -> list[Piece]:
    """A short closed band round both legs."""
    upper, lower, share = LOOPS[settings.at]
    ends = {side: [grasp.joints[JOINT[f"{name}.{side}"]] for name in (upper, lower)] for side in "RL"}
    middles = {side: top + share * (bottom - top) for side, (top, bottom) in ends.items()}
    down = sum((bottom - top for top, bottom in ends.values()), np.zeros(3))
    down /= np.linalg.norm(down)
    outward = middles["R"] - middles["L"]
    outward -= (outward @ down) * down
    outward /= max(float(np.linalg.norm(outward)), 1e-6)
    forward = np.cross(down, outward)
    radius, ring = LOOP_RADII[settings.at], []
    for side, start in (("R", -90), ("L", 90)):
        for angle in np.radians(np.linspace(start, start + 180, 9)):
            ring.append(middles[side] + radius * (np.cos(angle) * outward + np.sin(angle) * forward))
    return ribbon("band", ring, down, 4.0)


def dumbbell(settings: Held, grasp: Grasp) -> list[Piece]:
    """One in each of the named hands, its handle across the palm."""
    pieces = []
    for palm in settings.held:
        middle, across = grasp.end(palm), grasp.across(palm)
        pieces.append(cylinder("handle", middle - 7 * across, middle + 7 * across, GRIP, sides=10))
        for way in (-1, 1):
            pieces.append(cylinder("weight", middle + way * 6.2 * across, middle + way * 10.6 * across, 4.6, sides=16))
    return pieces


def kettlebell(settings: Held, grasp: Grasp) -> list[Piece]:
    """Hangs from the hand, straight down."""
    pieces = []
    for palm in settings.held[:1]:
        grip, across = grasp.end(palm), grasp.across(palm)
        down = np.array([0.0, -1.0, 0.0])
        corners = [grip - 4.6 * across, grip + 4.6 * across, grip + 6 * across + 8 * down, grip - 6 * across + 8 * down]
        pieces += tube("handle", [*corners, corners[0]], 1.5)
        pieces.append(sphere("weight", grip + 14.5 * down, 8.6, rings=9))
    return pieces


def stick(settings: Stick, grasp: Grasp) -> list[Piece]:
    first, last = (grasp.end(end) for end in settings.ends)
    beyond = settings.over * (last - first) / max(float(np.linalg.norm(last - first)), 1e-6)
    return [cylinder("stick", first - beyond, last + beyond, STICK_RADIUS, sides=10)]


def phone(settings: Held, grasp: Grasp) -> list[Piece]:
    palm = settings.held[0]
    axes = np.array([grasp.across(palm), grasp.along(palm), np.cross(grasp.across(palm), grasp.along(palm))])
    middle = grasp.place(palm) + grasp.normal(palm) * 1.2 + grasp.along(palm) * 3
    return [oriented_box("device", middle, axes, (7.4, 15.0, 1.1))]


def carton(settings: Box, grasp: Grasp) -> list[Piece]:
    """Between the two palms, or in front of one; upright and as the body is turned."""
    places = [grasp.place(palm) for palm in settings.held]
    middle = np.mean(places, axis=0)
    size = settings.size
    if len(places) == 2:
        across = (places[0] - places[1]) * np.array([1.0, 0.0, 1.0])
        width = max(float(np.linalg.norm(across)) - 0.6, 6.0)
        across /= max(float(np.linalg.norm(across)), 1e-6)
    else:
        across, width = np.array([0.0, 0.0, 1.0]), size
        middle = middle + grasp.normal(settings.held[0]) * size / 2
    up = np.array([0.0, 1.0, 0.0])
    axes = np.array([np.cross(up, across), up, across])
    whole = oriented_box("carton", middle + up * size * 0.12, axes, (size * 0.8, size * 0.7, width))
    upward = whole.normals()[:, 1] > 0.5
    parts = ((role, whole.faces_where(mask)) for role, mask in (("carton", upward), ("cartons", ~upward)))
    return [Piece(role, whole.vertices, faces) for role, faces in parts]


MAKERS: dict[str, Callable[[Any, Grasp], list[Piece]]] = {
    "band": band,
    "strap": strap,
    "loop": loop,
    "dumbbell": dumbbell,
    "kettlebell": kettlebell,
    "stick": stick,
    "phone": phone,
    "box": carton,
}


def held_pieces(props: Props, grasp: Grasp) -> list[Piece]:
    """Everything that the figure holds or wears in one pose."""
    there = ((make, getattr(props, name)) for name, make in MAKERS.items())
    return [piece for make, settings in there if settings is not None for piece in make(settings, grasp)]
