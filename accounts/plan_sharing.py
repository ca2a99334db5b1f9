"""What of a plan may go to others than the person for whom it was written."""

from collections.abc import Callable

from accounts.models import Routine
from accounts.plan_edits import checked
from accounts.plan_exercises import without_reasons
from accounts.plans import Item, Plan


def with_items(plan: Plan, change: Callable[[Item], Item]) -> Plan:
    phases = [phase.model_copy(update={"items": tuple(map(change, phase.items))}) for phase in plan.phases]
    return plan.model_copy(update={"phases": tuple(phases)})


def for_others(plan: Plan, *, with_words: bool) -> Plan:
    """The plan as a routine may keep it: phases, doses and rules.

    Notes, cues and sentences of the therapist's own were written for one person, and may tell of that person's health.
    They go along only `with_words`; those that a published template has say nothing of anybody, and stay.
    """
    plan = without_reasons(plan)
    if with_words:
        return plan
    common = template_words()
    note = {item.key: item.note if item.note in common else "" for item in plan.items()}
    plan = with_items(plan, lambda item: item.model_copy(update={"note": note[item.key], "cue": ""}))
    rules = plan.rules_in_force
    extra = tuple(line for line in rules.extra if line in common)
    return checked(list(plan.phases), rules.model_copy(update={"extra": extra}))


def personal_words(plan: Plan) -> list[str]:
    """What `for_others` leaves out, each once and in order, so that a person can read it before deciding."""
    common = template_words()
    said = [words for item in plan.items() for words in (item.note, item.cue)] + list(plan.rules_in_force.extra)
    return list(dict.fromkeys(words for words in said if words and words not in common))


def template_words() -> set[str]:
    """Notes and sentences of the published templates."""
    found: set[str] = set()
    for routine in Routine.objects.templates():
        plan = routine.read_plan()
        found |= {item.note for item in plan.items()} | set(plan.rules_in_force.extra)
    return found
