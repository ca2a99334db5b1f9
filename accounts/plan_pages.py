"""What pages about plans share."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.builder.pending import named, read_pending
from accounts.models import Routine
from accounts.plan_editor import PlanEditor
from accounts.plan_exercises import without_retired
from accounts.plan_lines import names_for
from accounts.plans import Plan
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet


class PlanOwner(Protocol):
    """A routine or a program."""

    pending: Any

    def usable_exercises(self) -> ExerciseQuerySet: ...


def open_editor(
    request: HttpRequest, owner: PlanOwner, plan: Plan, data: Mapping[str, Any] | None = None
) -> PlanEditor:
    """The editor of what has this plan, with the person's routines to insert from."""
    routines = Routine.objects.visible_to(request.user).order_by("name", "pk")
    return PlanEditor(plan, data, among=owner.usable_exercises(), routines=routines, pending=owner.pending)


def say_left_behind(request: HttpRequest, pending: Any) -> None:
    """A message about lines that are no item yet, and so stay where they are."""
    if pending:
        lines = ", ".join(f"“{named(entry.line)}”" for entry in read_pending(pending))
        messages.warning(
            request, _("Left behind, because it is no exercise with a dose yet: %(lines)s.") % {"lines": lines}
        )


def fresh(request: HttpRequest, plan: Plan, among: ExerciseQuerySet, *, pending: Any = ()) -> Plan:
    """The plan to start anew from; messages say what cannot be had here (any more), and which lines are no item yet."""
    say_left_behind(request, pending)
    kept, gone = without_retired(plan, among)
    if gone:
        messages.warning(request, _("Left out, not available here: %(names)s.") % {"names": ", ".join(gone)})
    return kept


def to_read(plan: Plan) -> list[dict[str, Any]]:
    """Phases and their lines with the exercises' names, for a page that only shows them.

    `choices` are the words of which several items are left to choose from.
    """
    names = names_for(plan.slugs(), Exercise.objects.none())
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
                    "easier": names.name(item.easier) if item.easier else "",
                    "url": reverse("exercise_detail", args=[item.exercise]),
                }
                for item in phase.items
            ],
        }
        for phase in plan.phases
    ]
