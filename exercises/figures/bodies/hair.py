"""Hair: how thick it lies on the head, and what stands off it as a mesh of its own, carried by the head."""

from typing import NamedTuple

import numpy as np

from exercises.figures.bodies.dress import smoothstep
from exercises.figures.skeleton import Array


class Tuft(NamedTuple):
    """Hair by itself: `vertices` (n, 3) in cm on the reference body, `triangles` (m, 3)."""

    vertices: Array
    triangles: np.ndarray


class Style(NamedTuple):
    """`thickness` in cm of the hair on the scalp, and what stands off."""

    thickness: float
    tuft: Tuft


NOTHING = Tuft(np.zeros((0, 3)), np.zeros((0, 3), int))

# The bob, on the reference head: lengths in cm, angles in degrees.
MIDDLE = np.array([1.0, 160.5, 0])
LAYER = 1.2  # above the scalp and the ears
END = 149.0  # height of the lower edge
EAR_LEVELS = (0.0, -2.0, -4.0, -6.0)  # below MIDDLE, where the ears stand out
TAPER = 0.16  # how far the ends turn in towards the neck, as a share of the width
FACE_LEFT_FREE = ((END, 50), (156, 58), (162, 54), (165.5, 40), (168, 14), (172, 6))  # height, angle from the nose
RINGS, SPOKES = 30, 61


def styles(scalp: Array, triangles: np.ndarray) -> dict[str, Style]:
    """All hair styles; `scalp` (n, 3) and `triangles` (m, 3) are the reference body without clothes."""
    return {
        "short": Style(0.7, NOTHING),
        "curls": Style(1.7, NOTHING),
        "bun": Style(0.9, ball((-3.6, 172.0, 0), 4.0)),
        "bob": Style(1.0, bob(scalp, triangles)),
    }


def ball(centre: tuple[float, float, float], radius: float, rings: int = 14) -> Tuft:
    down, around = np.meshgrid(
        np.linspace(0, np.pi, rings), np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False), indexing="ij"
    )
    unit = np.stack([np.sin(down) * np.cos(around), np.cos(down), np.sin(down) * np.sin(around)], -1)
    return Tuft(unit.reshape(-1, 3) * radius + np.array(centre), grid_triangles(rings, 2 * rings, closed=True))


def grid_triangles(rings: int, spokes: int, *, closed: bool) -> np.ndarray:
    """Triangles (m, 3) between rings of vertices; `closed` joins the last vertex of a ring to its first."""
    ring, spoke = np.meshgrid(np.arange(rings - 1), np.arange(spokes if closed else spokes - 1), indexing="ij")
    here = (ring * spokes + spoke).ravel()
    beside = (ring * spokes + (spoke + 1) % spokes).ravel()
    return np.concatenate(
        [np.stack([here, beside, here + spokes], 1), np.stack([beside, beside + spokes, here + spokes], 1)]
    )


def bob(scalp: Array, triangles: np.ndarray) -> Tuft:
    """Hair to the jaw: it follows the scalp down to the ears and hangs from there."""
    corners = scalp[triangles[(scalp[triangles][:, :, 1] > 150).all(1)]]
    vertices = np.zeros((RINGS, SPOKES, 3))
    for ring, share in enumerate(np.linspace(-1, 1, RINGS)):  # from the crown, 0 over the ears, to the lower edge
        up, drop = np.radians(90 * max(-share, 0)), max(share, 0) * (END - MIDDLE[1])
        rays = _rays(up, MIDDLE[1] + drop + 11 * np.sin(up))
        hanging = np.max(
            [_reach(_level(rays), MIDDLE + np.array([0, level, 0]), corners) for level in EAR_LEVELS], axis=0
        )
        lying = _reach(rays, MIDDLE, corners)
        reach = LAYER + _evened(hanging + (lying - hanging) * smoothstep(np.sin(up), 0, 0.6))
        vertices[ring] = MIDDLE + rays * (reach * (1 - TAPER * max(share, 0) ** 3))[:, None] + [0, drop, 0]
    outside, count = grid_triangles(RINGS, SPOKES, closed=False), RINGS * SPOKES
    inside = (vertices.reshape(-1, 3) - MIDDLE) * [0.97, 1, 0.97] + MIDDLE  # what one sees of it below the jaw
    return Tuft(np.concatenate([vertices.reshape(-1, 3), inside]), np.concatenate([outside, outside[:, ::-1] + count]))


def _rays(up: float, height: float) -> Array:
    """Directions (SPOKES, 3) around the head, `up` radians above level, that leave the face free at that height."""
    heights, angles = np.array(FACE_LEFT_FREE).T
    free = np.interp(height, heights, angles)
    around = np.radians(180 + np.linspace(-1, 1, SPOKES) * (180 - free))
    return np.stack([np.cos(up) * np.cos(around), np.full(SPOKES, np.sin(up)), np.cos(up) * np.sin(around)], 1)


def _level(rays: Array) -> Array:
    level = rays * [1, 0, 1]
    length = np.linalg.norm(level, axis=1, keepdims=True)
    return np.where(length > 1e-9, level / np.maximum(length, 1e-9), [-1.0, 0, 0])


def _evened(values: Array) -> Array:
    """Each value (k,) the mean of itself and its neighbours, a few times over; the ends stay."""
    for _ in range(6):
        values = np.concatenate([values[:1], (values[:-2] + 2 * values[1:-1] + values[2:]) / 4, values[-1:]])
    return values


def _reach(rays: Array, start: Array, corners: Array) -> Array:
    """How far (k,) from `start` the last of the triangles `corners` (m, 3, 3) on each ray (k, 3) is."""
    first = corners[:, 0] - start
    along, beside = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    turned = np.cross(-first, along)
    reach = np.zeros(len(rays))
    for index, ray in enumerate(rays):
        across = np.cross(ray, beside)
        scale = np.einsum("ni,ni->n", along, across)
        scale = np.where(np.abs(scale) < 1e-12, np.inf, scale)
        u, v = np.einsum("ni,ni->n", -first, across) / scale, turned @ ray / scale
        hit = (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9)
        reach[index] = (np.einsum("ni,ni->n", beside, turned) / scale)[hit].max(initial=0)
    return reach
