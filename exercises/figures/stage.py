"""Everything that the pictures of one document share: its body, its key poses, its surroundings, its tones."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from exercises.figures.bodies import Body, get_body
from exercises.figures.camera import Camera
from exercises.figures.document import FigureDocument
from exercises.figures.looks import Look, body_of, look_of
from exercises.figures.motion import Key, keys_at, solve_steps
from exercises.figures.outlines import Layer, Quality, Solid, outlines, silhouette
from exercises.figures.props.pieces import Piece
from exercises.figures.scene import Scene, build_scene, held_in
from exercises.figures.skeleton import Array, Pose
from exercises.figures.tones import side_tones


def solids(pieces: Sequence[Piece]) -> list[Solid]:
    """Pieces as the meshes that the depth buffer knows, those of one role as one."""
    together: dict[str, list[Piece]] = {}
    for piece in pieces:
        together.setdefault(piece.role, []).append(piece)
    return [_solid(role, parts) for role, parts in together.items()]


def _solid(role: str, pieces: Sequence[Piece]) -> Solid:
    starts = np.cumsum([0, *(len(piece.vertices) for piece in pieces)])
    triangles = [piece.triangles() + start for piece, start in zip(pieces, starts, strict=False)]
    return Solid(role, np.concatenate([piece.vertices for piece in pieces]), np.concatenate(triangles))


def rounded(pose: Pose) -> Pose:
    """To hundredths of a cm and of a degree; the rotation to ten thousandths. (Adding 0.0 makes -0.0 plain zero.)"""
    return Pose(np.round(pose.place, 2) + 0.0, np.round(pose.turn, 4) + 0.0, np.round(pose.angles, 2) + 0.0)


@dataclass(frozen=True)
class Stage:
    """A document ready to be drawn."""

    document: FigureDocument
    body: Body
    look: Look
    keys: list[Key]
    scene: Scene
    tones: tuple[int, ...]

    @classmethod
    def of(
        cls,
        document: FigureDocument,
        slug: str,
        *,
        poses: Sequence[Pose] | None = None,
        camera: Camera | None = None,
        memory: MutableMapping[str, Pose] | None = None,
    ) -> "Stage":
        """Solve a document and set its scene. `poses`, one for each step, are kept from an earlier drawing; `memory` is
        that of `solve_steps`."""
        name = document.body or body_of(slug)
        body = get_body(name)
        poses = poses or [rounded(key.pose) for key in solve_steps(document, body, memory=memory)]
        keys = keys_at(document, body, poses)
        scene = build_scene(document, body, [key.pose for key in keys], camera)
        # The tones of the exercise's own position hold for all of its pictures, or limbs would change colour.
        tones = side_tones(body, body.posed(keys[-1].pose), scene.camera)
        return cls(document, body, look_of(slug, name), keys, scene, tones)

    @cached_property
    def fixed(self) -> list[Solid]:
        return solids(self.scene.hiding)

    @property
    def stops(self) -> list[int]:
        """Positions of the keys that get a still: all but those that are only passed through."""
        return [number for number, key in enumerate(self.keys) if not key.step.via]

    def layers(self, pose: Pose, quality: Quality, *, worked: Sequence[str] = ()) -> list[Layer]:
        """The figure in one pose with what it holds."""
        return outlines(
            self.body,
            self.body.posed(pose),
            self.scene.camera,
            self.scene.view,
            tones=self.tones,
            worked=worked,
            held=solids(held_in(self.document.props, self.body, pose)),
            fixed=self.fixed,
            quality=quality,
        )

    def outline(self, pose: Pose, quality: Quality) -> str:
        """One path around the figure in one pose."""
        return silhouette(self.body, self.body.posed(pose), self.scene.camera, self.scene.view, quality)

    def on_picture(self, places: Array) -> Array:
        """World points (n, 3) in half units (n, 2)."""
        seen = places @ self.scene.camera.matrix.T
        view = self.scene.view
        x = (seen[:, 0] - view.center_x) * view.scale + view.width / 2
        y = view.floor_y - (seen[:, 1] - view.bottom) * view.scale
        return np.asarray(2 * np.stack([x, y], axis=1))
