"""Program templates live in an app to the right of this one; it says here how one is found by its slug."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class RoutineLink:
    name: str
    url: str


Finder = Callable[[str], RoutineLink | None]
_finders: list[Finder] = []


def register_routines(finder: Finder) -> None:
    """`finder` gives the published template of a slug, or None. Called once, when the app is ready."""
    if finder not in _finders:
        _finders.append(finder)


def routine_at(slug: str) -> RoutineLink | None:
    """The template to link to; None while there is none of that slug, which a page must be able to live with."""
    return next((link for finder in _finders if slug and (link := finder(slug)) is not None), None)
