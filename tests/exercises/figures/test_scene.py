"""What stands around the figure, what it holds, and what is in front of what."""

from typing import Any

import numpy as np
import pytest

from exercises.figures.bodies import get_body
from exercises.figures.camera import PRESETS, Camera, View, project
from exercises.figures.document import FigureDocument, read_document
from exercises.figures.outlines import PREVIEW
from exercises.figures.prop_fields import Props
from exercises.figures.props.furniture import chair, desk, wall
from exercises.figures.props.painting import back_to_front, paint
from exercises.figures.props.pieces import Piece, box, cylinder, oriented_box, sphere
from exercises.figures.scene import build_scene, held_in
from exercises.figures.skeleton import DOF, JOINT, NEUTRAL, Pose, frames_of
from exercises.figures.stage import Stage
from exercises.figures.stills import still
from tests.exercises.figures.test_outlines import extent

STANDING = Pose(np.array([0.0, 90, 0]), np.eye(3), NEUTRAL)
SIDE = Camera.named("side")
VIEW = View(0.0, 0.0, 2.0)
FIXED_PROPS: dict[str, dict[str, Any]] = {
    "mat": {},
    "wall": {"x": 45},
    "chair": {},
    "stool": {"x": 40},
    "desk": {"screen": True},
    "step": {},
    "bench": {"x": 25},
    "counter": {},
    "frame": {},
    "roller": {"x": 40},
    "ball": {"x": 60},
    "pillow": {},
    "bed": {},
    "towel": {},
}
HELD_PROPS: dict[str, dict[str, Any]] = {
    "band": {"between": ["palm.R", [80, 110, 0]], "anchor": True},
    "loop": {"at": "knees"},
    "strap": {"through": ["palm.R", "sole.R", "palm.L"]},
    "dumbbell": {"in": ["palm.R", "palm.L"]},
    "kettlebell": {"in": ["palm.R"]},
    "phone": {"in": ["palm.R"]},
    "box": {"in": ["palm.R", "palm.L"]},
    "stick": {"between": ["headback", "sacrum"]},
}


def standing_with(**props: Any) -> FigureDocument:
    return read_document({"props": props, "steps": [{"pose": "standing"}]})


@pytest.mark.parametrize(
    "piece",
    [
        box("pad", (0, 1), (0, 2), (0, 3)),
        cylinder("frame", np.array([0.0, 0, 0]), np.array([3.0, 4, 0]), 2.0),
        sphere("foam", np.array([5.0, 5, 5]), 3.0),
        oriented_box("carton", np.ones(3), np.eye(3), (1, 2, 3)),
    ],
    ids=["box", "cylinder", "sphere", "oriented box"],
)
def test_a_piece_is_closed_and_its_faces_look_outwards(piece: Piece) -> None:
    edges = [(a, b) for face in piece.faces for a, b in zip(face, (*face[1:], face[0]), strict=True)]
    assert sorted(edges) == sorted((b, a) for a, b in edges)
    middles = np.array([piece.vertices[list(face)].mean(axis=0) for face in piece.faces])
    outward = middles - piece.vertices.mean(axis=0)
    assert ((piece.normals() * outward).sum(axis=1) > 0).all()


@pytest.mark.parametrize("camera", [camera for camera in PRESETS if camera != "back"])
def test_furniture_is_painted_from_back_to_front(camera: str) -> None:
    props = Props.model_validate({"chair": {"x": 0}, "desk": {"screen": True}})
    assert props.chair
    assert props.desk
    pieces = [*desk(props.desk), *chair(props.chair)]
    seen = Camera.named(camera)
    ordered = back_to_front(pieces, seen)
    top = next(i for i, piece in enumerate(ordered) if piece.role == "pad" and np.ptp(piece.vertices[:, 0]) > 60)
    legs = [i for i, piece in enumerate(ordered) if piece.role == "frame" and piece.vertices[:, 0].min() > 40]
    assert len(legs) == 4
    assert max(legs) < top


def test_a_box_costs_three_short_paths() -> None:
    paints = paint([box("pad", (0, 20), (0, 10), (0, 30))], Camera(50, 12), VIEW)
    assert [each.role for each in paints] == ["pad2", "pad1", "pad3"] or len(paints) == 3
    assert sum(len(each.path) for each in paints) < 160


def test_a_wall_between_viewer_and_person_is_left_out() -> None:
    props = Props.model_validate({"wall": {"x": 40}})
    assert props.wall
    assert wall(props.wall, Camera.named("back"))
    assert not wall(props.wall, Camera.named("front"))


@pytest.mark.parametrize("name", FIXED_PROPS)
def test_every_fixed_prop_is_painted(name: str) -> None:
    body = get_body("woman")
    document = standing_with(**{name: FIXED_PROPS[name]})
    bare = build_scene(standing_with(), body, [STANDING])
    scene = build_scene(document, body, [STANDING])
    assert len(scene.paints) > len(bare.paints)
    assert all(path.startswith("M") and path.endswith(("z", "0")) for _role, path in scene.paints)


@pytest.mark.parametrize("name", HELD_PROPS)
def test_what_is_held_moves_with_the_body(name: str) -> None:
    body, document = get_body("woman"), standing_with(**{name: HELD_PROPS[name]})
    angles = NEUTRAL.copy()
    for dof in ("shoulder.R.flex", "shoulder.L.flex", "hip.R.flex", "lumbar.flex"):
        angles[DOF[dof]] = 40
    moved = Pose(STANDING.place, STANDING.turn, angles)
    first, second = (held_in(document.props, body, pose) for pose in (STANDING, moved))
    assert first
    assert [piece.role for piece in first] == [piece.role for piece in second]
    assert max(float(np.abs(a.vertices - b.vertices).max()) for a, b in zip(first, second, strict=True)) > 5


def test_a_dumbbell_is_in_the_hand() -> None:
    body, document = get_body("woman"), standing_with(dumbbell={"in": ["palm.R"]})
    places = np.concatenate([piece.vertices for piece in held_in(document.props, body, STANDING)])
    wrist = frames_of(STANDING, body.bones)[0][JOINT["wrist.R"]]
    assert np.linalg.norm(places.mean(axis=0) - wrist) < 14


def test_what_stands_before_the_legs_hides_them() -> None:
    hidden = Stage.of(standing_with(counter={"x": 0, "z": 30, "height": 80}), "standing")
    free = Stage.of(standing_with(), "standing")
    assert free.fixed == []
    lowest = [
        max(extent(layer.path)[1] for layer in stage.layers(stage.keys[0].pose, PREVIEW)) for stage in (hidden, free)
    ]
    assert lowest[0] < lowest[1] - 100


def test_lying_people_get_a_mat_and_standing_ones_a_line() -> None:
    lying = Stage.of(read_document({"steps": [{"pose": "supine"}]}), "supine")
    standing = Stage.of(standing_with(), "standing")
    assert 'class="mat' in still(lying, 0, quality=PREVIEW)
    assert 'class="line"' in still(standing, 0, quality=PREVIEW)


def test_no_prop_makes_the_figure_leave_the_picture() -> None:
    for name, settings in FIXED_PROPS.items():
        stage = Stage.of(standing_with(**{name: settings}), "props")
        seen = project(stage.body.posed(stage.keys[0].pose), stage.scene.camera, stage.scene.view)
        assert (seen[:, :2].min(axis=0) > 0).all(), name
        assert (seen[:, :2].max(axis=0) < [600, 400]).all(), name
