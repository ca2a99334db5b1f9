"""A posed body as layers: what is seen, what hides what, and the same text on every machine."""

import gzip
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from exercises.figures.bodies import BODY_NAMES, get_body
from exercises.figures.camera import Camera, View, fit_view
from exercises.figures.glow import REGIONS, hidden_regions, muscles
from exercises.figures.materials import ARM_L, ARM_R, LEG_L, LEG_R, Material
from exercises.figures.outlines import FINE, FRAME, PREVIEW, Layer, Quality, Solid, outlines, silhouette
from exercises.figures.regions import REGION_NAMES
from exercises.figures.scan import scan
from exercises.figures.skeleton import DOF, NEUTRAL, Array, Pose
from exercises.figures.tones import FAR, NEAR, side_tones

ROOT = Path(__file__).parents[3]
SIDE, FRONT, BACK = Camera.named("side"), Camera.named("front"), Camera.named("back")
HANDS_AND_KNEES = {"hip.R.flex": 90, "hip.L.flex": 90, "knee.R.flex": 90, "knee.L.flex": 90} | {
    "shoulder.R.flex": 90,
    "shoulder.L.flex": 90,
}
BOX_SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
BOX = np.array([half for a, b, c, d in BOX_SIDES for half in ((a, b, c), (a, c, d))])


def standing(name: str = "woman", **angles: float) -> Array:
    values = NEUTRAL.copy()
    for dof, value in angles.items():
        values[DOF[dof]] = value
    return get_body(name).posed(Pose(np.array([0.0, 90, 0]), np.eye(3), values))


def box(role: str, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]) -> Solid:
    return Solid(role, np.array([(a, b, c) for a in x for b in y for c in z], float), BOX)


def drawn(vertices: Array, camera: Camera = SIDE, quality: Quality = FRAME, **extra: object) -> list[Layer]:
    body = get_body("woman")
    tones = side_tones(body, vertices, camera)
    return outlines(body, vertices, camera, fit_view(vertices, camera), tones=tones, quality=quality, **extra)  # type: ignore[arg-type]


def extent(path: str) -> tuple[float, float]:
    """Lowest and highest y of a path's ends, in half units."""
    y, seen = 0, []
    for part in re.findall(r"[Mcl][^Mclz]*", path):
        numbers = [int(text) for text in re.findall(r"-?\d+", part)]
        step = {"M": 2, "c": 6, "l": 2}[part[0]]
        for start in range(0, len(numbers), step):
            y = numbers[start + 1] if part[0] == "M" else y + numbers[start + step - 1]
            seen.append(y)
    return min(seen), max(seen)


def test_a_body_becomes_the_layers_in_painting_order() -> None:
    roles = [layer.role for layer in drawn(standing(), FRONT, FINE)]
    assert roles[0] == "sil"
    assert set(roles) >= {"skin0", "hair0", "top0", "shorts0", "ear", "eye", "mouth"}
    assert roles.index("skin0") < roles.index("top0") < roles.index("shorts0") < roles.index("eye")
    assert "sil" not in [layer.role for layer in drawn(standing())]


@pytest.mark.parametrize("name", BODY_NAMES)
@pytest.mark.parametrize("camera", [SIDE, FRONT, BACK])
def test_every_body_has_all_its_colours_in_place(name: str, camera: Camera) -> None:
    body, vertices = get_body(name), standing(name)
    seen = scan(body, vertices, camera, fit_view(vertices, camera), 2.0)
    assert seen is not None
    height = {
        material: np.median(np.nonzero(seen.material == material)[0])
        for material in (Material.HAIR, Material.TOP, Material.SHORTS)
    }
    assert height[Material.HAIR] < height[Material.TOP] < height[Material.SHORTS]
    bare_legs = seen.material[np.isin(seen.kind, (LEG_R, LEG_L))]
    assert (bare_legs == Material.SKIN).mean() > 0.5


def test_the_far_limbs_are_pale_only_in_a_view_from_the_side() -> None:
    body, vertices = get_body("woman"), standing()
    tones = side_tones(body, vertices, SIDE)
    assert (tones[ARM_R], tones[LEG_R], tones[ARM_L], tones[LEG_L]) == (NEAR, NEAR, FAR, FAR)
    assert set(side_tones(body, vertices, FRONT)) == {NEAR}


def test_what_is_held_is_drawn_and_hides_the_body_behind_it() -> None:
    bare = {layer.role: layer.path for layer in drawn(standing(), FRONT)}
    block = box("weight", (30, 40), (110, 135), (-25, 25))
    held = {layer.role: layer.path for layer in drawn(standing(), FRONT, held=[block])}
    assert "weight" in held
    assert len(held["top0"]) != len(bare["top0"])
    assert list(held).index("weight") > list(held).index("shorts0")


def test_what_is_fixed_only_hides() -> None:
    desk = box("desk", (30, 40), (-5, 60), (-60, 60))
    free, hidden = drawn(standing(), FRONT), drawn(standing(), FRONT, fixed=[desk])
    assert "desk" not in [layer.role for layer in hidden]
    low_free, low_hidden = (
        max(extent(layer.path)[1] for layer in layers if layer.role == "skin0") for layers in (free, hidden)
    )
    assert low_hidden < low_free - 100


