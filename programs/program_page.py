"""What the page of a program shows, to the care team and to the client."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.builder.saving import state_of as lines_of
from accounts.client_fit import ClientFit
from accounts.models import Invitation
from accounts.plan_editor import PlanEditor
from accounts.plan_pages import open_editor
from accounts.plan_short import short_warnings
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404
from backfit.refusals import Refusal
from programs.builder import ProgramWorkpiece
from programs.changes import changes_between, changes_in_draft
from programs.forms.programs import EndForm, PauseForm, PublishForm
from programs.models import Program, Version, VersionExercise
from programs.proposals.page import accepted_reason, proposals_of
from programs.publishing import preview
from programs.today import seen_versions

VERSIONS_SHOWN = 5


def find_program(request: SignedInRequest, pk: object) -> Program:
    """The program with `may_edit`, `sees_draft` and `invited_until`, or 404."""
    pending = Invitation.objects.pending().filter(episode=OuterRef("episode")).order_by("-expires_at")
    rows = (
        Program.objects.with_rights(request.user)
        .annotate(invited_until=Subquery(pending.values("expires_at")[:1]))
        .select_related("episode__client", "episode__clinic", "current")
        .prefetch_related("pauses")
    )
    return get_visible_or_404(rows, request.user, pk=pk)


def show_program(
    request: SignedInRequest,
    program: Program,
    *,
    editor: PlanEditor | None = None,
    publishing: PublishForm | None = None,
    pausing: PauseForm | None = None,
    ending: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "program": program,
        "state": state_of(program),
        "versions": list(newest_versions(program)),
        "changes": None,
    }
    if program.may_edit:  # type: ignore[attr-defined]
        context |= for_care_team(program, editor or open_editor(request, program, program.read_draft()))
        context["publishing"] = publishing or PublishForm(initial={"reason": accepted_reason(program)})
        context["proposals"] = proposals_of(request.user, program=program)
        context["pausing"] = pausing or PauseForm(initial={"from_on": program.episode.local_day()})
        context["ending"] = ending or EndForm(initial={"on": program.episode.local_day()})
        return render(request, "programs/program_edit_plan.html", context, status=status)
    context |= for_reader(program) if program.sees_draft else for_client(program)  # type: ignore[attr-defined]
    return render(request, "programs/program_read.html", context, status=status)


def for_care_team(program: Program, editor: PlanEditor) -> dict[str, Any]:
    number = program.current.number if program.current else 0
    open_now = is_open(program)
    return {
        "section": "clients" if program.episode.clinic_id else "today",
        "editor": editor,
        "fitting": ClientFit(program.episode, kept=editor.plan.slugs()),
        "changes": changes_in_draft(program, editor.names.also(program.slugs_in_use()).name),
        "shown_number": number,
        "next_number": number + 1,
        "is_open": open_now,
        "plan_state": lines_of(ProgramWorkpiece(program)) if open_now else None,
        "short_warnings": short_warnings(editor.plan),
        "revised_count": VersionExercise.objects.filter(version=program.current_id).revised().count(),
    }


def for_client(program: Program) -> dict[str, Any]:
    assert program.current is not None  # the client sees published programs only
    seen = seen_versions([program]).get(program.pk)
    changes = changes_between(seen, program.current) if seen else None
    return {"section": "today", "changes": changes, "document": program.current.document}


def for_reader(program: Program) -> dict[str, Any]:
    """For emergency access: what was published, or the draft while nothing was."""
    document = program.current.document if program.current else preview(program)
    return {"section": "clients", "document": document, "reads_only": True}


def require_draft_reader(program: Program) -> Program:
    """Wants `sees_draft`. The client meets what is published, and is told that this is not."""
    if not program.sees_draft:  # type: ignore[attr-defined]
        raise PermissionDenied(_("This is for your care team."))
    return program


def newest_versions(program: Program) -> Any:
    rows = Version.objects.filter(program=program).select_related("published_by")
    return rows.defer("plan", "document").order_by("-number")[:VERSIONS_SHOWN]


def is_open(program: Program) -> bool:
    try:
        program.require_open()
    except Refusal:
        return False
    return True


def state_of(program: Program) -> dict[str, str]:
    """A word for the chip, and its tone."""
    day = program.episode.local_day()
    if program.is_over or not program.episode.is_open:
        return {"text": _("Ended"), "tone": "grey"}
    if program.current is None:
        return {"text": _("Draft"), "tone": "amber"}
    if program.calendar.is_paused(day):
        return {"text": _("Paused"), "tone": "violet", "paused": "yes"}
    return {"text": _("Version %(number)s") % {"number": program.current.number}, "tone": "green"}
