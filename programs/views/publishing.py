from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.plan_editor import PlanEditor
from accounts.plan_pages import open_editor
from accounts.requests import SignedInRequest
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.refusals import Refusal
from programs.forms.programs import PublishForm
from programs.models import Program, Version
from programs.program_page import find_program, require_draft_reader, show_program
from programs.publishing import preview, publish


@require_POST
def program_publish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Publish, with whatever was typed into the plan and not saved yet; all of it or nothing."""
    form = PublishForm(request.POST)
    with transaction.atomic():
        program = get_editable_or_404(Program.objects.select_for_update(of=("self",)), request.user, pk=pk)
        editor = open_editor(request, program, program.read_draft(), request.POST if "base" in request.POST else None)
        version = published(request, program, editor, form)
        if version is None:
            transaction.set_rollback(True)
    if version is None:
        status = editor.status if editor.status != 200 else 400
        return show_program(request, find_program(request, pk), editor=editor, publishing=form, status=status)
    messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect(program)


def published(request: SignedInRequest, program: Program, editor: PlanEditor, form: PublishForm) -> Version | None:
    """The new version; None when the editor or the form have something to say."""
    if not form.is_valid() or (editor.typed and not editor.save(program.save_plan)):
        return None
    data = form.cleaned_data
    try:
        with transaction.atomic():
            return publish(program=program, by=request.user, reason=data["reason"], over=data["over"])
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            form.add_error(None, error)
            editor.status = 400
        else:
            editor.refuse(400, *error.messages)
    except Refusal as error:
        editor.refuse(error.status, error.sentence)
    return None


@require_safe
def program_preview(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The draft as the client would read it."""
    rows = Program.objects.select_related("episode__client", "episode__clinic", "current")
    program = require_draft_reader(get_visible_or_404(rows.with_rights(request.user), request.user, pk=pk))
    context = {"program": program, "document": preview(program), "section": "clients"}
    return render(request, "programs/program_preview.html", context)
