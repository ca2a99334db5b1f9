"""What a proposal would change in a plan, as JSON, and the plan that comes of it. Pure.

A change is one of
- {key, exercise, before, after}: another dose (as in exercises.dose) for an item, `before` being what it has now;
- {key, exercise, before, after, instead}: that item becomes the exercise `instead`, with the dose `after`;
- {phase, before, after}: the phase of that number, from 0, lasts `after` weeks instead of `before`;
- {maintain, strength}: the version that keeps what was reached, on that many days a week; `strength` are the slugs
  that stay where no item is marked to.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.plan_edits import checked, in_phase_of
from accounts.plan_maintenance import maintenance_plan
from accounts.plans import Item, Plan, PlanError
from exercises.dose import Dose
from programs.proposals.course import Rung

Change = Mapping[str, Any]


def dose_change(item: Item, after: Dose) -> dict[str, Any]:
    return {"key": item.key, "exercise": item.exercise, "before": item.dose.to_json(), "after": after.to_json()}


def swap(item: Item, rung: Rung) -> dict[str, Any]:
    return {**dose_change(item, dose_for(rung, item.dose)), "instead": rung.slug}


def dose_for(rung: Rung, now: Dose) -> Dose:
    """The usual dose of the new exercise, as often as the old one and in no more sets."""
    usual = rung.dose.to_json()
    usual.pop("frequency", None)
    most = now.sets_max or now.sets
    if most and rung.dose.reps_per_set is None and (rung.dose.sets_max or rung.dose.sets or 0) > most:
        usual["sets"] = most
        usual.pop("sets_max", None)
    if now.frequency is not None:
        usual["frequency"] = now.to_json()["frequency"]
    return Dose.from_json(usual)


def applied(plan: Plan, changes: Iterable[Change]) -> Plan:
    """The plan with all of the changes. Raises PlanError when it is no longer the plan that they were made for."""
    for change in changes:
        plan = apply(plan, change)
    return plan


def apply(plan: Plan, change: Change) -> Plan:
    if "maintain" in change:
        return maintenance_plan(plan, change["maintain"], strength=change["strength"])
    if "phase" in change:
        return with_weeks(plan, change)
    item = plan.item(change["key"])
    if item is None or item.exercise != change["exercise"] or item.dose.to_json() != change["before"]:
        raise PlanError([_("The plan has changed since this was proposed.")])
    after = changed(item, change)

    def put(items: list[Item], position: int) -> None:
        items[position] = after

    return in_phase_of(plan, item.key, put)


def changed(item: Item, change: Change) -> Item:
    """Another exercise is another item: its note was written for the first, its easier version was easier than the
    first, and the client reads that it is new.
    """
    dose = Dose.from_json(change["after"])
    if "instead" not in change:
        return item.model_copy(update={"dose": dose})
    fields = {"key": key_for(item, change["instead"]), "exercise": change["instead"], "dose": dose}
    return item.model_copy(update={**fields, "note": "", "despite": None, "easier": None})


def key_for(item: Item, slug: str) -> str:
    return hashlib.sha256(f"{item.key} {slug}".encode()).hexdigest()[:8]


def with_weeks(plan: Plan, change: Change) -> Plan:
    number = change["phase"]
    if number >= len(plan.phases) or plan.phases[number].weeks != change["before"]:
        raise PlanError([_("The plan has changed since this was proposed.")])
    phases = list(plan.phases)
    phases[number] = phases[number].model_copy(update={"weeks": change["after"]})
    return checked(phases, plan.rules)
