"""The version that keeps what was reached: fewer days a week, without an end. Pure."""

from django.utils.translation import gettext as _

from accounts.plan_edits import checked
from accounts.plans import WEEKDAYS_FOR, Phase, Plan


def maintenance_plan(plan: Plan, days: int) -> Plan:
    """One phase on that many days a week (1 to 7), with the items of the last phase that are meant to stay.

    Where none is marked, all of them. What is done once is over. The plan's rules and the items' keys stay, so that
    the client reads what changes; of such a plan it gives the same plan.
    """
    if not plan.phases:
        return plan
    last = plan.phases[-1]
    items = [item for item in last.items if not item.once]
    kept = [item for item in items if item.maintain] or items
    phase = last.model_copy(
        update={"weeks": None, "days": WEEKDAYS_FOR[days], "items": tuple(kept), "name": _("Keep what you reached")}
    )
    return checked([Phase.model_validate(phase.model_dump())], plan.rules)
