"""The version that keeps what was reached: few exercises on few days, for good."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.plans import WEEKDAYS_FOR, Item, Phase, Plan, PlanError
from exercises.dose import Dose

# clinical.md 2: strength that was built is kept with about two sessions a week.
FEWEST_DAYS, MOST_DAYS = 2, 3


def maintenance_plan(plan: Plan, days: int = FEWEST_DAYS, *, strength: Collection[str] | None = None) -> Plan:
    """One phase that goes on, on 2 or 3 days a week: the items marked to stay, with their doses.

    Where none is marked, those of the last phase whose exercise is among `strength`, slugs; all of that phase where
    none of them is, or nobody says. An exercise that is marked in several phases stays as it was last. Pure; raises
    PlanError for other numbers of days and for a plan in which nothing is left.
    """
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        raise PlanError([_("To keep what was reached takes 2 or 3 days a week.")])
    items = marked(plan) or last_ones(plan, strength or ())
    if not items:
        raise PlanError([_("The plan is empty; add at least one exercise.")])
    phase = Phase(name=_("Keep what you reached"), days=WEEKDAYS_FOR[days], items=tuple(map(kept, items)))
    return Plan(phases=(phase,), rules=plan.rules)


def marked(plan: Plan) -> list[Item]:
    found: dict[str, Item] = {}
    for item in plan.items():
        if item.maintain:
            found.pop(item.exercise, None)
            found[item.exercise] = item
    return list(found.values())


def last_ones(plan: Plan, strength: Collection[str]) -> list[Item]:
    last = next((phase for phase in reversed(plan.phases) if phase.items), Phase())
    staying = [item for item in last.items if not item.once]
    return [item for item in staying if item.exercise in strength] or staying


def kept(item: Item) -> Item:
    """On the days of the phase, whatever days a week its dose had; marked, so that the next time it stays too."""
    return item.model_copy(update={"dose": on_any_day(item.dose), "any_day": None, "once": None, "maintain": True})


def on_any_day(dose: Dose) -> Dose:
    if dose.frequency is None:
        return dose
    often = dose.frequency.model_dump(exclude={"days_per_week"}, exclude_none=True)
    data = dose.model_dump(mode="json", exclude={"frequency"}, exclude_none=True)
    return Dose.model_validate(data | ({"frequency": often} if often else {}))
