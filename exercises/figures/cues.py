"""Small signs for what a silhouette cannot show: breath, a squeeze, a look, stillness, pressure; and good or bad."""

from collections.abc import Callable

import numpy as np

from exercises.figures.arrows import smooth
from exercises.figures.bodies import Body
from exercises.figures.camera import Camera, View, project
from exercises.figures.motion import Key
from exercises.figures.points import POINT_LIMBS
from exercises.figures.props.held import Grasp
from exercises.figures.skeleton import JOINT, Array
from exercises.figures.svg import path

# Where a squeeze or a pressure is felt, by the worked region; else at the chest.
FELT_AT = {
    "abdomen": "belly",
    "lower back": "lowback",
    "glutes": "sacrum",
    "shoulder blades": "upperback",
    "upper back": "upperback",
    "neck": "nape",
    "neck front": "chin",
}


class Stand:
    """Where a posed body is seen, in half units."""

    def __init__(self, key: Key, body: Body, camera: Camera, view: View) -> None:
        self.key, self.grasp, self.camera, self.view = key, Grasp(body, key.pose), camera, view

    def at(self, place: Array) -> Array:
        return np.asarray(2 * project(place[None], self.camera, self.view)[0, :2])

    def way(self, direction: Array) -> Array:
        """A unit vector (2,) on the picture; straight up for what points at the viewer."""
        seen = self.camera.matrix[:2] @ direction
        length = float(np.linalg.norm(seen))
        return np.array([seen[0], -seen[1]]) / length if length > 0.25 else np.array([0.0, -1.0])


def breath(stand: Stand, worked: list[str]) -> str:
    """Three waves before the mouth."""
    facing = stand.way(stand.grasp.turns[JOINT["head"]] @ np.array([1.0, 0.0, 0.0]))
    aside = np.array([-facing[1], facing[0]])
    mouth = stand.at(stand.grasp.place("chin")) + facing * 26 * stand.view.scale / 2.45
    waves = ""
    for number, length in ((-1, 54), (0, 74), (1, 54)):
        along = np.linspace(0, length, 7)
        bend = 6 * np.sin(along / 54 * 2 * np.pi)
        line = mouth + facing * along[:, None] + aside * (bend + 22 * number)[:, None]
        waves += smooth(line)
    return path("cue", waves)


def _small_arrow(start: Array, end: Array) -> str:
    """Path data of a line with an open head."""
    ahead = (end - start) / (np.linalg.norm(end - start) + 1e-6)
    aside = np.array([-ahead[1], ahead[0]])
    barbs = [end - 15 * ahead + 14 * aside, end, end - 15 * ahead - 14 * aside]
    head = "L".join(f"{round(x)} {round(y)}" for x, y in barbs)
    return f"M{round(start[0])} {round(start[1])}L{round(end[0])} {round(end[1])}M{head}"


def squeeze(stand: Stand, worked: list[str]) -> str:
    """Two arrows towards each other, over the part that is drawn together."""
    name = _felt_at(worked)
    middle = stand.at(stand.grasp.place(name))
    across = stand.way(stand.grasp.turns[stand.grasp.body.points[name].joint] @ np.array([0.0, 0.0, 1.0]))
    if abs(float(stand.camera.matrix[2] @ stand.grasp.turns[stand.grasp.body.points[name].joint][:, 2])) > 0.8:
        across = stand.way(stand.grasp.normal(name))  # seen from beside: from front and back
    return path(
        "cue",
        _small_arrow(middle - 92 * across, middle - 36 * across)
        + _small_arrow(middle + 92 * across, middle + 36 * across),
    )


def look(stand: Stand, worked: list[str]) -> str:
    """A line of dots where the eyes go, with a ring at its end."""
    turn = stand.grasp.turns[JOINT["head"]]
    eyes = stand.at(stand.grasp.joints[JOINT["head"]] + turn @ np.array([11.0, 8.0, 0.0]))
    facing = stand.way(turn @ np.array([1.0, 0.0, 0.0]))
    dots = [eyes + facing * distance for distance in (34, 62, 90, 118)]
    line = "".join(f"M{round(x)} {round(y)}h1" for x, y in dots)
    x, y = eyes + facing * 160
    return path("cue", f"{line}M{round(x) - 18} {round(y)}a18 18 0 1 0 36 0a18 18 0 1 0-36 0")


def still(stand: Stand, worked: list[str]) -> str:
    """Two bars, as on a player: stay like this."""
    x, y = 84, 84
    return path("cue", f"M{x - 36} {y}a36 36 0 1 0 72 0a36 36 0 1 0-72 0M{x - 11} {y - 14}v28M{x + 11} {y - 14}v28")


def press(stand: Stand, worked: list[str]) -> str:
    """An arrow into what the hand presses on; without one, into the worked part."""
    hands = [c.point for c in stand.key.contacts if not c.under and POINT_LIMBS[c.point].startswith("arm")]
    own = [c.point for c in stand.key.contacts if c.place not in stand.key.inherited and c.point in hands]
    signs = ""
    for name in (own or [])[:2]:
        into = stand.way(stand.grasp.normal(name))
        middle = stand.at(stand.grasp.place(name))
        signs += _small_arrow(middle - 104 * into, middle - 44 * into)
    if not signs:
        name = _felt_at(worked)
        into, middle = -stand.way(stand.grasp.normal(name)), stand.at(stand.grasp.place(name))
        signs = _small_arrow(middle - 92 * into, middle - 24 * into)
    return path("cue", signs)


def _felt_at(worked: list[str]) -> str:
    return next((FELT_AT[region] for region in worked if region in FELT_AT), "chest")


CUES: dict[str, Callable[[Stand, list[str]], str]] = {
    "breath": breath,
    "squeeze": squeeze,
    "look": look,
    "still": still,
    "press": press,
}


def cue(name: str, key: Key, worked: list[str], body: Body, camera: Camera, view: View) -> str:
    """SVG of one sign over a step's figure; `name` is a key of CUES."""
    return CUES[name](Stand(key, body, camera, view), worked)


def badge(mark: str, view: View) -> str:
    """A tick ("good") or a cross ("bad") on a disc in the upper right corner, in half units."""
    x, y = 2 * view.width - 92, 92
    disc = path(mark, f"M{x - 48} {y}a48 48 0 1 0 96 0a48 48 0 1 0-96 0")
    sign = f"M{x - 23} {y + 2}l17 18 31-38" if mark == "good" else f"M{x - 19} {y - 19}l38 38m0-38l-38 38"
    return disc + path("tick", sign)
