"""Closed outlines as few cubic curves: Schneider's fit (Graphics Gems, 1990), for all outlines of a picture at once.

One curve at a time in Python would take most of the time of a drawing, so every step works on all pieces that are
still open: fit one curve to each, accept the good ones, cut the others at their worst point, and again. There are only
single arithmetic operations and ordered sums in here, no products of matrices: those differ in the last bit from
machine to machine.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from exercises.figures.raster import Ints, Mask
from exercises.figures.skeleton import Array

CORNER_SPAN = 2  # fine details to each side between which a turn is measured
CORNER_COSINE = 0.6157  # of 52 degrees
TANGENT_SPAN = 2  # thinned points to each side from which the tangent at a cut is taken
ROUNDS = 6  # fits of one piece, each with better parameters than the one before
HOPELESS = 36.0  # times the tolerance, squared: cut at once instead of improving the parameters
MERGES = 4


class Pieces(NamedTuple):
    """Stretches of the points: `first` and `last` index (k,), tangents into them at both ends (k, 2).

    `section` (k,) numbers the stretches between corners, `allowed` (k,) is the squared distance a curve may miss by.
    """

    first: Ints
    last: Ints
    start: Array
    end: Array
    section: Ints
    allowed: Array

    def only(self, chosen: Mask | Ints) -> "Pieces":
        first, last, start, end, section, allowed = self
        return Pieces(first[chosen], last[chosen], start[chosen], end[chosen], section[chosen], allowed[chosen])


class Fit(NamedTuple):
    """A curve for each piece: control points (k, 4, 2), largest squared distance (k,) and the point it is at (k,)."""

    curves: Array
    error: Array
    worst: Ints


def _unit(vectors: Array) -> Array:
    length = np.sqrt(vectors[:, 0] * vectors[:, 0] + vectors[:, 1] * vectors[:, 1])
    return vectors / np.where(length == 0, 1, length)[:, None]


def _corners(outline: Array, span: int) -> list[int]:
    """Indices of the sharp corners of a closed outline (n, 2)."""
    before = outline - np.roll(outline, span, axis=0)
    after = np.roll(outline, -span, axis=0) - outline
    before, after = _unit(before), _unit(after)
    cosine = before[:, 0] * after[:, 0] + before[:, 1] * after[:, 1]
    sharpest = cosine
    for shift in range(1, span + 1):
        sharpest = np.minimum(sharpest, np.minimum(np.roll(cosine, shift), np.roll(cosine, -shift)))
    found: list[int] = []
    for index in np.flatnonzero((cosine < CORNER_COSINE) & (cosine == sharpest)).tolist():
        if not found or index - found[-1] > span:
            found.append(index)
    return found


def _sections(outline: Array, stride: int) -> list[tuple[Array, Array, Array]]:
    """A closed outline cut at its corners: every `stride`th point of each section and the tangents at its ends."""
    corners = _corners(outline, CORNER_SPAN * stride)
    cuts = corners or [0]
    sections = []
    for index, cut in enumerate(cuts):
        upto = cuts[index + 1] if index + 1 < len(cuts) else cuts[0] + len(outline)
        points = outline[np.arange(cut, upto + 1) % len(outline)]
        span = min(stride + 1, len(points) - 1)
        start, end = points[span] - points[0], points[-1 - span] - points[-1]
        if not corners:
            start = points[span] - points[-1 - span]
            end = -start
        count = max(2, -(-(len(points) - 1) // stride) + 1)
        thinned = points[np.arange(count) * (len(points) - 1) // (count - 1)]
        sections.append((thinned, start, end))
    return sections


def _gather(pieces: Pieces) -> tuple[Ints, Ints, Ints]:
    """The points of all pieces in a row: their indices, the piece of each, and where each piece begins in the row."""
    count = pieces.last - pieces.first + 1
    offset = np.cumsum(count) - count
    piece = np.repeat(np.arange(len(count)), count)
    return np.arange(len(piece)) - offset[piece] + pieces.first[piece], piece, offset


def _chords(points: Array, piece: Ints, offset: Ints) -> tuple[Array, Array]:
    """Share of the way along its piece (n,) of each point, and the length (k,) of each piece."""
    step = np.zeros_like(points)
    step[1:] = points[1:] - points[:-1]
    length = np.sqrt(step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1])
    length[offset] = 0
    way = np.cumsum(length)
    way -= way[offset][piece]
    total = np.maximum.reduceat(way, offset)
    return way / np.where(total == 0, 1, total)[piece], total


def _handles(points: Array, share: Array, pieces: Pieces, row: tuple[Ints, Ints], length: Array, ends: Array) -> Array:
    """Lengths (k, 2) of the two handles that bring each curve closest to its points (least squares)."""
    piece, offset = row
    rest = 1 - share
    near, far = 3 * share * rest * rest, 3 * share * share * rest
    start, end = pieces.start[piece], pieces.end[piece]
    first, last = ends[0][piece], ends[1][piece]
    heavy, light = (rest * rest * rest + near)[:, None], (share * share * share + far)[:, None]
    gap = points - (heavy * first + light * last)
    cosine = start[:, 0] * end[:, 0] + start[:, 1] * end[:, 1]
    along_start = gap[:, 0] * start[:, 0] + gap[:, 1] * start[:, 1]
    along_end = gap[:, 0] * end[:, 0] + gap[:, 1] * end[:, 1]
    c11, c12, c22, x1, x2 = (
        np.add.reduceat(values, offset)
        for values in (near * near, near * far * cosine, far * far, near * along_start, far * along_end)
    )
    determinant = c11 * c22 - c12 * c12
    usable = np.abs(determinant) > 1e-12
    determinant = np.where(usable, determinant, 1)
    left, right = (x1 * c22 - x2 * c12) / determinant, (c11 * x2 - c12 * x1) / determinant
    usable &= (np.minimum(left, right) >= 0.01 * length) & (np.maximum(left, right) <= 2 * length)
    return np.where(usable[:, None], np.stack([left, right], axis=1), (length / 3)[:, None])


def _improved(share: Array, curves: Array, miss: Array, piece: Ints) -> Array:
    """One Newton step of every point towards the nearest place on its curve; the order of the points is kept."""
    c0, c1, c2, c3 = (curves[piece, index] for index in range(4))
    at, rest = share[:, None], 1 - share[:, None]
    velocity = 3 * (rest * rest * (c1 - c0) + 2 * rest * at * (c2 - c1) + at * at * (c3 - c2))
    bend = 6 * (rest * (c2 - 2 * c1 + c0) + at * (c3 - 2 * c2 + c1))
    above = miss[:, 0] * velocity[:, 0] + miss[:, 1] * velocity[:, 1]
    below = velocity[:, 0] * velocity[:, 0] + velocity[:, 1] * velocity[:, 1]
    below = below + miss[:, 0] * bend[:, 0] + miss[:, 1] * bend[:, 1]
    safe = np.abs(below) > 1e-9
    better = np.clip(share - np.where(safe, above / np.where(safe, below, 1), 0), 0, 1)
    return np.maximum.accumulate(better + 2 * piece) - 2 * piece


def _fit(points: Array, pieces: Pieces) -> Fit:
    """The best single curve for each piece."""
    k = len(pieces.first)
    best = Fit(np.zeros((k, 4, 2)), np.full(k, np.inf), np.zeros(k, dtype=np.int64))
    open_ = np.arange(k)
    shares: Array | None = None
    for _round in range(ROUNDS):
        some = pieces.only(open_)
        index, piece, offset = _gather(some)
        row = points[index]
        chords, length = _chords(row, piece, offset)
        share = chords if shares is None else shares
        ends = np.stack([points[some.first], points[some.last]])
        handle = _handles(row, share, some, (piece, offset), length, ends)
        inner = ends[0] + some.start * handle[:, :1], ends[1] + some.end * handle[:, 1:]
        curves = np.stack([ends[0], *inner, ends[1]], axis=1)
        miss = _at(curves, share, piece) - row
        distance = miss[:, 0] * miss[:, 0] + miss[:, 1] * miss[:, 1]
        error = np.maximum.reduceat(distance, offset)
        hits = np.flatnonzero(distance == error[piece])
        worst = index[hits[np.searchsorted(piece[hits], np.arange(len(open_)))]]
        best.curves[open_], best.error[open_], best.worst[open_] = curves, error, worst
        again = (error > some.allowed) & (error <= HOPELESS * some.allowed)
        if not again.any():
            break
        shares = _improved(share, curves, miss, piece)[again[piece]]
        open_ = open_[again]
    return best


def _at(curves: Array, share: Array, piece: Ints) -> Array:
    """The place (n, 2) on its piece's curve of each share of the way."""
    at, rest = share[:, None], 1 - share[:, None]
    c0, c1, c2, c3 = (curves[piece, index] for index in range(4))
    return rest * rest * (rest * c0 + 3 * at * c1) + at * at * (3 * rest * c2 + at * c3)


