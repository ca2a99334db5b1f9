"""The z-buffer: what is in front wins, neighbours leave no hole, and nothing depends on the order."""

import numpy as np
import pytest

from exercises.figures.raster import CHUNK, NOTHING, rasterise

# A square of 8 x 6 pixels as two triangles whose corners run clockwise on the screen, as those seen from the front do.
SQUARE = np.array([[2.0, 2, 0], [10, 2, 0], [10, 8, 0], [2, 8, 0]])
HALVES = np.array([[0, 2, 1], [0, 3, 2]])


def test_two_triangles_cover_a_square_without_a_hole() -> None:
    raster = rasterise(SQUARE, HALVES, 14, 10, cull=True)
    covered = raster.triangle != NOTHING
    assert covered.sum() == 48
    assert covered[2:8, 2:10].all()


def test_a_random_mesh_has_no_cracks_along_its_edges() -> None:
    random = np.random.default_rng(7)
    columns, rows = np.meshgrid(np.arange(20) * 5.0, np.arange(20) * 5.0)
    points = np.stack([columns, rows, np.zeros_like(rows)], axis=-1)
    points[1:-1, 1:-1, :2] += random.uniform(-2, 2, (18, 18, 2))
    corner = (np.arange(19)[:, None] * 20 + np.arange(19)).ravel()
    triangles = np.concatenate(
        [np.stack([corner, corner + 20, corner + 1], 1), np.stack([corner + 1, corner + 20, corner + 21], 1)]
    )
    raster = rasterise(points.reshape(-1, 3), triangles, 95, 95, cull=False)
    assert (raster.triangle != NOTHING).all()


def test_the_nearer_triangle_is_seen_whatever_the_order() -> None:
    points = np.concatenate([SQUARE, SQUARE + np.array([0, 0, 5])])
    for order in ([0, 1, 2, 3], [2, 3, 0, 1]):
        triangles = np.concatenate([HALVES, HALVES + 4])[order]
        raster = rasterise(points, triangles, 14, 10, cull=True)
        seen = triangles[raster.triangle[4, 4]]
        assert (seen >= 4).all()
        assert raster.depth[4, 4] == pytest.approx(5)


def test_a_slanting_triangle_has_the_depth_of_its_plane() -> None:
    points = SQUARE.copy()
    points[:, 2] = 0.5 * points[:, 0] - 0.25 * points[:, 1]
    raster = rasterise(points, HALVES, 14, 10, cull=True)
    rows, columns = np.nonzero(raster.triangle != NOTHING)
    plane = 0.5 * (columns + 0.5) - 0.25 * (rows + 0.5)
    assert np.abs(raster.depth[rows, columns] - plane).max() <= 1 / 1024


def test_triangles_seen_from_behind_are_left_out_only_where_told() -> None:
    behind = HALVES[:, ::-1]
    assert (rasterise(SQUARE, behind, 14, 10, cull=True).triangle == NOTHING).all()
    assert (rasterise(SQUARE, behind, 14, 10, cull=np.array([True, False])).triangle == 1).sum() > 0


def test_shares_give_back_the_place_of_each_pixel() -> None:
    raster = rasterise(SQUARE, HALVES, 14, 10, cull=True)
    pixels = np.flatnonzero(raster.triangle != NOTHING)
    shares = raster.shares(pixels)
    corners = SQUARE[HALVES[raster.triangle.ravel()[pixels]]]
    places = (corners * shares[:, :, None]).sum(axis=1)
    assert np.allclose(places[:, 0], pixels % 14 + 0.5)
    assert np.allclose(places[:, 1], pixels // 14 + 0.5)
    assert (shares >= -1e-9).all()


def test_what_lies_outside_the_picture_is_cut_off() -> None:
    raster = rasterise(SQUARE * 100 - [500, 300, 0], HALVES, 14, 10, cull=True)
    assert (raster.triangle != NOTHING).all()


def test_more_pixels_than_are_written_at_once_are_all_written() -> None:
    side = int(CHUNK**0.5) + 100
    points = SQUARE.copy()
    points[:, :2] = [[0, 0], [side, 0], [side, side], [0, side]]
    raster = rasterise(
        np.concatenate([points, points - np.array([0, 0, 1])]),
        np.concatenate([HALVES, HALVES + 4]),
        side,
        side,
        cull=True,
    )
    assert np.isin(raster.triangle, (0, 1)).all()


def test_an_empty_picture_has_no_depth() -> None:
    raster = rasterise(SQUARE, HALVES[:0], 4, 3, cull=True)
    assert raster.triangle.shape == (3, 4)
    assert np.isneginf(raster.depth).all()
