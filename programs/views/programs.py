from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.plan_pages import open_editor
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404
from programs.forms.programs import ProgramForm
from programs.models import Program
from programs.program_page import find_program, show_program


@require_safe
def program_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return show_program(request, find_program(request, pk))


@require_POST
def program_plan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    with transaction.atomic():
        program = get_editable_or_404(Program.objects.select_for_update(of=("self",)), request.user, pk=pk)
        editor = open_editor(request, program, program.read_draft(), request.POST)
        saved = editor.save(program.save_plan)
    if saved:
        return redirect(f"{program.get_absolute_url()}#{editor.focus}")
    return show_program(request, find_program(request, pk), editor=editor, status=editor.status)


@require_http_methods(["GET", "HEAD", "POST"])
def program_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Name and first day."""
    program = get_editable_or_404(Program.objects.select_related("episode", "current"), request.user, pk=pk)
    program.require_open()
    form = ProgramForm(posted(request), instance=program)
    if form.is_valid():
        program.change(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(program)
    context = {"form": form, "program": program, "section": "clients"}
    return render(request, "programs/program_edit.html", context, status=400 if form.is_bound else 200)


@require_POST
def program_delete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    program = get_editable_or_404(Program.objects.select_related("episode", "current"), request.user, pk=pk)
    program.discard()
    messages.success(request, _("The draft is deleted."))
    return redirect(program.episode)
