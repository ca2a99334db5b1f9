"""Single changes to a plan, as the builder makes them. Each gives a new plan; an unknown key raises PlanError."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plan_rules import Rules
from accounts.plans import Item, Phase, Plan, PlanError, new_key
from exercises.models.catalogue import ExerciseQuerySet


def checked(phases: list[Phase], rules: Rules | None = None) -> Plan:
    """Plan of the phases, validated as a whole. Rules that are the usual ones are left out."""
    data: dict[str, Any] = {"phases": [phase.model_dump(mode="json", exclude_none=True) for phase in phases]}
    if rules is not None and rules != Rules():
        data["rules"] = rules.model_dump(mode="json")
    return Plan.from_json(data)


def phase_at(plan: Plan, index: int) -> Phase:
    if not 0 <= index < len(plan.phases):
        raise PlanError([_("There is no such phase.")])
    return plan.phases[index]


def in_phase_of(plan: Plan, key: str, change: Callable[[list[Item], int], None]) -> Plan:
    """Apply `change(items, position)` to the list that the item is in."""
    for index, phase in enumerate(plan.phases):
        for position, item in enumerate(phase.items):
            if item.key == key:
                items = list(phase.items)
                change(items, position)
                return with_phase(plan, index, phase.model_copy(update={"items": tuple(items)}))
    raise PlanError([_("That exercise is no longer in the plan.")])


def with_phase(plan: Plan, index: int, phase: Phase) -> Plan:
    phases = list(plan.phases)
    phases[index] = phase
    return checked(phases, plan.rules)


def add_item(plan: Plan, item: Item, *, phase: int = 0) -> Plan:
    """Append to a phase; an empty plan gets its first phase."""
    if not plan.phases:
        plan = plan.model_copy(update={"phases": (Phase(),)})
    target = phase_at(plan, phase)
    return with_phase(plan, phase, target.model_copy(update={"items": (*target.items, item)}))


def replace_item(plan: Plan, item: Item) -> Plan:
    def change(items: list[Item], position: int) -> None:
        items[position] = item

    return in_phase_of(plan, item.key, change)


def swap_item(plan: Plan, key: str, slug: str = "", *, among: ExerciseQuerySet) -> tuple[Plan, str]:
    """Another exercise in its place, as a new item with a dose of its own, and the new item's key.

    Why the old one was given goes with it, and what was easier than that one.
    """
    exercise = among.filter(slug=slug).first()
    if exercise is None:
        raise PlanError([_("That exercise is not available here.")])
    new = {"key": new_key(), "exercise": slug, "dose": exercise.dose, "any_day": None}
    new |= {"despite": None, "easier": None}

    def change(items: list[Item], position: int) -> None:
        items[position] = items[position].model_copy(update=new)

    return in_phase_of(plan, key, change), str(new["key"])


def move_item(plan: Plan, key: str, *, by: int) -> Plan:
    """Up (-1) or down (+1) inside its phase; at the edge it stays."""

    def change(items: list[Item], position: int) -> None:
        items.insert(max(0, position + by), items.pop(position))

    return in_phase_of(plan, key, change)


def remove_item(plan: Plan, key: str) -> Plan:
    def change(items: list[Item], position: int) -> None:
        del items[position]

    return in_phase_of(plan, key, change)


def add_phase(plan: Plan, phase: Phase) -> Plan:
    """Append a phase. A phase that had no end gets four weeks, since only the last may go on."""
    phases = list(plan.phases)
    if phases and phases[-1].weeks is None:
        phases[-1] = phases[-1].model_copy(update={"weeks": 4})
    return checked([*phases, phase], plan.rules)


def insert_plan(plan: Plan, other: Plan) -> Plan:
    """Append another plan's phases as copies of their own; of a plan without items it takes the place, rules and all.

    A plan that has items keeps its rules.
    """
    copies = [copied(phase) for phase in other.phases]
    if not any(phase.items for phase in plan.phases):
        return checked(copies, plan.rules or other.rules)
    for phase in copies:
        plan = add_phase(plan, phase)
    return plan


def copied(phase: Phase) -> Phase:
    # New keys: two copies of one routine in a plan are different items. Why somebody got an exercise all the same is
    # about that person's home, and stays there.
    items = tuple(item.model_copy(update={"key": new_key(), "despite": None}) for item in phase.items)
    return phase.model_copy(update={"items": items})


def only_phase(plan: Plan, number: int) -> Plan:
    """The plan with the phase of that number alone, from 1."""
    return checked([phase_numbered(plan, number)], plan.rules)


def from_phase(plan: Plan, number: int) -> Plan:
    """The plan as somebody begins it who starts with the phase of that number, from 1."""
    phase_numbered(plan, number)
    return checked(list(plan.phases[number - 1 :]), plan.rules)


def phase_numbered(plan: Plan, number: int) -> Phase:
    if not 1 <= number <= len(plan.phases):
        said = ngettext("This plan has %(count)s phase.", "This plan has %(count)s phases.", len(plan.phases))
        raise PlanError([said % {"count": len(plan.phases)}])
    return plan.phases[number - 1]


def remove_phase(plan: Plan, index: int) -> Plan:
    phase_at(plan, index)
    return checked([phase for position, phase in enumerate(plan.phases) if position != index], plan.rules)
