"""All versions of a program: to read, to compare and to take up again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedInRequest
from backfit.access import get_editable_or_404, get_visible_or_404
from programs.changes import changes_between
from programs.forms.versions import CompareForm, RestoreForm
from programs.models import Program, Version
from programs.program_page import find_program, is_open

VERSIONS_PER_PAGE = 25


@require_safe
def version_list(request: SignedInRequest, pk: UUID) -> HttpResponse:
    program = find_program(request, pk)
    versions = versions_of(program)
    context = {
        **about(request, program),
        "page": Paginator(versions, VERSIONS_PER_PAGE).get_page(request.GET.get("page")),
        "form": CompareForm(versions=versions) if len(versions) > 1 else None,
    }
    return render(request, "programs/version_list.html", context)


@require_safe
def version_compare(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The difference of any two versions in words."""
    program = find_program(request, pk)
    versions = versions_of(program)
    if not versions:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    form = CompareForm(request.GET, versions=versions)
    context = {**about(request, program), "form": form}
    if form.is_valid():
        numbers = form.cleaned_data["before"], form.cleaned_data["after"]
        found = {version.number: version for version in Version.objects.filter(program=program, number__in=numbers)}
        context |= {"before": found[numbers[0]], "after": found[numbers[1]]}
        context["changes"] = changes_between(context["before"], context["after"])
        context["is_same"] = numbers[0] == numbers[1]
    return render(request, "programs/version_compare.html", context, status=200 if form.is_valid() else 400)


@require_safe
def version_detail(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    rows = Version.objects.select_related("program", "published_by")
    version = get_visible_or_404(rows, request.user, program=pk, number=number)
    program = find_program(request, pk)
    before = Version.objects.filter(program=version.program_id, number=number - 1).first()
    context = {
        **about(request, program),
        "version": version,
        "document": version.document,
        "changes": changes_between(before, version) if before else None,
        "before_number": number - 1,
        "is_current": version.pk == program.current_id,
    }
    if program.may_edit and is_open(program) and program.draft != version.plan:  # type: ignore[attr-defined]
        context["restoring"] = RestoreForm(initial={"base": program.read_draft().digest()})
    return render(request, "programs/version_detail.html", context)


@require_POST
def version_restore(request: SignedInRequest, pk: UUID, number: int) -> HttpResponse:
    """Make the version's plan the draft, to be published as a new version."""
    program = get_editable_or_404(Program.objects.select_related("episode", "current"), request.user, pk=pk)
    version = get_visible_or_404(Version.objects.all(), request.user, program=pk, number=number)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise BadRequest(_("This page was sent incomplete. Load it again."))
    gone = program.restore(version, over=form.cleaned_data["base"])
    if gone:
        messages.warning(request, _("Left out, not available here: %(names)s.") % {"names": ", ".join(gone)})
    messages.success(
        request, _("The draft is version %(number)s again. Your client gets it when you publish.") % {"number": number}
    )
    return redirect(program)


def versions_of(program: Program) -> list[Version]:
    """The newest first, without their documents."""
    rows = Version.objects.filter(program=program).select_related("published_by")
    return list(rows.defer("plan", "document").order_by("-number"))


def about(request: SignedInRequest, program: Program) -> dict[str, Any]:
    own = program.episode.client_id == request.user.pk
    return {"program": program, "section": "today" if own else "clients"}
