"""What each body is made of: shares of the source's shapes, a stature and a hair style."""

from dataclasses import dataclass

import numpy as np

from exercises.figures.bodies.source import RIG, Source, to_world
from exercises.figures.skeleton import Array

ANCESTRIES = ("caucasian", "african", "asian")  # the source's words; every body is the even mean of the three


@dataclass(frozen=True)
class Shape:
    """A body before it is dressed: all vertices (n, 3) and both ends of each of the source's bones, in cm."""

    vertices: Array
    heads: dict[str, Array]
    tails: dict[str, Array]


@dataclass(frozen=True)
class Recipe:
    """`stature` in cm; `targets` and their shares."""

    stature: float
    hair: str
    targets: tuple[tuple[str, float], ...]


def _macro(sex: str, age: str) -> tuple[tuple[str, float], ...]:
    return tuple((f"macrodetails/{ancestry}-{sex}-{age}", 1 / 3) for ancestry in ANCESTRIES)


def _middle(kind: str, sex: str, age: str, end: str) -> str:
    return f"{kind}/{sex}-{age}-averagemuscle-averageweight-{end}"


def _build(sex: str, age: str, muscle: str, weight: str) -> str:
    return f"macrodetails/universal-{sex}-{age}-{muscle}muscle-{weight}weight"


REFERENCE = Recipe(
    170,
    "bun",
    (
        *_macro("female", "young"),
        (_middle("macrodetails/proportions", "female", "young", "idealproportions"), 0.7),
        (_middle("breast", "female", "young", "mincup-averagefirmness"), 0.7),
        (_build("female", "young", "max", "average"), 0.15),
    ),
)
RECIPES = {
    "woman": REFERENCE,
    "man": Recipe(
        179,
        "short",
        (
            *_macro("male", "young"),
            (_middle("macrodetails/proportions", "male", "young", "idealproportions"), 0.6),
            (_build("male", "young", "max", "average"), 0.2),
        ),
    ),
    "older-woman": Recipe(
        162,
        "curls",
        (
            *_macro("female", "old"),
            (_middle("macrodetails/proportions", "female", "old", "idealproportions"), 0.5),
            (_middle("breast", "female", "old", "mincup-averagefirmness"), 0.4),
            (_build("female", "old", "average", "max"), 0.5),
        ),
    ),
    "older-man": Recipe(
        173,
        "short",
        (
            *_macro("male", "old"),
            (_middle("macrodetails/proportions", "male", "old", "idealproportions"), 0.5),
            (_build("male", "old", "average", "max"), 0.35),
        ),
    ),
    "heavy-woman": Recipe(
        166,
        "bob",
        (
            *_macro("female", "young"),
            (_middle("macrodetails/proportions", "female", "young", "idealproportions"), 0.4),
            (_build("female", "young", "average", "max"), 0.7),
            (_build("female", "young", "min", "max"), 0.65),
        ),
    ),
    "heavy-man": Recipe(
        177,
        "short",
        (
            *_macro("male", "young"),
            (_middle("macrodetails/proportions", "male", "young", "idealproportions"), 0.4),
            (_build("male", "young", "average", "max"), 0.8),
            (_build("male", "young", "min", "max"), 0.7),
        ),
    ),
}


def shape(source: Source, recipe: Recipe, mirror: np.ndarray) -> Shape:
    """The body of a recipe, standing on the floor, exactly the same on both sides."""
    raw = source.vertices.copy()
    for name, share in recipe.targets:
        raw += share * source.target(name)
    raw = (raw + raw[mirror] * [-1, 1, 1]) / 2
    heads, tails = _bone_ends(source, raw)
    skin = np.unique([corner for face in source.groups["body"] for corner in face])
    vertices = to_world(raw)
    low, high = vertices[skin, 1].min(), vertices[skin, 1].max()
    scale = recipe.stature / (high - low)
    down = np.array([0, low, 0])
    return Shape(
        (vertices - down) * scale,
        {bone: (to_world(end) - down) * scale for bone, end in heads.items()},
        {bone: (to_world(end) - down) * scale for bone, end in tails.items()},
    )


def _bone_ends(source: Source, raw: Array) -> tuple[dict[str, Array], dict[str, Array]]:
    bones = source.json(RIG)

    def place(end: dict) -> Array:
        if end["strategy"] == "CUBE":
            return raw[np.unique([corner for face in source.groups[end["cube_name"]] for corner in face])].mean(0)
        if end["strategy"] == "VERTEX":
            return raw[end["vertex_index"]]
        return raw[end["vertex_indices"]].mean(0)

    heads = {name: place(bone["head"]) for name, bone in bones.items()}
    tails = {name: place(bone["tail"]) for name, bone in bones.items()}
    return heads, tails
