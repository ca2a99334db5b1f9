"""What the player plays for anybody: one exercise of the catalogue, or a routine. Nothing of it is recorded.

The shape is that of a program on the device (see programs/device.py), with one day that has no date.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.models import Routine
from accounts.plans import Item, Phase
from exercises.models import Exercise
from programs.device import pictures_of
from programs.document import choice_of, compile_item


def exercise_to_play(exercise: Exercise) -> dict[str, Any]:
    """In its usual dose; ask for it `with_content()`."""
    item = Item(key=f"any-{exercise.pk}", exercise=exercise.slug, dose=exercise.dose)
    return played(exercise.name, [compile_item(item, {exercise.slug: exercise})])


def routine_to_play(routine: Routine, exercises: Mapping[str, Exercise]) -> dict[str, Any]:
    """Its first phase, as far as its exercises are among these."""
    phases = routine.read_plan().phases
    return played(routine.name, items_to_play(phases[0], exercises) if phases else [])


def items_to_play(phase: Phase, exercises: Mapping[str, Exercise]) -> list[dict[str, Any]]:
    return [
        {**compile_item(item, exercises), **choice_of(item, phase.open_choices)}
        for item in phase.items
        if item.exercise in exercises
    ]


def played(name: str, items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found = {item["key"]: item for item in items}
    return {"name": name, "items": found, "pictures": pictures_of(found.values())}