def _halves(points: Array, pieces: Pieces, worst: Ints) -> Pieces:
    """Each piece cut in two at a point, with one common tangent there."""
    cut = np.clip(worst, pieces.first + 1, pieces.last - 1)
    span = np.maximum(1, np.minimum(TANGENT_SPAN, np.minimum(cut - pieces.first, pieces.last - cut)))
    tangent = _unit(points[cut - span] - points[cut + span])
    return Pieces(
        np.concatenate([pieces.first, cut]),
        np.concatenate([cut, pieces.last]),
        np.concatenate([pieces.start, -tangent]),
        np.concatenate([tangent, pieces.end]),
        np.concatenate([pieces.section, pieces.section]),
        np.concatenate([pieces.allowed, pieces.allowed]),
    )


def _merged(points: Array, pieces: Pieces, curves: Array) -> tuple[Pieces, Array]:
    """Neighbours replaced by one curve where that is as good; the pieces are in order."""
    for turn in range(MERGES):
        left = np.arange(turn % 2, len(pieces.first) - 1, 2)
        left = left[pieces.section[left] == pieces.section[left + 1]]
        if not len(left):
            continue
        right = left + 1
        whole = Pieces(
            pieces.first[left],
            pieces.last[right],
            pieces.start[left],
            pieces.end[right],
            pieces.section[left],
            pieces.allowed[left],
        )
        fit = _fit(points, whole)
        good = fit.error <= whole.allowed
        left, right = left[good], right[good]
        pieces.last[left], pieces.end[left], curves[left] = pieces.last[right], pieces.end[right], fit.curves[good]
        kept = np.ones(len(pieces.first), dtype=bool)
        kept[right] = False
        pieces, curves = pieces.only(kept), curves[kept]
    return pieces, curves


