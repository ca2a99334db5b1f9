"""A client's own progress: what was done and how it felt, over all care that is open."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Episode
from accounts.plans import Plan
from accounts.requests import SignedInRequest
from programs.episode_page import ProgramCourse, begun_on, courses, programs_of, sessions_in
from programs.own_progress import Reached, pain_in_words
from programs.proposals.progression import keeps_already
from programs.session_lines import session_lines
from programs.window import Window, window_of

SESSIONS_PER_PAGE = 10


@require_safe
def progress(request: SignedInRequest) -> HttpResponse:
    open_ones = Episode.objects.open().filter(client=request.user).select_related("clinic", "client")
    cares = [(episode, programs_of(episode, request.user)) for episode in open_ones.order_by("started_on", "pk")]
    today = request.user.today()
    programs = [program for _episode, some in cares for program in some]
    window = window_of(request.GET, begun=begun_on(programs, today), today=today)
    sessions = sessions_in(programs, window)
    shown = [session for session in sessions if session.day >= window.first]
    context = {
        "window": window,
        "told": [
            told(course, window) for episode, some in cares for course in courses(episode, some, window, sessions)
        ],
        "page": Paginator(session_lines(shown), SESSIONS_PER_PAGE).get_page(request.GET.get("page")),
        "section": "today",
    }
    return render(request, "programs/progress.html", context)


def told(course: ProgramCourse, window: Window) -> dict[str, Any]:
    """A program with its sentences. One that keeps what was reached says so."""
    current = course.program.current
    days = [cell.progress for block in course.blocks for row in block for cell in row]
    return {
        "course": course,
        "sentences": Reached.of(days, window.today).sentences(),
        "pain": pain_in_words(course.spans),
        "keeps": current is not None and keeps_already(Plan.from_json(current.plan)),
    }
