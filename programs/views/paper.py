from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404
from backfit.refusals import Conflict
from programs.forms.paper import FirstDayForm, PaperForm, first_day
from programs.models import Program
from programs.paper import read_sheet, require_enterable


@require_http_methods(["GET", "HEAD", "POST"])
def program_paper(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Enter two weeks that came back on paper."""
    rows = Program.objects.select_related("episode__client", "episode__clinic", "current").prefetch_related("pauses")
    program = get_editable_or_404(rows, request.user, pk=pk)
    context = {"program": program, "section": "clients"}
    try:
        require_enterable(program)
    except Conflict as error:
        return render(request, "programs/program_paper.html", context | {"refusal": error.sentence}, status=409)
    sent = posted(request)
    try:
        first = first_day((request.GET if sent is None else sent).get("first", ""), program.episode.local_day())
    except ValidationError as error:
        raise BadRequest(error.messages[0]) from error
    form = PaperForm(read_sheet(program, first), sent)
    if sent is not None and (kept := form.save(request.user)) is not None:
        said = ngettext("%(n)d day is kept, marked as from paper.", "%(n)d days are kept, marked as from paper.", kept)
        messages.success(request, said % {"n": kept} if kept else _("Saved."))
        return redirect(program.episode)
    context |= {"form": form, "sheet": form.sheet, "choose": FirstDayForm(initial={"first": first})}
    return render(request, "programs/program_paper.html", context, status=form.status)
