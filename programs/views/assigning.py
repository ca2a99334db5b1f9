"""From a routine to a client's program, and from a program to a routine."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Routine
from accounts.plan_pages import fresh
from accounts.plans import Plan
from accounts.requests import SignedInRequest, posted
from backfit.access import get_visible_or_404
from exercises.models import Exercise
from programs.forms.programs import AssignForm
from programs.models import Program


@require_http_methods(["GET", "HEAD", "POST"])
def routine_assign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    if not request.user.roles.has_treated:
        raise PermissionDenied(_("Only therapists assign routines to clients."))
    routine = get_visible_or_404(Routine.objects.all(), request.user, pk=pk)
    form = AssignForm(posted(request), user=request.user)
    if form.is_valid():
        episode = form.cleaned_data["episode"]
        start_on = form.cleaned_data["start_on"] or episode.local_day()
        usable = Exercise.objects.usable_at(episode.clinic_id)
        plan = fresh(request, routine.read_plan(), usable, pending=routine.pending)
        try:
            return redirect(
                Program.begin(episode=episode, by=request.user, name=routine.name, start_on=start_on, plan=plan)
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {"form": form, "routine": routine, "section": "routines"}
    return render(request, "programs/routine_assign.html", context, status=400 if form.is_bound else 200)


@require_POST
def program_routine(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep the plan for another time: the draft for who may see it, otherwise the current version's plan."""
    program = get_visible_or_404(
        Program.objects.select_related("current").with_rights(request.user), request.user, pk=pk
    )
    pending = program.pending if program.may_edit else ()  # type: ignore[attr-defined]
    plan = fresh(request, plan_for(program), Exercise.objects.usable_by(request.user), pending=pending)
    routine = Routine.begin(owner=request.user, name=program.name, plan=plan)
    messages.success(request, _("Saved as a routine of your own."))
    return redirect(routine)


def plan_for(program: Program) -> Plan:
    if program.may_edit or program.current is None:  # type: ignore[attr-defined]
        return program.read_draft()
    return Plan.from_json(program.current.plan)
