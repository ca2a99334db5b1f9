"""Pause a program, go on with it, end it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from backfit.access import get_editable_or_404
from programs.forms.programs import EndForm, PauseForm
from programs.models import Program
from programs.program_page import find_program, show_program


def editable(request: SignedInRequest, pk: UUID) -> Program:
    return get_editable_or_404(
        Program.objects.select_related("episode__client", "episode__clinic"), request.user, pk=pk
    )


@require_POST
def program_pause(request: SignedInRequest, pk: UUID) -> HttpResponse:
    program = editable(request, pk)
    form = PauseForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            program.pause(data["from_on"] or program.episode.local_day(), data["until_on"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The program is paused. Paused days are not counted."))
            return redirect(program)
    return show_program(request, find_program(request, pk), pausing=form, status=400)


@require_POST
def program_resume(request: SignedInRequest, pk: UUID) -> HttpResponse:
    program = editable(request, pk)
    program.resume(program.episode.local_day())
    messages.success(request, _("The program goes on from today."))
    return redirect(program)


@require_POST
def program_end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    program = editable(request, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return show_program(request, find_program(request, pk), ending=form, status=400)
    last = form.cleaned_data["on"] or program.episode.local_day()
    program.end(last)
    if program.is_over:
        messages.success(request, _("The program has ended. What was recorded stays."))
    else:
        day = date_format(last, "j F Y")
        messages.success(request, _("The program ends on %(day)s.") % {"day": day})
    return redirect(program)
