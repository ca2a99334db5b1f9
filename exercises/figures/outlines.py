"""A posed body as flat layers of Bezier paths, one for each colour.

scan ──> seams ──> masks of one colour each ──> trace ──> bezier
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from exercises.figures.bezier import fit_outlines, path_text
from exercises.figures.bodies.body import Body
from exercises.figures.camera import Camera, View
from exercises.figures.glow import glow_masks
from exercises.figures.materials import LEG_L, Material
from exercises.figures.raster import Mask
from exercises.figures.scan import Scan, Solid, scan
from exercises.figures.seams import HELD, gaps
from exercises.figures.shade import shadow
from exercises.figures.skeleton import Array
from exercises.figures.tones import FAR
from exercises.figures.trace import dilated, outlines_of

__all__ = ["FINE", "FRAME", "PREVIEW", "Layer", "Quality", "Solid", "outlines", "silhouette"]

HALF_UNITS = 2  # path coordinates per unit of the drawing
GAP = 1.5  # units between what is in front and what is behind
UNDERLAP = 1.0  # units by which a layer runs on below the one above it, so that no ground shows between them
PATCH_OF_SHADE = 20.0  # square cm: a smaller shadow looks like a stain

# From the bottom to the top; what is held comes last.
CLOTHES = {"skin": Material.SKIN, "hair": Material.HAIR, "top": Material.TOP, "shorts": Material.SHORTS}
FEATURES = {"ear": Material.EAR, "eye": Material.EYE, "mouth": Material.MOUTH}


@dataclass(frozen=True)
class Quality:
    """How finely a figure is drawn; lengths in units of the drawing, areas in square units.

    pixels      looked at per unit
    softness    of the blur that rounds the outline's steps
    tolerance   by which a curve may miss the outline
    smallest    area of a patch that is still drawn
    shade       with a shadow tone
    silhouette  with the white outline as a layer of its own, "sil", below the others
    """

    pixels: float
    softness: float
    tolerance: float
    smallest: float
    shade: bool
    silhouette: bool


PREVIEW = Quality(pixels=1.0, softness=0.8, tolerance=0.7, smallest=14.0, shade=False, silhouette=True)
FRAME = Quality(pixels=2.0, softness=0.95, tolerance=0.7, smallest=14.0, shade=True, silhouette=False)
FINE = Quality(pixels=3.0, softness=0.85, tolerance=0.4, smallest=10.0, shade=True, silhouette=True)


class Layer(NamedTuple):
    """SVG path data in whole half units, and what it shows; a theme gives each role its colour."""

    role: str
    path: str


class _Patch(NamedTuple):
    """A mask (h, w) to be traced; the last three as in Quality."""

    role: str
    mask: Mask
    softness: float
    tolerance: float
    smallest: float


def outlines(
    body: Body,
    vertices: Array,
    camera: Camera,
    view: View,
    *,
    tones: Sequence[int],
    worked: Sequence[str] = (),
    held: Sequence[Solid] = (),
    fixed: Sequence[Solid] = (),
    quality: Quality,
) -> list[Layer]:
    """The layers of a posed body (n, 3), from the bottom to the top.

    `tones` as side_tones gives them; `worked` names regions that glow where they are seen; `held` is drawn with the
    body; `fixed` only hides what lies behind it.
    """
    seen = scan(body, vertices, camera, view, quality.pixels, held, fixed)
    if seen is None:
        return []
    patches = list(_silhouette(seen, quality)) if quality.silhouette else []
    solid = seen.figure & ~gaps(seen.raster, seen.kind, max(1.0, round(GAP * quality.pixels)))
    dark = shadow(body, vertices, camera, seen) if quality.shade else None
    patches += _colours(seen, solid, tones, [thing.role for thing in held], dark, quality)
    patches += _features(seen, solid, quality)
    for role, mask in glow_masks(body, vertices, seen, worked):
        patches.append(_Patch(role, mask, 1.75, 0.7, 10.0))
    return _traced(patches, seen)


def silhouette(body: Body, vertices: Array, camera: Camera, view: View, quality: Quality) -> str:
    """One path around a posed body (n, 3)."""
    seen = scan(body, vertices, camera, view, quality.pixels)
    if seen is None:
        return ""
    layers = _traced(list(_silhouette(seen, quality)), seen)
    return layers[0].path if layers else ""


def _silhouette(seen: Scan, quality: Quality) -> Iterator[_Patch]:
    yield _Patch("sil", seen.figure, quality.softness, quality.tolerance * 1.9, 10.0)


def _labels(seen: Scan, tones: Sequence[int]) -> list[tuple[str, Mask]]:
    """The mask of each colour of the body, from the bottom to the top."""
    pale_part = np.array([*(tone == FAR for tone in tones), False, False])
    pale = pale_part[np.clip(seen.kind, 0, LEG_L)] & seen.body
    base = np.where(seen.material > Material.SHORTS, Material.SKIN, seen.material)
    layers = []
    for role, material in CLOTHES.items():
        here = seen.body & (base == material)
        layers += [(f"{role}{FAR}", here & pale), (f"{role}0", here & ~pale)]
    return layers


def _colours(
    seen: Scan, solid: Mask, tones: Sequence[int], held: list[str], dark: Mask | None, quality: Quality
) -> list[_Patch]:
    """A patch for each colour and its shadow, each running on a little below those above it."""
    layers = _labels(seen, tones)
    for role in dict.fromkeys(held):
        same = [index for index, name in enumerate(held) if name == role]
        layers.append((role, (seen.kind == HELD) & np.isin(seen.material, same)))
    above = np.zeros_like(solid)
    patches: list[_Patch] = []
    underlap = max(1, round(UNDERLAP * quality.pixels))
    for role, mask in reversed(layers):
        part = mask & solid
        if not part.any():
            continue
        if dark is not None and role.endswith("0") and (part & dark).any():
            patches.append(
                _Patch(role + "s", part & dark, 1.0, quality.tolerance * 1.8, PATCH_OF_SHADE * seen.scale**2)
            )
        whole = part | (dilated(part, underlap) & above)
        patches.append(_Patch(role, whole, quality.softness, quality.tolerance, quality.smallest))
        above |= part
    return patches[::-1]


def _features(seen: Scan, solid: Mask, quality: Quality) -> Iterator[_Patch]:
    for role, material in FEATURES.items():
        mask = solid & seen.body & (seen.material == material)
        if mask.any():
            yield _Patch(role, mask, quality.softness * 0.5, quality.tolerance * 0.6, 1.0)


def _traced(patches: Sequence[_Patch], seen: Scan) -> list[Layer]:
    """The patches as layers; those that are too small to be seen are left out."""
    scale = HALF_UNITS / seen.pixels
    found, owner, tolerances = [], [], []
    for index, patch in enumerate(patches):
        smallest = patch.smallest * seen.pixels * seen.pixels
        for outline in outlines_of(patch.mask, patch.softness * seen.pixels, smallest):
            found.append((outline + np.array([seen.left, seen.top])) * scale)
            owner.append(index)
            tolerances.append(patch.tolerance * HALF_UNITS)
    texts = [""] * len(patches)
    for index, curves in zip(owner, fit_outlines(found, tolerances, round(seen.pixels)), strict=True):
        texts[index] += path_text(curves)
    return [Layer(patch.role, text) for patch, text in zip(patches, texts, strict=True) if text]
