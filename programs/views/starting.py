from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Routine
from accounts.plan_pages import say_left_behind
from accounts.plans import PlanError
from accounts.requests import SignedInRequest
from accounts.views.invitations import tell
from backfit.refusals import Refusal
from programs.forms.starting import StartForm
from programs.start_page import prospect_of
from programs.starting import Started, start_program


@require_http_methods(["GET", "HEAD", "POST"])
def program_start(request: SignedInRequest) -> HttpResponse:
    """Client, routine and first day on one page; `?episode=` and `?routine=` fill in what is known."""
    if not request.user.roles.treats:
        raise PermissionDenied(_("Only therapists of a clinic start programs for clients."))
    action = request.POST.get("action")
    if request.method != "POST" or action == "show":
        # Nothing is refused that nobody has sent off yet.
        form = StartForm(user=request.user, initial=(request.POST or request.GET).dict())
        return page(request, form, prospect=prospect_of(form))
    form = StartForm(request.POST, user=request.user)
    status = 400
    if form.is_valid():
        try:
            started = start_program(by=request.user, publishing=action == "publish", **form.said())
        except (ValidationError, PlanError, Refusal) as error:
            status = refused(form, error)
        else:
            say(request, started, routine=form.cleaned_data["routine"])
            return redirect(started.program)
    return page(request, form, status=status, prospect=prospect_of(form))


def page(request: SignedInRequest, form: StartForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "section": "clients", **more}
    return render(request, "programs/program_start.html", context, status=status)


def refused(form: StartForm, error: ValidationError | PlanError | Refusal) -> int:
    """Put what the verb says on the page; gives the status."""
    if isinstance(error, ValidationError):
        form.refuse(error)
        return 400
    if isinstance(error, PlanError):
        form.add_error(None, error.sentences)
        return 400
    form.add_error(None, error.sentence)
    return error.status


def say(request: SignedInRequest, started: Started, *, routine: Routine | None) -> None:
    name, client = started.program.name, started.program.episode.client_name
    if routine is not None:
        say_left_behind(request, routine.pending)
    if started.left_out:
        messages.warning(
            request, _("Left out, not available here: %(names)s.") % {"names": ", ".join(started.left_out)}
        )
    if started.version is not None:
        messages.success(request, _("“%(name)s” is published for %(client)s.") % {"name": name, "client": client})
    if started.invitation is not None:
        tell(request, started.invitation)
