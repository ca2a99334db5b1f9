"""Easier and harder neighbours form ladders: whoever climbs never comes back to where they were."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backfit.access import AnyUser
from exercises.models import Exercise

Steps = dict[int, set[int]]


def check_neighbours(exercise: Exercise, *, harder: Iterable[Exercise], easier: Iterable[Exercise]) -> None:
    """Raise ValidationError if these neighbours would make an exercise harder than itself."""
    harder, easier = list(harder), list(easier)
    if exercise.pk is not None and exercise in (*harder, *easier):
        raise ValidationError(_("An exercise is neither easier nor harder than itself."))
    steps = steps_without(exercise)
    for low in easier:
        for high in harder:
            if low == high or low.pk in reachable(high.pk, steps):
                raise ValidationError(
                    _("“%(low)s” cannot be easier: it is already as hard as “%(high)s” or harder.")
                    % {"low": low.name, "high": high.name}
                )


def steps_without(exercise: Exercise) -> Steps:
    """Every step from easier to harder that its text could name, but for those of this exercise itself."""
    near = Exercise.objects.in_reach_of(exercise).order_by().values("pk")
    link = Exercise.harder.through._default_manager.filter(from_exercise__in=near, to_exercise__in=near)
    steps: Steps = defaultdict(set)
    for low, high in link.values_list("from_exercise_id", "to_exercise_id"):
        if exercise.pk not in (low, high):
            steps[low].add(high)
    return steps


def seen_by(user: AnyUser, exercise: Exercise, others: Iterable[Exercise]) -> list[Exercise]:
    """Of its neighbours those that the person may know of; asks only when there are some of a clinic."""
    near = [other for other in others if exercise.reaches(other)]
    own = [other.pk for other in near if other.is_own]
    seen = set(Exercise.objects.visible_to(user).filter(pk__in=own).values_list("pk", flat=True)) if own else set()
    return [other for other in near if not other.is_own or other.pk in seen]


def reachable(start: int, steps: Steps) -> set[int]:
    found: set[int] = set()
    ahead = [start]
    while ahead:
        new = steps.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found
