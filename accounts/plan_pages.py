"""What pages about plans share."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Routine
from accounts.plan_editor import PlanEditor
from accounts.plan_exercises import without_retired
from accounts.plan_lines import names_for
from accounts.plans import Plan


def open_editor(request: HttpRequest, plan: Plan, data: Mapping[str, Any] | None = None) -> PlanEditor:
    """The editor with the person's routines to insert from."""
    return PlanEditor(plan, data, routines=Routine.objects.visible_to(request.user).order_by("name", "pk"))


def fresh(request: HttpRequest, plan: Plan) -> Plan:
    """The plan to start anew from; a message says what the catalogue no longer offers."""
    kept, gone = without_retired(plan)
    if gone:
        messages.warning(request, _("Left out, no longer in the catalogue: %(names)s.") % {"names": ", ".join(gone)})
    return kept


def to_read(plan: Plan) -> list[dict[str, Any]]:
    """Phases and their lines with the exercises' names, for a page that only shows them.

    `choices` are the words of which several items are left to choose from.
    """
    names = names_for(plan.slugs())
    return [
        {
            "name": phase.name,
            "days": phase.days,
            "weeks": phase.weeks,
            "seconds": phase.seconds(),
            "goal": phase.goal,
            "minutes": phase.minutes,
            "effort": phase.effort,
            "choices": phase.open_choices,
            "lines": [
                {
                    "item": item,
                    "name": names.name(item.exercise),
                    "url": reverse("exercise_detail", args=[item.exercise]),
                }
                for item in phase.items
            ],
        }
        for phase in plan.phases
    ]
