"""Where the builder asks what fits a client's home."""

from collections.abc import Iterable

from accounts.fit import Mark, fit_for
from accounts.home import Home
from exercises.models.catalogue import ExerciseQuerySet

Marks = dict[str, Mark]
"""By slug, and only of what does not fit."""


def marks_for(home: Home, slugs: Iterable[str], among: ExerciseQuerySet) -> Marks:
    """Nothing is ruled out, and nothing asked, where nobody has said anything about the home."""
    slugs = set(slugs)
    return fit_for(home, among).marks(slugs) if slugs and home != Home() else {}
