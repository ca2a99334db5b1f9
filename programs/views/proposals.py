"""What the rules suggest for a program, and the therapist's answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from backfit.access import get_editable_or_404, get_visible_or_404
from programs.forms.proposals import DeclineForm
from programs.models import Program, Proposal
from programs.program_page import require_draft_reader
from programs.proposals.page import ready_for_words
from programs.proposals.words import in_words

ANSWERED = 20


@require_safe
def proposal_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return show(request, find(request, pk))


@require_safe
def proposal_list(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Those of a program: the one that stands, and what was answered."""
    rows = Program.objects.select_related("episode").with_rights(request.user)
    program = require_draft_reader(get_visible_or_404(rows, request.user, pk=pk))
    found = ready_for_words(Proposal.objects.visible_to(request.user)).filter(program=program)
    context = {
        "program": program,
        "proposals": in_words(found.standing()),
        "answered": in_words(found.answered().order_by("-answered_at")[:ANSWERED]),
        "reads_only": not program.may_edit,  # type: ignore[attr-defined]
        "section": "clients",
    }
    return render(request, "programs/proposal_list.html", context)


@require_POST
def proposal_accept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Into the draft; then to publishing it, or with `edit` to the plan."""
    proposal = find(request, pk)
    proposal.accept(request.user)
    messages.success(request, _("It is in the draft. Your client sees nothing of it before you publish."))
    place = "plan" if "edit" in request.POST else "publish-title"
    return redirect(f"{reverse('program_detail', args=[proposal.program_id])}#{place}")


@require_POST
def proposal_decline(request: SignedInRequest, pk: UUID) -> HttpResponse:
    proposal, form = find(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return show(request, proposal, form=form, status=400)
    proposal.decline(request.user, form.cleaned_data["reason"])
    messages.success(request, _("Declined. It is not proposed again from these sessions."))
    return redirect("program_detail", proposal.program_id)


def find(request: SignedInRequest, pk: UUID) -> Proposal:
    return get_editable_or_404(ready_for_words(Proposal.objects.all()), request.user, pk=pk)


def show(
    request: SignedInRequest, proposal: Proposal, *, form: DeclineForm | None = None, status: int = 200
) -> HttpResponse:
    [words] = in_words([proposal])
    context = {
        "each": words,
        "form": form or DeclineForm(),
        "stands": Proposal.objects.standing().contains(proposal),
        "program": proposal.program,
        "reads_only": not Program.objects.editable_by(request.user).contains(proposal.program),
        "section": "clients",
    }
    return render(request, "programs/proposal_detail.html", context, status=status)
