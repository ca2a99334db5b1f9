"""Where exercises are used, without knowing who uses them.

The catalogue imports no other app. Those that use exercises say so here when they start, with a function of a list of
exercise ids that asks a fixed number of questions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from django.utils.translation import gettext as _

# Fewer than this many could point at somebody, so they are not told apart.
FEWEST_TOLD = 3
WINDOWS = (90, 365)  # days


@dataclass(frozen=True)
class Skips:
    """How many clients left an exercise out and said why, in their own words."""

    unclear: int = 0
    hard: int = 0
    pain: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(self.unclear + other.unclear, self.hard + other.hard, self.pain + other.pain)


@dataclass(frozen=True)
class Usage:
    """True numbers, which only `told` and `told_in_words` may lead outside. `recent` is 90 days, `year` 365."""

    programs: int = 0
    clinics: int = 0
    templates: int = 0
    recent: Skips = Skips()
    year: Skips = Skips()

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


Source = Callable[[Sequence[int]], Mapping[int, Usage]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Count this source too; once, however often it is said."""
    if source not in _sources:
        _sources.append(source)


def usage_of(exercises: Iterable[int]) -> dict[int, Usage]:
    """The usage of each of these exercise ids; the queries do not grow with their number."""
    ids = list(exercises)
    found = {pk: Usage() for pk in ids}
    if not ids:
        return found
    for source in _sources:
        for pk, usage in source(ids).items():
            found[pk] += usage
    return found


def told(count: int) -> int | None:
    """The number as it may be told; None for so few that somebody might be known by it."""
    return count if count == 0 or count >= FEWEST_TOLD else None


def told_in_words(count: int) -> str:
    number = told(count)
    return _("fewer than %(n)d") % {"n": FEWEST_TOLD} if number is None else str(number)