def test_a_body_outside_the_drawing_has_no_layers() -> None:
    body, vertices = get_body("woman"), standing()
    away = View(1000.0, 0.0, 2.0)
    assert outlines(body, vertices, SIDE, away, tones=[NEAR] * 6, quality=FRAME) == []
    assert silhouette(body, vertices, SIDE, away, FRAME) == ""


def test_the_silhouette_is_one_path_as_high_as_the_body() -> None:
    body, vertices = get_body("woman"), standing()
    view = fit_view(vertices, SIDE)
    low, high = extent(silhouette(body, vertices, SIDE, view, PREVIEW))
    assert (high - low) / 2 == pytest.approx(np.ptp(vertices @ SIDE.matrix[1]) * view.scale, abs=8)


def test_left_and_right_are_drawn_as_mirror_images() -> None:
    """Seen from the front, the outline of a symmetric pose is symmetric about the middle line."""
    seen = scan(get_body("woman"), standing(), Camera(90.0, 0.0), View(0.0, 0.0, 2.0), 2.0)
    assert seen is not None
    middle = round(600 / 2 * 2) - seen.left
    reach = min(middle, seen.kind.shape[1] - middle)
    left, right = seen.figure[:, middle - reach : middle][:, ::-1], seen.figure[:, middle : middle + reach]
    assert (left != right).sum() < 0.01 * seen.figure.sum()


def test_every_region_that_an_editor_may_name_is_known() -> None:
    for name in REGION_NAMES:
        found = list(muscles(name))
        assert 1 <= len(found) <= 2
        if name.endswith((".R", ".L")):
            assert [muscle.centre[2] > 0 for muscle in found] == [name.endswith(".R")]
    with pytest.raises(KeyError):
        list(muscles("wing"))


def test_a_muscle_glows_only_where_the_picture_shows_it() -> None:
    body, vertices = get_body("woman"), standing()
    behind = [
        "lower back",
        "mid back",
        "upper back",
        "back",
        "spine",
        "shoulder blades",
        "glutes",
        "thigh back",
        "calf",
    ]
    before = ["chest", "abdomen", "hip front", "thigh front", "neck front", "arm front"]
    assert hidden_regions(body, vertices, BACK, fit_view(vertices, BACK), behind) == []
    assert hidden_regions(body, vertices, FRONT, fit_view(vertices, FRONT), behind) == behind
    assert hidden_regions(body, vertices, FRONT, fit_view(vertices, FRONT), before) == []
    assert hidden_regions(body, vertices, BACK, fit_view(vertices, BACK), before) == before
    assert "glowa" in [layer.role for layer in drawn(vertices, BACK, worked=["lower back"])]
    assert "glowa" not in [layer.role for layer in drawn(vertices, FRONT, worked=["lower back"])]


@pytest.mark.parametrize("name", BODY_NAMES)
def test_every_region_can_be_seen_on_every_body(name: str) -> None:
    body, vertices = get_body(name), standing(name)
    for region in REGIONS:
        views = (SIDE, FRONT, BACK)
        assert any(not hidden_regions(body, vertices, camera, fit_view(vertices, camera), [region]) for camera in views)


def test_one_side_of_a_pair_is_hidden_where_the_other_is_seen() -> None:
    body, vertices = get_body("woman"), standing()
    view = fit_view(vertices, SIDE)
    assert hidden_regions(body, vertices, SIDE, view, ["hip.R", "hip.L", "hip"]) == ["hip.L"]


def test_drawings_are_small() -> None:
    vertices = standing(**HANDS_AND_KNEES)  # type: ignore[arg-type]
    for quality, most in ((FRAME, 1800), (FINE, 2700)):
        text = "".join(f'<path class="{role}" d="{path}"/>' for role, path in drawn(vertices, quality=quality))
        assert len(gzip.compress(text.encode(), 9)) < most


def test_a_drawing_takes_little_time() -> None:
    """Generous limits, as CPU time on a busy machine; `bench` has the true numbers."""
    vertices = standing(**HANDS_AND_KNEES)  # type: ignore[arg-type]
    drawn(vertices)
    for quality, most in ((PREVIEW, 0.3), (FRAME, 0.4), (FINE, 0.8)):
        start = time.process_time()
        drawn(vertices, quality=quality)
        assert time.process_time() - start < most


TEXTS = """
import hashlib
from tests.exercises.figures.test_outlines import FINE, FRAME, FRONT, HANDS_AND_KNEES, SIDE, drawn, standing
layers = [
    *drawn(standing(), FRONT, FINE, worked=["abdomen", "thigh front"]),
    *drawn(standing("woman", **HANDS_AND_KNEES), SIDE, FRAME),
]
print(hashlib.sha256("\\n".join(f"{role} {path}" for role, path in layers).encode()).hexdigest())
"""


def _digest(**environment: str) -> str:
    run = [sys.executable, "-W", "ignore", "-c", TEXTS]
    done = subprocess.run(run, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_another_processor_draws_the_same_text() -> None:
    """As on a machine without any of the vector instructions that numpy chooses at run time, and with a plain BLAS."""
    optional = " ".join(np.show_config(mode="dicts")["SIMD Extensions"]["found"])
    plain = _digest(NPY_DISABLE_CPU_FEATURES=optional, OPENBLAS_CORETYPE="Nehalem", OMP_NUM_THREADS="1")
    assert plain == _digest()
