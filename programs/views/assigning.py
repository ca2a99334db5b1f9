"""From a client's program to another one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.plan_exercises import strength_of
from accounts.plan_maintenance import maintenance_plan
from accounts.plan_pages import fresh
from accounts.plan_sharing import for_others
from accounts.plans import Plan, PlanError
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404
from exercises.models import Exercise
from programs.forms.programs import AssignForm
from programs.models import Program


def begun(request: SignedInRequest, form: AssignForm, plan: Plan, name: str, *, pending: Any) -> Program | None:
    """The draft for the client that the form names; None when the form has something to say."""
    episode = form.cleaned_data["episode"]
    start_on = form.cleaned_data["start_on"] or episode.local_day()
    try:
        with transaction.atomic():
            kept = fresh(request, plan, Exercise.objects.usable_at(episode.clinic_id), pending=pending)
            return Program.begin(episode=episode, by=request.user, name=name, start_on=start_on, plan=kept)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def program_copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same plan as a draft for another client, or once more for the same one."""
    program = get_editable_or_404(Program.objects.select_related("episode", "current"), request.user, pk=pk)
    form = AssignForm(posted(request), user=request.user)
    plan = for_others(program.read_draft(), with_words=False)
    if form.is_valid() and (copy := begun(request, form, plan, program.name, pending=program.pending)):
        messages.success(
            request, _("Copied as a draft, without notes and cues. Check it for this client before you publish.")
        )
        return redirect(copy)
    context = {"form": form, "program": program, "section": "clients"}
    return render(request, "programs/program_copy.html", context, status=400 if form.is_bound else 200)


@require_POST
def program_maintenance(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Write the version that keeps what was reached into the draft."""
    try:
        with transaction.atomic():
            program = get_editable_or_404(Program.objects.locked("episode", "current"), request.user, pk=pk)
            plan = program.read_draft()
            program.save_plan(maintenance_plan(plan, strength=strength_of(plan)))
    except PlanError as error:
        messages.error(request, " ".join(error.sentences))
    else:
        messages.success(request, _("The draft is the maintenance version now. Publish it when it is time."))
    return redirect(program)
