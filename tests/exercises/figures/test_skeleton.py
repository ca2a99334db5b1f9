"""The skeleton on its own: limits, mirror images, turning words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.figures.bodies import BODY_NAMES, get_body
from exercises.figures.poses import BASE_POSES
from exercises.figures.skeleton import DOFS, HIGH, JOINT, JOINTS, LOW, NEUTRAL, Pose, frames_of, rotation
from exercises.figures.solver import turn_by, vector_of
from exercises.figures.turning import WAYS, read_turning, turned

angles = st.lists(st.floats(0, 1), min_size=len(DOFS), max_size=len(DOFS)).map(
    lambda shares: LOW + np.array(shares) * (HIGH - LOW)
)
vectors = st.lists(st.floats(-170, 170), min_size=3, max_size=3).map(np.array)


def test_every_limit_has_a_source_and_holds_the_neutral_value() -> None:
    assert all(dof.low <= dof.neutral <= dof.high and dof.source for dof in DOFS)


def test_base_poses_stay_within_the_limits() -> None:
    assert 20 <= len(BASE_POSES) <= 25
    for pose in BASE_POSES.values():
        assert ((pose.angles >= LOW) & (pose.angles <= HIGH)).all(), pose.name


@given(angles, vectors)
def test_a_mirrored_pose_puts_every_joint_on_the_other_side(values: np.ndarray, vector: np.ndarray) -> None:
    pose = Pose(np.array([3.0, 90.0, -7.0]), turn_by(vector[None])[0], values)
    bones = get_body("woman").bones
    places, _turns = frames_of(pose, bones)
    others, _turns = frames_of(pose.mirrored(), bones)
    for name in JOINTS:
        other = name[:-1] + ("L" if name.endswith("R") else "R") if "." in name else name
        assert np.allclose(places[JOINT[name]] * [1, 1, -1], others[JOINT[other]], atol=1e-9)


@given(angles, vectors)
def test_mirroring_twice_changes_nothing(values: np.ndarray, vector: np.ndarray) -> None:
    pose = Pose(np.array([1.0, 2.0, 3.0]), turn_by(vector[None])[0], values)
    again = pose.mirrored().mirrored()
    assert np.allclose(pose.angles, again.angles)
    assert np.allclose(pose.turn, again.turn)
    assert np.allclose(pose.place, again.place)


@given(vectors)
def test_a_rotation_vector_is_read_back(vector: np.ndarray) -> None:
    if np.linalg.norm(vector) < 179:
        assert np.allclose(vector_of(turn_by(vector[None])[0]), vector, atol=1e-5)


@pytest.mark.parametrize("axis", "xyz")
def test_half_a_turn_has_a_rotation_vector(axis: str) -> None:
    half = rotation(axis, 180.0)
    assert np.allclose(turn_by(vector_of(half)[None])[0], half, atol=1e-6)


@pytest.mark.parametrize("body", BODY_NAMES)
def test_points_of_a_body_mirror_exactly(body: str) -> None:
    points = get_body(body).points
    for name, point in points.items():
        if name.endswith(".R"):
            other = points[name[:-1] + "L"]
            assert np.array_equal(point.offset * [1, 1, -1], other.offset)
            assert np.array_equal(point.normal * [1, 1, -1], other.normal)


def front_and_top(words: str) -> tuple[np.ndarray, np.ndarray]:
    _place, turn = turned(np.zeros(3), np.eye(3), [read_turning(words)])
    return turn[:, 0].round(6), turn[:, 1].round(6)


def test_words_turn_the_body_the_way_they_say() -> None:
    forward, up, right = np.eye(3)
    assert (front_and_top("turn left 90")[0] == -right).all()
    assert (front_and_top("roll right 90")[0] == right).all()
    assert (front_and_top("lean forward 90")[1] == forward).all()
    assert (front_and_top("tilt back 90")[1] == -forward).all()
    assert (front_and_top("lean right 90")[1] == right).all()
    assert (front_and_top("lean back 90")[0] == up).all()


def test_words_move_the_pelvis_where_the_person_faces() -> None:
    words = [read_turning("turn left 90"), read_turning("move forward 10 cm"), read_turning("lift pelvis 5 cm")]
    place, _turn = turned(np.zeros(3), np.eye(3), words)
    assert np.allclose(place, [0, 5, -10])


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("spin left 20", "write for example"),
        ("roll forward 20", "after “roll” comes left, right"),
        ("lift pelvis 20", "lengths are in cm"),
        ("roll left 20 cm", "angles have no unit"),
    ],
)
def test_words_that_mean_nothing_are_refused_with_a_reason(words: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_turning(words)


def test_every_word_that_can_be_said_is_understood() -> None:
    for verb, ways in WAYS.items():
        for way in ways:
            unit = " cm" if verb in ("lift", "lower", "move") else ""
            assert read_turning(f"{verb} {way} 12.5{unit}").mirrored().mirrored() == read_turning(
                f"{verb} {way} 12.5{unit}"
            )


def test_the_neutral_body_stands_upright() -> None:
    body = get_body("woman")
    places, _turns = frames_of(Pose(np.zeros(3), np.eye(3), NEUTRAL), body.bones)
    assert places[JOINT["head"]][1] > 45
    assert places[JOINT["ankle.R"]][1] < -70