def fit_outlines(outlines: Sequence[Array], tolerances: Sequence[float], stride: int) -> list[Array]:
    """For each closed outline (n, 2) its curves (k, 4, 2), which miss its points by at most about its tolerance.

    `stride` says how dense the points are: so many of them lie on the width of a fine detail.
    """
    parts = [_sections(outline, stride) for outline in outlines]
    sections = [section for part in parts for section in part]
    if not sections:
        return []
    points = np.concatenate([section[0] for section in sections])
    size = np.array([len(section[0]) for section in sections])
    first = np.cumsum(size) - size
    start = _unit(np.stack([section[1] for section in sections]))
    end = _unit(np.stack([section[2] for section in sections]))
    allowed = np.repeat(np.square(tolerances), [len(part) for part in parts])
    open_ = Pieces(first, first + size - 1, start, end, np.arange(len(sections)), allowed)
    done: list[tuple[Pieces, Array]] = []
    while len(open_.first):
        fit = _fit(points, open_)
        good = (fit.error <= open_.allowed) | (open_.last - open_.first < 2)
        done.append((open_.only(good), fit.curves[good]))
        open_ = _halves(points, open_.only(~good), fit.worst[~good])
    pieces = Pieces(*(np.concatenate(values) for values in zip(*(piece for piece, _ in done), strict=True)))
    curves = np.concatenate([some for _, some in done])
    order = np.argsort(pieces.first, kind="stable")
    pieces, curves = _merged(points, pieces.only(order), curves[order])
    owner = np.repeat(np.arange(len(outlines)), [len(part) for part in parts])[pieces.section]
    return np.split(curves, np.searchsorted(owner, np.arange(1, len(outlines))))


def path_text(curves: Array) -> str:
    """SVG path data of one closed outline (k, 4, 2), in whole numbers and relative commands."""
    whole = np.rint(curves).astype(np.int64)
    relative = (whole[:, 1:] - whole[:, :1]).reshape(-1, 6).tolist()
    text = [f"M{whole[0, 0, 0]} {whole[0, 0, 1]}"]
    last = ""
    for ax, ay, bx, by, x, y in relative:
        if x == y == 0:
            continue
        # A hair's breadth off the straight line is a straight line.
        reach = 0.15 * (x * x + y * y) ** 0.5
        straight = abs(ax * y - ay * x) < reach and abs(bx * y - by * x) < reach
        command, numbers = ("l", (x, y)) if straight else ("c", (ax, ay, bx, by, x, y))
        joined = " ".join(map(str, numbers)).replace(" -", "-")
        if command != last:
            text.append(command)
        elif joined[0] != "-":
            text.append(" ")
        text.append(joined)
        last = command
    return "".join([*text, "z"])
