"""The one shadow tone: where the surface turns away from a light above and a little to the left of the viewer."""

import numpy as np

from exercises.figures.bodies.body import Body
from exercises.figures.camera import Camera
from exercises.figures.materials import cover_of
from exercises.figures.raster import Ints, Mask
from exercises.figures.scan import Scan
from exercises.figures.skeleton import Array
from exercises.figures.trace import WEIGHT, smoothed

LIGHT = (-0.35, 0.75, 0.35)  # to the picture's right, up in the world, towards the viewer
DARKER_THAN = -0.17
ALMOST_DARK = -0.14  # what a face counts as, so that the shadow of the chin reaches up to the jaw but not beyond
SOFTNESS = 0.7  # cm, so that a face seen from near has no more blotches than one from afar
STEPS = 127  # from dark to fully lit, in whole numbers so that the blur is exact


def vertex_normals(vertices: Array, triangles: Ints) -> Array:
    """Outward unit normals (n, 3) of a mesh."""
    a, b, c = (vertices[triangles[:, index]] for index in range(3))
    (ux, uy, uz), (vx, vy, vz) = (b - a).T, (c - a).T
    faces = (uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx)
    corners = triangles.T.ravel()
    normals = [np.bincount(corners, np.tile(face, 3), minlength=len(vertices)) for face in faces]
    length = np.sqrt(sum(part * part for part in normals)) + 1e-9
    return np.stack([part / length for part in normals], axis=1)


def shadow(body: Body, vertices: Array, camera: Camera, seen: Scan) -> Mask:
    """Pixels (h, w) of the body that lie in the shadow."""
    normals = vertex_normals(vertices, body.triangles)
    right, towards = camera.matrix[0], camera.matrix[2]
    light = LIGHT[0] * right + LIGHT[1] * np.array([0.0, 1.0, 0.0]) + LIGHT[2] * towards
    lit = normals[:, 0] * light[0] + normals[:, 1] * light[1] + normals[:, 2] * light[2]
    first, second, third = (lit[body.triangles[:, index]] for index in range(3))
    faces = np.rint((first + second + third) * (STEPS / 3)).astype(np.int32)
    faces[cover_of(body).unshaded] = round(ALMOST_DARK * STEPS)
    brightness = np.where(seen.body, faces[np.where(seen.body, seen.raster.triangle, 0)], 0)
    dark = smoothed(brightness, SOFTNESS * seen.scale * seen.pixels) < DARKER_THAN * STEPS * WEIGHT * WEIGHT
    return seen.body & dark
