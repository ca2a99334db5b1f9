"""Keep bodies as small files that are the same to the byte wherever they are made."""

import io
import zipfile
from pathlib import Path

import numpy as np

from exercises.figures.bodies.body import Body, Point
from exercises.figures.bodies.bones import SKIN_BONE
from exercises.figures.bodies.skin import Bind
from exercises.figures.skeleton import Array

FOLDER = Path(__file__).parent / "data"
STEP = 1 / 100  # cm, of stored vertices
WEIGHT_STEP = 1 / 65535
CROWN = (0.0, 168.0, 0.0)  # where loose hair lies on the reference body: under the hair, far from ears and hems
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can hold


def save(name: str, arrays: dict[str, np.ndarray]) -> None:
    """Write an .npz without the time of writing."""
    with zipfile.ZipFile(FOLDER / f"{name}.npz", "w") as archive:
        for key, array in sorted(arrays.items()):
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{key}.npy", EPOCH)
            archive.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED, 9)


def steps(lengths: Array) -> np.ndarray:
    """Lengths in cm as whole numbers of STEP."""
    return np.rint(np.asarray(lengths) / STEP).astype(np.int16)


def rounded(values: Array) -> Array:
    """Values to about a millionth, so that the last bits of one machine's arithmetic do not count."""
    return np.rint(values * 2**20) / 2**20


def read(name: str) -> dict[str, np.ndarray]:
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


def load(name: str) -> Body:
    """The body of that name. Raises FileNotFoundError if there is none."""
    shared, own = read("shared"), read(name)
    tuft, skin = len(own["tuft"]), len(shared["bones_of"])
    of_head = np.tile([SKIN_BONE["head"], 0, 0, 0], (tuft, 1))
    loose = np.concatenate([np.zeros(len(shared["triangles"]), bool), np.ones(len(own["tuft_triangles"]), bool)])
    weights = shared["weights"] * WEIGHT_STEP
    weights /= weights.sum(1, keepdims=True)
    return Body(
        name=name,
        bones=own["bones"],
        points=_points(own),
        rest=np.concatenate([own["rest"], own["tuft"]]) * STEP,
        cloth=np.concatenate([shared["cloth"] * STEP, np.tile(CROWN, (tuft, 1))]),
        bare=np.concatenate([shared["bare"] * STEP, np.tile(CROWN, (tuft, 1))]),
        triangles=np.concatenate([shared["triangles"].astype(int), own["tuft_triangles"].astype(int) + skin]),
        bones_of=np.concatenate([shared["bones_of"].astype(int), of_head]),
        weights=np.concatenate([weights, np.tile([1.0, 0, 0, 0], (tuft, 1))]),
        bun=loose,
        bind=Bind(own["bind_places"], own["bind_turns"]),
    )


def _points(own: dict[str, np.ndarray]) -> dict[str, Point]:
    names = own["point_names"].tolist()
    columns = zip(own["point_joints"].tolist(), own["point_offsets"], own["point_normals"], strict=True)
    return {name: Point(*column) for name, column in zip(names, columns, strict=True)}
