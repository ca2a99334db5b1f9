"""What is in a picture besides the body: mat and floor line, furniture, and what the figure holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exercises.figures.bodies import Body
from exercises.figures.camera import Camera, View, fit_view, project
from exercises.figures.document import FigureDocument
from exercises.figures.prop_fields import Props
from exercises.figures.props import furniture, soft
from exercises.figures.props.held import Grasp, held_pieces
from exercises.figures.props.painting import Paint, paint
from exercises.figures.props.pieces import Piece
from exercises.figures.skeleton import JOINT, Array, Pose, frames_of

# A picture is cut to the parts (of Body.part: trunk, head, arm.R, arm.L, leg.R, leg.L) that its crop names.
CROPPED_PARTS = {"upper": (0, 1, 2, 3), "head": (1,), "legs": (4, 5)}
HEAD_AND_SHOULDERS = 30.0  # cm from the base of the skull that the crop "head" still shows
LOW = 22.0  # a pelvis, knee or shoulder below this height lies or kneels on the floor


@dataclass(frozen=True)
class Scene:
    """A picture's surroundings, the same for all its steps."""

    camera: Camera
    view: View
    pieces: tuple[Piece, ...]
    paints: tuple[Paint, ...]
    floor_line: str  # path, or nothing where there is a mat

    @property
    def hiding(self) -> list[Piece]:
        """The fixed pieces that the body may be behind."""
        return [piece for piece in self.pieces if piece.hides]


def camera_of(document: FigureDocument) -> Camera:
    chosen = document.camera
    return Camera.named(chosen) if isinstance(chosen, str) else Camera(chosen.azimuth, chosen.elevation)


def build_scene(document: FigureDocument, body: Body, poses: Sequence[Pose], camera: Camera | None = None) -> Scene:
    """The surroundings of a document's key poses, seen so that all of them fit."""
    camera = camera or camera_of(document)
    skins = [body.posed(pose) for pose in poses]
    joints = [frames_of(pose, body.bones)[0] for pose in poses]
    pieces = [*_ground(document, skins, joints, camera), *_furniture(document.props, skins, joints, camera)]
    view = fit_view(_extent(document, body, poses, skins, joints, pieces), camera, crop=document.crop)
    on_floor_line = not any(piece.role == "mat" for piece in pieces) and document.floor != "none"
    line = _floor_line(camera, view) if on_floor_line and document.crop not in ("upper", "head") else ""
    return Scene(camera, view, tuple(pieces), tuple(paint(pieces, camera, view)), line)


def held_in(props: Props, body: Body, pose: Pose) -> list[Piece]:
    """What the figure holds in a pose."""
    return held_pieces(props, Grasp(body, pose))


def _span(skins: Sequence[Array]) -> tuple[float, float, float, float]:
    """x from, x to, z from, z to of all poses, on half centimetres."""
    low, high = (
        np.min([skin.min(axis=0) for skin in skins], axis=0),
        np.max([skin.max(axis=0) for skin in skins], axis=0),
    )
    x0, x1, z0, z1 = (float(np.round(value * 2) / 2) for value in (low[0], high[0], low[2], high[2]))
    return x0, x1, z0, z1


def _ground(document: FigureDocument, skins: Sequence[Array], joints: Sequence[Array], camera: Camera) -> list[Piece]:
    wanted = document.floor
    if wanted is None:
        wanted = "mat" if document.props.mat or _on_the_floor(joints) else "line"
    on_something = document.props.bed is not None
    return soft.mat(_span(skins), camera) if wanted == "mat" and not on_something else []


def _on_the_floor(joints: Sequence[Array]) -> bool:
    low = [JOINT[name] for name in ("pelvis", "knee.R", "knee.L", "thx2")]
    return any(bool((pose[low, 1] < LOW).any()) for pose in joints)


def _furniture(props: Props, skins: Sequence[Array], joints: Sequence[Array], camera: Camera) -> list[Piece]:
    pieces: list[Piece] = []
    for name, build in (
        ("chair", furniture.chair),
        ("stool", furniture.stool),
        ("desk", furniture.desk),
        ("step", furniture.step),
        ("bench", furniture.bench),
        ("counter", furniture.counter),
        ("roller", soft.roller),
        ("ball", soft.ball),
    ):
        if settings := getattr(props, name):
            pieces += build(settings)
    pieces += _placed(props, skins, joints, camera)
    if props.band and props.band.anchor:
        pieces += [part for end in props.band.ends if not isinstance(end, str) for part in furniture.anchor(end)]
    return pieces


def _placed(props: Props, skins: Sequence[Array], joints: Sequence[Array], camera: Camera) -> list[Piece]:
    """What depends on the direction of view or on where the body starts."""
    pieces: list[Piece] = []
    if props.wall:
        pieces += furniture.wall(props.wall, camera)
    if props.frame:
        pieces += furniture.door_frame(props.frame, camera)
    if props.bed:
        pieces += furniture.bed(props.bed, _span(skins))
    if props.pillow:
        pieces += soft.pillow(props.pillow, joints[0])
    if props.towel:
        pieces += soft.towel(props.towel, joints[0])
    return pieces


def _extent(
    document: FigureDocument,
    body: Body,
    poses: Sequence[Pose],
    skins: Sequence[Array],
    joints: Sequence[Array],
    pieces: Sequence[Piece],
) -> Array:
    """World points (n, 3) that have to be inside the picture."""
    if document.crop:
        return np.concatenate(
            [_cropped(document.crop, body, skin, joint) for skin, joint in zip(skins, joints, strict=True)]
        )
    x0, x1, _z0, _z1 = _span(skins)
    points = [*skins, np.array([[x0, 0.0, 0.0], [x1, 0.0, 0.0]])]  # the floor, when the feet have left it
    for pose in poses:
        points += [piece.vertices for piece in held_in(document.props, body, pose)]
    top = float(np.max([skin[:, 1].max() for skin in skins]))
    for piece in pieces:
        # Walls and door frames may run out of the picture above the figure.
        points.append(np.minimum(piece.vertices, [np.inf, top, np.inf]))
    return np.concatenate(points)


def _cropped(crop: str, body: Body, skin: Array, joints: Array) -> Array:
    shown = np.isin(body.part, CROPPED_PARTS[crop])
    if crop == "head":
        near = np.linalg.norm(skin - joints[JOINT["head"]], axis=1) < HEAD_AND_SHOULDERS
        shown |= np.isin(body.part, (0, 2, 3)) & near
    return np.asarray(skin[shown])


def _floor_line(camera: Camera, view: View) -> str:
    y = round(2 * float(project(np.zeros((1, 3)), camera, view)[0, 1])) + 3
    return f"M70 {y}H{2 * view.width - 70}"
