"""From where pictures are seen, and that nothing is cut."""

import numpy as np
import pytest

from exercises.figures.bodies import get_body
from exercises.figures.camera import HEIGHT, PRESETS, WIDTH, Camera, fit_view, project
from exercises.figures.skeleton import NEUTRAL, Pose

STANDING = Pose(np.zeros(3), np.eye(3), NEUTRAL)
LYING = Pose(np.zeros(3), np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]]), NEUTRAL)


@pytest.mark.parametrize("name", PRESETS)
def test_a_camera_looks_squarely_and_keeps_up_up(name: str) -> None:
    matrix = Camera.named(name).matrix
    assert np.allclose(matrix @ matrix.T, np.eye(3))
    assert np.linalg.det(matrix) == pytest.approx(1)
    assert matrix[0, 1] == 0
    assert matrix[1, 1] > 0


def test_the_side_camera_sees_the_right_side_and_the_front_camera_the_face() -> None:
    assert Camera.named("side").matrix[2] @ [0, 0, 1] > 0.9
    assert Camera.named("front").matrix[2] @ [1, 0, 0] > 0.9
    assert Camera.named("back").matrix[2] @ [-1, 0, 0] > 0.9


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("pose", [STANDING, LYING], ids=["standing", "lying"])
def test_nothing_is_cut(name: str, pose: Pose) -> None:
    camera, skin = Camera.named(name), get_body("man").posed(pose)
    seen = project(skin, camera, fit_view(skin, camera))
    assert (seen[:, :2].min(axis=0) > 0).all()
    assert (seen[:, :2].max(axis=0) < [WIDTH, HEIGHT]).all()


def test_a_standing_person_is_as_large_on_one_card_as_on_the_next() -> None:
    camera = Camera.named("side")
    wide = Pose(np.zeros(3), np.eye(3), np.where(np.arange(len(NEUTRAL)) == 5, 20.0, NEUTRAL))
    scales = {fit_view(get_body("woman").posed(pose), camera).scale for pose in (STANDING, wide)}
    assert len(scales) == 1


def test_a_crop_shows_its_part_larger() -> None:
    camera, body = Camera.named("side"), get_body("woman")
    skin = body.posed(STANDING)
    upper = skin[np.isin(body.part, (0, 1))]
    assert fit_view(upper, camera, crop="upper").scale > 1.5 * fit_view(skin, camera).scale
