"""From a program to a routine."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Routine
from accounts.plan_pages import fresh
from accounts.plan_sharing import for_others, personal_words
from accounts.plans import Plan
from accounts.requests import SignedInRequest, posted
from backfit.access import get_visible_or_404
from programs.forms.keeping import KeepForm
from programs.models import Program


@require_http_methods(["GET", "HEAD", "POST"])
def program_routine(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Keep the plan for another time: the draft for who may see it, otherwise the current version's plan."""
    rows = Program.objects.select_related("current", "episode").with_rights(request.user)
    program = get_visible_or_404(rows, request.user, pk=pk)
    plan = plan_for(program)
    words = personal_words(plan)
    # What was written for a client is the client's own to keep.
    initial = {"name": program.name, "with_words": program.episode.client_id == request.user.pk}
    form = KeepForm(posted(request), user=request.user, words=words, initial=initial)
    if form.is_valid():
        pending = program.pending if program.may_edit else ()  # type: ignore[attr-defined]
        shared = for_others(plan, with_words=form.takes_words)
        kept = fresh(request, shared, form.instance.usable_exercises(), pending=pending)
        try:
            routine = Routine.begin(owner=request.user, plan=kept, **form.said())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Saved as a routine."))
            return redirect(routine)
    context = {"form": form, "program": program, "words": words}
    return render(request, "programs/program_routine.html", context, status=400 if form.is_bound else 200)


def plan_for(program: Program) -> Plan:
    if program.may_edit or program.current is None:  # type: ignore[attr-defined]
        return program.read_draft()
    return Plan.from_json(program.current.plan)
