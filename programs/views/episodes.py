"""An episode: for the care team the client's page, for the client "my care"."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Episode, Invitation
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404
from programs.attention.answers import mark_notes_read
from programs.attention.reading import DAYS, is_unread
from programs.desk.rows import attention_of
from programs.episode_page import begun_on, courses, programs_of, sessions_in
from programs.forms.measures import MeasureForm
from programs.measures import series_of
from programs.models import Attention, SafetyReport
from programs.proposals.page import proposals_of
from programs.safety_screen import newest_screens
from programs.schedule import ONE_DAY
from programs.session_lines import session_lines
from programs.window import window_of

SESSIONS_PER_PAGE = 10


@require_safe
def episode_detail(request: SignedInRequest, pk: object) -> HttpResponse:
    """For the care team the client's record, for the client "my care"."""
    return show_episode(request, find_episode(request, pk))


def find_episode(request: SignedInRequest, pk: object) -> Episode:
    """The episode with `treats`, and `oversees` for who reads what the care team reads; or 404."""
    mine = Episode.objects.treated_by(request.user).filter(pk=OuterRef("pk"))
    overseen = Episode.objects.overseen_by(request.user).filter(pk=OuterRef("pk"))
    rows = Episode.objects.select_related("clinic", "client").annotate(treats=Exists(mine), oversees=Exists(overseen))
    return get_visible_or_404(rows, request.user, pk=pk)


def show_episode(
    request: SignedInRequest, episode: Any, *, measuring: MeasureForm | None = None, status: int = 200
) -> HttpResponse:
    programs = programs_of(episode, request.user)
    today = episode.local_day()
    window = window_of(request.GET, begun=begun_on(programs, today), today=today)
    sessions = sessions_in(programs, window)
    shown = [session for session in sessions if session.day >= window.first]
    measures = series_of(episode)
    context = {
        "episode": episode,
        "programs": programs,
        "care_team": episode.care_team.filter(left_at__isnull=True).select_related("therapist"),
        "window": window,
        "progress": courses(episode, programs, window, sessions),
        "page": Paginator(session_lines(shown), SESSIONS_PER_PAGE).get_page(request.GET.get("page")),
        "notes": [session for session in shown if session.note],
        "measures": measures,
        "section": "clients" if episode.oversees else "today",
    }
    if episode.treats or episode.clinic_id is None:
        context["measuring"] = measuring or MeasureForm(episode=episode, known=measures)
    if not episode.oversees:
        return render(request, "programs/episode_client.html", context, status=status)
    page = render(request, "programs/episode_detail.html", context | for_care_team(request, episode), status=status)
    # Nothing is asked at most looks at the page; and whoever looks at earlier weeks has not seen what is new.
    if (
        request.method == "GET"
        and episode.treats
        and any(is_unread(each, since=today - DAYS * ONE_DAY) for each in sessions)
    ):
        mark_notes_read(episode=episode)
    return page


def without_cards(context: dict[str, Any]) -> dict[str, Any]:
    """Of the reasons for attention those that no card of the same page says: warning signs and proposals have one."""
    suggested = {str(each.proposal.program_id) for each in context["proposals"]}
    warned = bool(context["safety_reports"])

    def has_card(row: Attention) -> bool:
        if row.kind in (Attention.Kind.STEP_BACK, Attention.Kind.READY):
            return row.facts["program"] in suggested
        return warned and row.kind == Attention.Kind.SAFETY

    told = [reason for reason in context["reasons"] if not has_card(reason.row)]
    return {"reasons": told, "answerable": [reason for reason in told if reason.is_answerable]}


def for_care_team(request: SignedInRequest, episode: Any) -> dict[str, Any]:
    context = {
        "reads_only": not episode.treats,
        "proposals": proposals_of(request.user, program__episode=episode),
        "safety_reports": SafetyReport.objects.visible_to(request.user).open().filter(episode=episode),
        "screens": newest_screens(episode) if episode.client else None,
        **attention_of(episode),
    }
    context |= without_cards(context)
    if episode.client is None:
        context["invitation"] = Invitation.objects.visible_to(request.user).filter(episode=episode).first()
    return context
