from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404
from backfit.refusals import Refusal
from programs.forms.revised import RevisedForm
from programs.models import Program, Version
from programs.revised import decide, revised_since


@require_http_methods(["GET", "HEAD", "POST"])
def program_revised(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was revised in the catalogue since the current version: take it or keep what the client has."""
    rows = Program.objects.select_related("episode__client", "episode__clinic", "current")
    program = get_editable_or_404(rows, request.user, pk=pk)
    found = revised_since(program)
    form = RevisedForm(posted(request), found=found, number=program.current.number if program.current else 0)
    status = 200
    if form.is_bound:
        status = 400
        try:
            if form.is_valid():
                return answered(request, program, kept_or_published(request, program, form))
        except ValidationError as error:
            form.add_error(None, error)
        except Refusal as error:
            status = error.status
            form.add_error(None, error.sentence)
    context = {"program": program, "found": found, "form": form, "section": "clients"}
    return render(request, "programs/program_revised.html", context, status=status)


def kept_or_published(request: SignedInRequest, program: Program, form: RevisedForm) -> Version | None:
    data = form.cleaned_data
    return decide(
        program=program,
        by=request.user,
        seen=form.seen,
        accept=form.accepted,
        reason=data["reason"],
        over=data["over"],
    )


def answered(request: SignedInRequest, program: Program, version: Version | None) -> HttpResponse:
    if version is None:
        messages.success(request, _("The wording stays as it is. You are asked again when it is revised again."))
    else:
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect(program)
