"""What the player plays for anybody: one exercise of the catalogue, or a routine. Nothing of it is recorded.

The shape is that of a program on the device (see programs/device.py), with one day that has no date.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Routine
from accounts.plan_edits import phase_numbered
from accounts.plans import Item, Phase
from exercises.models import Exercise
from programs.device import pictures_of
from programs.document import choice_of, compile_item


def exercise_to_play(exercise: Exercise) -> dict[str, Any]:
    """In its usual dose; ask for it `with_content()`."""
    item = Item(key=f"any-{exercise.pk}", exercise=exercise.slug, dose=exercise.dose)
    return played(exercise.name, [compile_item(item, {exercise.slug: exercise})])


def routine_to_play(routine: Routine, exercises: Mapping[str, Exercise], *, number: int = 1) -> dict[str, Any]:
    """The phase of that number, from 1, as far as its exercises are among these; with what else there is to choose.

    Phases take turns over weeks, so one of them is what somebody does on a day. Raises PlanError for no such phase.
    """
    plan = routine.read_plan()
    items = items_to_play(phase_numbered(plan, number), exercises) if plan.phases else []
    names = [{"number": place, "name": phase.name} for place, phase in enumerate(plan.phases, 1)]
    url = routine.template_url if routine.is_template else routine.get_absolute_url()
    return {**played(routine.name, items), "url": url, "phase": number, "phases": names}


def items_to_play(phase: Phase, exercises: Mapping[str, Exercise]) -> list[dict[str, Any]]:
    return [
        {**compile_item(item, exercises), **choice_of(item, phase.open_choices)}
        for item in phase.items
        if item.exercise in exercises
    ]


def played(name: str, items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found = {item["key"]: item for item in items}
    return {"name": name, "items": found, "pictures": pictures_of(found.values())}
