"""How many exercises each choice of a filter would find, given the search and all the other filters.

Each exercise has a `FacetKey` with all that it is counted by as one short text, its key. One query fetches those texts
and the rest is counted here: a GROUP BY for each menu would run the search once more each time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter

FACETS = ("kind", "position", "difficulty", "region", "equipment")
NO_EQUIPMENT = "none"
Values = tuple[tuple[str, ...], ...]
Counts = dict[str, dict[str, int]]


def facet_key(*, kind: str, position: str, difficulty: int, regions: Iterable[str], equipment: Iterable[str]) -> str:
    """Slugs have neither of the signs that part them."""
    return "|".join([kind, position, str(difficulty), ",".join(sorted(regions)), ",".join(sorted(equipment))])


@lru_cache(maxsize=20_000)
def values_of(key: str) -> Values:
    """The values of a key in the order of `FACETS`; without equipment, `NO_EQUIPMENT`."""
    parts = key.split("|") if key else [""] * len(FACETS)
    *others, equipment = (tuple(filter(None, part.split(","))) for part in parts)
    return (*others, equipment or (NO_EQUIPMENT,))


def count_facets(keys: Iterable[str], chosen: Mapping[str, str]) -> tuple[int, Counts]:
    """How many there are with all that is `chosen`, and by facet and value how many there would be with that value."""
    rows = [values_of(key) for key in keys]
    counts = {}
    for place, name in enumerate(FACETS):
        left = fitting(rows, {other: value for other, value in chosen.items() if other != name})
        counts[name] = by_value(Counter(map(itemgetter(place), left)))
    return len(fitting(rows, chosen)), counts


def by_value(together: Mapping[tuple[str, ...], int]) -> dict[str, int]:
    """The number of each value, from those of the values that an exercise has together, of which there are few."""
    counts: dict[str, int] = {}
    for values, number in together.items():
        for value in values:
            counts[value] = counts.get(value, 0) + number
    return counts


def fitting(rows: list[Values], chosen: Mapping[str, str]) -> list[Values]:
    for name, value in chosen.items():
        place = FACETS.index(name)
        rows = [row for row in rows if value in row[place]]
    return rows
