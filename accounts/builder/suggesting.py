"""What somebody who types a name may mean, with the dose that would go with it."""

from typing import Any

from rapidfuzz.distance import OSA

from accounts.builder.fitting import marks_for
from accounts.builder.state import misfit_of, picture_of
from accounts.builder.workpiece import Workpiece
from accounts.plan_easier import known_easier
from accounts.plan_lines import name_in
from exercises.models import Exercise
from exercises.search.words import errors_in, words_of
from exercises.shorthand import format_dose

OFFERED = 8
LONGEST_NAME = 100


def suggestions(piece: Workpiece, typed: str) -> list[dict[str, Any]]:
    """Best first. Only the words before the first number are looked at: what follows is a dose."""
    name = name_in(typed[:LONGEST_NAME])
    if not name:
        return []
    among = piece.usable_exercises()
    found = list(among.with_pictures().search(name)[:OFFERED])
    marks = marks_for(piece.home, [exercise.slug for exercise in found], among)
    return [
        {
            "slug": exercise.slug,
            "name": exercise.name,
            "alias": alias_meant(exercise, words_of(name)),
            "dose": format_dose(exercise.dose),
            "words": exercise.dose.in_words(),
            "picture": picture_of(exercise),
            "misfit": misfit_of(marks, exercise.slug),
        }
        for exercise in found
    ]


def easier_suggestions(piece: Workpiece, key: str) -> list[dict[str, str]]:
    """What is a step easier than that item of the plan, can be done in its dose and fits the client."""
    item = piece.plan.item(key)
    if item is None:
        return []
    among = piece.usable_exercises()
    known = known_easier([item], among)[key]
    marks = marks_for(piece.home, [each.slug for each in known], among)
    return [each._asdict() for each in known if each.slug not in marks]


def alias_meant(exercise: Exercise, typed: list[str]) -> str:
    """The other name by which it was found; none when its name has as many of the words."""
    best, count = "", matching(typed, exercise.name)
    for alias in exercise.aliases:
        if (more := matching(typed, alias)) > count:
            best, count = alias, more
    return best


def matching(typed: list[str], name: str) -> int:
    words = words_of(name)
    return sum(any(is_meant(one, word) for word in words) for one in typed)


def is_meant(typed: str, word: str) -> bool:
    return word.startswith(typed) or OSA.distance(typed, word, score_cutoff=2) <= errors_in(typed)
