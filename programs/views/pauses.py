"""A pause that is there already: other days, or none."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404
from backfit.numbers import whole_number
from backfit.refusals import Refusal
from programs.forms.programs import PauseForm
from programs.models import Pause, Program


def pause_of(request: SignedInRequest, pk: UUID, number: int) -> tuple[Program, Pause]:
    rows = Program.objects.select_related("episode__client", "episode__clinic", "current")
    program = get_editable_or_404(rows, request.user, pk=pk)
    # A number beyond what the database counts to is that of no pause.
    pause = None if whole_number(str(number)) is None else program.pauses.filter(pk=number).first()
    if pause is None:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    return program, pause


@require_http_methods(["GET", "HEAD", "POST"])
def pause_edit(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    program, pause = pause_of(request, pk, number)
    form = PauseForm(posted(request), initial={"from_on": pause.from_on, "until_on": pause.until_on})
    status = 400 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            pause.change(data["from_on"] or pause.from_on, data["until_on"])
        except ValidationError as error:
            form.add_error(None, error)
        except Refusal as error:
            form.add_error(None, error.sentence)
            status = error.status
        else:
            messages.success(request, _("The pause is changed."))
            return redirect(program)
    context = {"form": form, "program": program, "pause": pause, "section": "clients"}
    return render(request, "programs/pause_edit.html", context, status=status)


@require_POST
def pause_delete(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    program, pause = pause_of(request, pk, number)
    pause.take_back()
    messages.success(request, _("The pause is taken back. Its days count again."))
    return redirect(program)
