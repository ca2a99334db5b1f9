from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Episode, Invitation
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404
from programs.attention_answers import mark_notes_read
from programs.desk import Desk, desk_of
from programs.desk_rows import attention_of, desk_rows
from programs.forms.desk import DeskForm
from programs.models import Attention, Program, Session
from programs.models.session import SessionQuerySet
from programs.progress import progress_of

CLIENTS_PER_PAGE = 25
SESSIONS_PER_PAGE = 10
NOTES = 6


@require_safe
def client_list(request: SignedInRequest) -> HttpResponse:
    """The therapist's desk."""
    form = DeskForm(request.GET)
    wanted = form.wanted()
    desk = desk_of(request.user, wanted)
    page = Paginator(desk.lines, CLIENTS_PER_PAGE).get_page(request.GET.get("page"))
    rows = desk_rows(request.user, page)
    context = {"form": form, "wanted": wanted, "desk": desk, "page": page, "rows": rows, "kinds": kinds_of(desk)}
    context["back"] = request.GET.urlencode()
    return render(request, "programs/client_list.html", context)


def kinds_of(desk: Desk) -> list[tuple[str, str, int]]:
    """Kind, name and number of clients of each reason that there is, in the order of urgency."""
    return [(kind.value, str(kind.label), desk.by_kind[kind]) for kind in Attention.Kind if desk.by_kind[kind]]


@require_safe
def episode_detail(request: SignedInRequest, pk: object) -> HttpResponse:
    """For the care team the client's record, for the client "my care"."""
    episode = get_visible_or_404(Episode.objects.select_related("clinic", "client"), request.user, pk=pk)
    treats = Episode.objects.treated_by(request.user).contains(episode)
    sessions = sessions_of(episode)
    context = {
        "episode": episode,
        "programs": Program.objects.visible_to(request.user).filter(episode=episode).select_related("current"),
        "care_team": episode.care_team.filter(left_at__isnull=True).select_related("therapist"),
        "progress": progress_of(episode, request.user),
        "page": Paginator(sessions, SESSIONS_PER_PAGE).get_page(request.GET.get("page")),
        "notes": sessions.exclude(note="")[:NOTES],
        "section": "clients" if treats else "today",
    }
    if treats and episode.client is None:
        context["invitation"] = Invitation.objects.visible_to(request.user).filter(episode=episode).first()
    if treats:
        context |= attention_of(episode)
    page = render(request, f"programs/{'episode_detail' if treats else 'episode_client'}.html", context)
    if treats and request.method == "GET":
        mark_notes_read(episode=episode)
    return page


def sessions_of(episode: Episode) -> SessionQuerySet:
    """Newest first, each with the number of its lines by status."""
    kept = Session.objects.kept().filter(program__episode=episode).select_related("program")
    counted = {status: Count("results", filter=Q(results__status=status)) for status in ("done", "part", "skipped")}
    return kept.annotate(**counted).order_by("-day", "-started_at", "-pk")
