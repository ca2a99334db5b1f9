"""Masks to outlines to curves: true to their shape, in few pieces, with sharp corners kept."""

import re

import numpy as np
import pytest

from exercises.figures.bezier import fit_outlines, path_text
from exercises.figures.skeleton import Array
from exercises.figures.trace import WEIGHT, dilated, outlines_of, smoothed

ROWS, COLUMNS = np.mgrid[0:120, 0:160]


def disc(x: float, y: float, radius: float) -> np.ndarray:
    return (COLUMNS + 0.5 - x) ** 2 + (ROWS + 0.5 - y) ** 2 < radius * radius


def area(outline: Array) -> float:
    x, y = outline.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def along(curves: Array, count: int = 20) -> Array:
    """Points on the curves (k, 4, 2)."""
    at = np.linspace(0, 1, count)[:, None, None]
    c0, c1, c2, c3 = (curves[None, :, index] for index in range(4))
    rest = 1 - at
    points = rest**3 * c0 + 3 * rest**2 * at * c1 + 3 * rest * at**2 * c2 + at**3 * c3
    return points.transpose(1, 0, 2).reshape(-1, 2)


def test_the_blur_is_exact_in_whole_numbers() -> None:
    mask = disc(60, 60, 30)
    soft = smoothed(mask.astype(np.uint16), 2.0)
    assert soft.max() == WEIGHT * WEIGHT
    assert soft.astype(np.int64).sum() == int(mask.sum()) * WEIGHT * WEIGHT


def test_an_outline_lies_where_the_mask_ends() -> None:
    (outline,) = outlines_of(disc(70, 50, 30), 1.5, 10)
    distance = np.hypot(outline[:, 0] - 70, outline[:, 1] - 50)
    assert np.abs(distance - 30).max() < 0.5


def test_a_hole_runs_the_other_way_round_and_small_patches_are_left_out() -> None:
    ring = (disc(70, 50, 30) & ~disc(70, 50, 12)) | disc(130, 100, 2)
    outer, inner = sorted(outlines_of(ring, 1.0, 20), key=lambda outline: -abs(area(outline)))
    assert area(outer) * area(inner) < 0
    assert abs(area(outer)) == pytest.approx(np.pi * 900, rel=0.02)


def test_a_mask_at_the_edge_of_the_picture_has_a_closed_outline() -> None:
    (outline,) = outlines_of(np.ones((20, 30), bool), 1.0, 10)
    assert abs(area(outline)) == pytest.approx(600, rel=0.02)


def test_an_empty_mask_has_no_outline() -> None:
    assert outlines_of(np.zeros((20, 30), bool), 1.0, 10) == []
    assert fit_outlines([], [], 2) == []


def test_a_circle_takes_few_curves_that_stay_within_the_tolerance() -> None:
    outlines = outlines_of(disc(70, 50, 40), 1.7, 10)
    (curves,) = fit_outlines(outlines, [0.6], 2)
    distance = np.hypot(*(along(curves) - [70, 50]).T)
    assert len(curves) <= 8
    assert np.abs(distance - 40).max() < 1.2


def test_curves_of_one_outline_join_end_to_end() -> None:
    outlines = outlines_of(disc(50, 50, 30) | disc(90, 60, 20), 1.7, 10)
    (curves,) = fit_outlines(outlines, [0.8], 2)
    assert np.array_equal(curves[:, 3], np.roll(curves[:, 0], -1, axis=0))


def test_the_corners_of_a_box_stay_sharp() -> None:
    box = (COLUMNS > 20) & (COLUMNS < 100) & (ROWS > 30) & (ROWS < 90)
    (curves,) = fit_outlines(outlines_of(box, 1.0, 10), [0.6], 2)
    points = along(curves)
    for corner in ((21, 31), (100, 31), (100, 90), (21, 90)):
        assert np.hypot(*(points - corner).T).min() < 1.6


def test_outlines_keep_their_own_order_and_tolerance() -> None:
    rough, fine = (outlines_of(disc(70, 50, 30) | disc(100, 60, 22), 1.7, 10) for _ in range(2))
    coarse, close = fit_outlines([*rough, *fine], [3.0, 0.2], 2)
    assert len(coarse) < len(close)


def test_a_path_is_written_in_whole_relative_numbers() -> None:
    curves = np.array(
        [
            [[10.2, 20.4], [10.2, 24], [12, 30], [20, 30]],
            [[20, 30], [24, 30], [26, 30], [30, 30]],
            [[30, 30], [30, 30], [30.2, 30.1], [30.2, 30.1]],
            [[30, 30], [20, 22], [15, 21], [10.2, 20.4]],
        ]
    )
    assert path_text(curves) == "M10 20c0 4 2 10 10 10l10 0c-10-8-15-9-20-10z"
    assert re.fullmatch(r"M-?\d+ -?\d+[cl0-9 -]+z", path_text(curves))


def test_a_grown_mask_reaches_as_far_as_the_disc() -> None:
    grown = dilated(disc(70, 50, 10), 3)
    assert grown[50, 82]
    assert not grown[50, 84]
    assert (grown | disc(70, 50, 10) == grown).all()
