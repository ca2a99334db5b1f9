"""Which line of one list is which of the other, though some were moved, rewritten, added or removed. Pure."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

Cells = tuple[str, ...]
Pair = tuple[int | None, int | None]
# The share of words that two lines have in common from which one is the other rewritten.
ALIKE = 0.5


def matched(old: Sequence[Cells], new: Sequence[Cells]) -> list[Pair]:
    """Each line of both lists once, with its place in the other or None: the same first, then what is most alike."""
    pairs: list[tuple[int, int]] = []
    places: dict[Cells, list[int]] = defaultdict(list)
    for place, line in enumerate(old):
        places[line].append(place)
    for place, line in enumerate(new):
        if places[line]:
            pairs.append((places[line].pop(0), place))
    left = set(range(len(old))) - {a for a, _b in pairs}
    right = set(range(len(new))) - {b for _a, b in pairs}
    for a, b in by_likeness(old, new, left, right):
        if a in left and b in right:
            pairs.append((a, b))
            left.remove(a)
            right.remove(b)
    return [*pairs, *((a, None) for a in left), *((None, b) for b in right)]


def by_likeness(old: Sequence[Cells], new: Sequence[Cells], left: set[int], right: set[int]) -> list[tuple[int, int]]:
    counts = {("old", place): words(old[place]) for place in left} | {
        ("new", place): words(new[place]) for place in right
    }
    scored = [(likeness(counts["old", a], counts["new", b]), -abs(a - b), a, b) for a in left for b in right]
    return [(a, b) for score, _near, a, b in sorted(scored, reverse=True) if score >= ALIKE]


def words(line: Cells) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(line).casefold()))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0, no word in common, to 1, the same words; their order does not count."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def unmoved(pairs: Sequence[Pair]) -> set[Pair]:
    """As many as possible of the pairs that follow each other alike on both sides; and what has no place to leave."""
    both = sorted((b, a) for a, b in pairs if a is not None and b is not None)
    ends: list[int] = []  # the smallest last place of a chain of each length
    lengths = []
    for _b, a in both:
        length = bisect_left(ends, a)
        ends[length : length + 1] = [a]
        lengths.append(length)
    chain: set[Pair] = set()
    wanted = len(ends) - 1
    for (b, a), length in zip(reversed(both), reversed(lengths), strict=True):
        if length == wanted:
            chain.add((a, b))
            wanted -= 1
    return chain | {pair for pair in pairs if None in pair}


def in_reading_order(pairs: Sequence[Pair], still: set[Pair]) -> list[Pair]:
    """As the new list goes, and what was removed where it was among what stayed."""
    gone = sorted(a for a, b in pairs if b is None and a is not None)
    found: list[Pair] = []
    for b, a in sorted((b, a if a is not None else -1) for a, b in pairs if b is not None):
        pair: Pair = (None if a < 0 else a, b)
        while gone and pair in still and gone[0] < a:
            found.append((gone.pop(0), None))
        found.append(pair)
    return found + [(a, None) for a in gone]
