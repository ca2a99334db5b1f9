"""Put a T-shirt, shorts and hair on a bare body by smoothing and inflating its skin."""

from dataclasses import dataclass

import numpy as np

from exercises.figures.bodies.bones import SKIN_BONE, SKIN_BONES
from exercises.figures.bodies.skin import Bind
from exercises.figures.skeleton import SIDES, Array

ROUNDS, FINE_ROUNDS, STRENGTH = 14, 120, 0.55  # of smoothing, chosen by eye: folds of the skin go, the figure stays
CLOTH_THICKNESS = 0.9  # cm

# The hairline on the bare reference body from the nape over the ear to the forehead: forward from x, up from y, cm.
HAIRLINE_X = (-9, 0.0, 1.8, 3.0, 4.2, 6.0, 7.6, 9.2, 11.2, 14, 20)
HAIRLINE_Y = (150.0, 150.6, 152.6, 156.2, 158.9, 159.6, 160.6, 162.8, 165.2, 166.6, 168)

EAR, EAR_SIZE = np.array([4.2, 156.5, 8.3]), np.array([3.0, 4.2, 1.6])  # centre on the right and half its extent, cm


@dataclass(frozen=True)
class Outfit:
    """How much of each vertex is under cloth and under hair, 0 to 1, each (n,)."""

    cloth: Array
    hair: Array


def smoothstep(value: Array, low: float, high: float) -> Array:
    share = np.clip((value - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)


def vertex_normals(vertices: Array, triangles: np.ndarray) -> Array:
    corners = vertices[triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    return normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9)


def tailor(bare: Array, shares: Array, bind: Bind) -> Outfit:
    """Cut the clothes on the reference body: `bare` (n, 3), `shares` (n, 63) of its bones."""
    return Outfit(_cloth(bare, shares, bind), _hair(bare, shares))


def _cloth(bare: Array, shares: Array, bind: Bind) -> Array:
    main = shares.argmax(1)
    height = bare[:, 1]
    sleeve = down_the_arm(bare, main, bind)
    trunk = np.isin(main, [SKIN_BONE[name] for name in ("pelvis", "lum1", "lum2", "thx1", "thx2")])
    trunk |= np.isin(main, [SKIN_BONE[f"{name}.{side}"] for name in ("clav", "hip") for side in SIDES])
    cloth = np.where(trunk | (sleeve < 90), smoothstep(height, 64, 70), 0)
    cloth *= np.where(sleeve < 900, 1 - smoothstep(sleeve, 10, 16), 1.0)
    from_neck = np.linalg.norm((bare - [0.6, 146, 0]) * [1, 0.8, 1], axis=1)
    return cloth * smoothstep(from_neck, 7, 12) * (height < 150)


def down_the_arm(bare: Array, main: np.ndarray, bind: Bind) -> Array:
    """For each vertex (n,) of an arm the distance in cm below the shoulder along the arm; 1000 elsewhere."""
    distance = np.full(len(bare), 1000.0)
    for side in SIDES:
        shoulder = SKIN_BONE[f"shoulder.{side}"]
        arm = np.isin(main, [index for index, name in enumerate(SKIN_BONES) if _is_arm(name, side)])
        distance[arm] = -((bare[arm] - bind.places[shoulder]) @ bind.turns[shoulder])[:, 1]
    return distance


def _is_arm(bone: str, side: str) -> bool:
    return bone.endswith(side) and bone.startswith(("shoulder", "arm", "forearm", "elbow", "wrist", "finger"))


def _hair(bare: Array, shares: Array) -> Array:
    above = bare[:, 1] - np.interp(bare[:, 0], HAIRLINE_X, HAIRLINE_Y)
    head = (bare[:, 1] > 146) & np.isin(shares.argmax(1), [SKIN_BONE["head"], SKIN_BONE["neck"]])
    from_ear = np.linalg.norm((np.abs(bare * [0, 0, 1]) + bare * [1, 1, 0] - EAR) / EAR_SIZE, axis=1)
    return np.where(head, smoothstep(above, -0.2, 2.5) * smoothstep(from_ear, 0.9, 1.6), 0)


def dress(bare: Array, triangles: np.ndarray, outfit: Outfit, hair_thickness: float) -> Array:
    """The dressed skin (n, 3) of a bare one; thickness in cm."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = np.unique(np.sort(edges, 1), axis=0)
    # where the mesh is finest, on the chest and the navel, it shows what a shirt would not follow
    fine = outfit.cloth * (1 - smoothstep(_mean_edge(bare, edges), 0.9, 1.9))
    dressed = _smoothed(bare, edges, fine, FINE_ROUNDS)
    dressed = _smoothed(dressed, edges, outfit.cloth, ROUNDS)
    thickness = outfit.cloth * CLOTH_THICKNESS + outfit.hair * hair_thickness
    return dressed + vertex_normals(dressed, triangles) * thickness[:, None]


def _mean_edge(vertices: Array, edges: np.ndarray) -> Array:
    """The mean length (n,) of each vertex's edges, in cm."""
    length = np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)
    total = sum(np.bincount(edges[:, end], length, len(vertices)) for end in (0, 1))
    return total / np.maximum(np.bincount(edges.ravel(), minlength=len(vertices)), 1)


def _smoothed(vertices: Array, edges: np.ndarray, strength: Array, rounds: int) -> Array:
    """Each vertex moved towards the middle of its neighbours by `strength` (n,), `rounds` times."""
    moving = np.flatnonzero(strength)
    near = edges[np.isin(edges, moving).any(1)]
    neighbours = np.maximum(np.bincount(near.ravel(), minlength=len(vertices)), 1)[:, None]
    for _ in range(rounds):
        total = np.zeros_like(vertices)
        np.add.at(total, near[:, 0], vertices[near[:, 1]])
        np.add.at(total, near[:, 1], vertices[near[:, 0]])
        vertices = vertices + (total / neighbours - vertices) * (STRENGTH * strength)[:, None]
    return vertices
