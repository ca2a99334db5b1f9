"""A routine's phases as the builder takes them over: as lines, with keys of their own."""

from typing import Any

from accounts.models import Routine
from accounts.plan_edits import copied
from accounts.plan_exercises import without_retired
from accounts.plans import Item, Phase
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet
from exercises.shorthand import format_dose


def lines_of(routine: Routine, among: ExerciseQuerySet) -> dict[str, Any]:
    """{name, phases: [{name, weeks, days, goal, minutes, effort, pain_at_most, lines: [...]}], left_out: [name]}.

    A line has the fields of an item with the exercise and its dose as one `text`; what is not said is empty. Of the
    exercises only those `among` these are there, the names of the others are in `left_out`.
    """
    plan, gone = without_retired(routine.read_plan(), among)
    names = dict(Exercise.objects.filter(slug__in=plan.slugs()).values_list("slug", "name"))
    return {
        "name": routine.name,
        "phases": [phase_in_lines(copied(phase), names) for phase in plan.phases],
        "left_out": gone,
    }


def phase_in_lines(phase: Phase, names: dict[str, str]) -> dict[str, Any]:
    data = phase.model_dump(mode="json", exclude={"items", "goal"})
    return {**data, "goal": phase.goal or "", "lines": [line_of(item, names) for item in phase.items]}


def line_of(item: Item, names: dict[str, str]) -> dict[str, Any]:
    return {
        "key": item.key,
        "text": f"{names[item.exercise]} {format_dose(item.dose)}",
        "answer": "",
        "note": item.note,
        "cue": item.cue,
        "group": item.group,
        "choose": item.choose or "",
        "when": item.when or "",
        "stop_pain": item.stop_pain,
        "short": bool(item.short),
        "maintain": bool(item.maintain),
        "despite": "",
        "any_day": bool(item.any_day),
        "once": bool(item.once),
        "easier": names.get(item.easier or "", ""),
    }
