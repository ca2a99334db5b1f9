"""A small view from the other side, in a free corner, when the worked region cannot be seen in the picture itself."""

from dataclasses import replace

import numpy as np

from exercises.figures import svg
from exercises.figures.camera import HEIGHT, WIDTH, Camera, View, project
from exercises.figures.glow import hidden_regions
from exercises.figures.outlines import Quality, outlines
from exercises.figures.scene import held_in
from exercises.figures.skeleton import DOF, NEUTRAL, Array, Pose
from exercises.figures.stage import Stage, solids
from exercises.figures.tones import NEAR

BOX_WIDTH, BOX_HEIGHT, MARGIN, ROUND = 96, 124, 8, 14
HEADROOM = 7.0
# The whole figure is shown for these, else it is cut above the knees, at this share of its height.
IN_LEGS = ("thigh", "calf")
CUT = 0.4
BEYOND = 8  # `outlines` draws so many units beyond the view's lower edge; here that must be the box's
# Regions on the front of the body; all others are seen from behind.
IN_FRONT = ("chest", "abdomen", "neck front", "hip front", "thigh front", "arm front")
SIDES = (".R", ".L")
BESIDE_ARMS = ("hip", "waist", "thigh")
HANDS_IN_FRONT = {"shoulder.{}.flex": 35, "shoulder.{}.abd": 14, "shoulder.{}.rot": -45, "elbow.{}.flex": 115}
# Half units of the figure within a corner that still leave it free enough.
MUCH = 0.03


def inset(stage: Stage, quality: Quality) -> str:
    """SVG of the small figure, or nothing when all worked regions are seen or no corner is free."""
    pose = stage.keys[stage.stops[-1]].pose
    scene, document = stage.scene, stage.document
    held = solids(held_in(document.props, stage.body, pose))
    skin = stage.body.posed(pose)
    hidden = hidden_regions(stage.body, skin, scene.camera, scene.view, document.worked, held=held, fixed=stage.fixed)
    corner = _free_corner(stage) if hidden else None
    if corner is None:
        return ""
    left, top = corner
    camera = Camera(_azimuth(hidden[0]), 4.0)
    standing = Pose(np.zeros(3), np.eye(3), _standing(hidden[0]))
    vertices = stage.body.posed(standing)
    view = _view(vertices, left, top, whole=any(region.startswith(IN_LEGS) for region in hidden))
    small = replace(quality, pixels=quality.pixels * 1.5, shade=False, silhouette=False, smallest=1.5)
    layers = outlines(stage.body, vertices, camera, view, tones=[NEAR] * 6, worked=hidden, quality=small)
    return f'<g class="inset">{svg.path("panel", _panel(left, top))}{svg.paths(layers, blur="less")}</g>'


def _azimuth(region: str) -> float:
    if region.endswith(SIDES):
        return -35.0 if region.endswith(".R") else -145.0
    return 90.0 if region in IN_FRONT else -90.0


def _standing(region: str) -> Array:
    """Angles (46,): upright, with the hands before the chest where hanging arms would hide the region."""
    angles = NEUTRAL.copy()
    if region.startswith(BESIDE_ARMS):
        for side in "RL":
            for way, value in HANDS_IN_FRONT.items():
                angles[DOF[way.format(side)]] = value
    return angles


def _view(vertices: Array, left: float, top: float, *, whole: bool) -> View:
    """The figure in the middle of the box, cut at its lower edge unless all of it is to be seen."""
    low, high = float(vertices[:, 1].min()), float(vertices[:, 1].max())
    bottom = low if whole else low + CUT * (high - low)
    floor_y = top + BOX_HEIGHT - (HEADROOM if whole else 0)
    scale = (floor_y - top - HEADROOM) / (high - bottom)
    center_x = (WIDTH / 2 - left - BOX_WIDTH / 2) / scale
    return View(center_x, bottom, scale, height=round(top + BOX_HEIGHT - BEYOND), floor_y=floor_y)


def _panel(left: float, top: float) -> str:
    """A box with round corners, in half units."""
    x, y, wide, tall = round(2 * left), round(2 * top), 2 * BOX_WIDTH, 2 * BOX_HEIGHT
    r = ROUND
    return (
        f"M{x + r} {y}h{wide - 2 * r}q{r} 0 {r} {r}v{tall - 2 * r}q0 {r}-{r} {r}h{2 * r - wide}"
        f"q-{r} 0-{r}-{r}v{2 * r - tall}q0-{r} {r}-{r}z"
    )


def _free_corner(stage: Stage) -> tuple[float, float] | None:
    """Left and top of the corner that is least in the way of the figure in all its key poses."""
    points = np.concatenate([_seen(stage, stage.body.posed(key.pose)) for key in stage.keys])
    marked = any(key.step.mark for key in stage.keys)
    best, choice = MUCH, None
    for right in (False, True):
        for bottom in (False, True):
            if right and not bottom and marked:
                continue  # the badge is there
            left = WIDTH - BOX_WIDTH - MARGIN if right else MARGIN
            top = HEIGHT - BOX_HEIGHT - MARGIN if bottom else MARGIN
            inside = np.abs(points - [left + BOX_WIDTH / 2, top + BOX_HEIGHT / 2]) < [
                BOX_WIDTH / 2 + 6,
                BOX_HEIGHT / 2 + 6,
            ]
            share = float(inside.all(axis=1).mean()) + (0.001 if bottom else 0)
            if share < best:
                best, choice = share, (float(left), float(top))
    return choice


def _seen(stage: Stage, vertices: Array) -> Array:
    return project(vertices, stage.scene.camera, stage.scene.view)[:, :2]
