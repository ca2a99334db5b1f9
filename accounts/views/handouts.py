"""Paper for people without a therapist's program, and for therapists who hand out a list."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.handouts import list_handout, routine_handout, title_of_list
from accounts.models import Routine
from accounts.requests import SignedInRequest
from backfit.access import get_visible_or_404
from backfit.refusals import Conflict
from exercises.filters import ExerciseFilter
from exercises.handout.answers import chosen_paper, handout_answer, require_turn
from exercises.handout.sheet import MOST_EXERCISES
from exercises.models import Exercise


@require_safe
def routine_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    routine = get_visible_or_404(Routine.objects.all(), request.user, pk=pk)
    return answer_with(request, routine, time_zone=request.user.time_zone)


@login_not_required
@require_safe
def template_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    routine = get_visible_or_404(Routine.objects.templates(), request.user, slug=slug)
    return answer_with(request, routine, time_zone=zone_of(request))


def answer_with(request: HttpRequest, routine: Routine, *, time_zone: str) -> HttpResponse:
    paper = chosen_paper(request, time_zone)
    if not routine.read_plan().count:
        raise Conflict(_("There is nothing to print yet; add an exercise first."))
    require_turn(request)
    handout = routine_handout(routine, reader=request.user, paper=paper)
    name = f"handout-{routine.slug}" if routine.is_template else "handout-routine"
    return handout_answer(handout, name=name, is_private=not routine.is_template)


@login_not_required
@require_safe
def exercises_pdf(request: HttpRequest) -> HttpResponse:
    """Exercises by their slugs, in that order, or what the filters of the catalogue find."""
    paper = chosen_paper(request, zone_of(request))
    exercises = chosen(request)
    require_turn(request)
    title = title_of_list(exercises)
    handout = list_handout(exercises, title=title, address=address_of(request, exercises), paper=paper)
    own = any(each.is_own for each in exercises)
    return handout_answer(handout, name=f"handout-{title}", is_private=own)


def chosen(request: HttpRequest) -> list[Exercise]:
    """BadRequest for a slug that is not the reader's to see, for none at all, and for more than a sheet has room."""
    visible = Exercise.objects.visible_to(request.user)
    slugs = list(dict.fromkeys(filter(None, request.GET.getlist("exercise"))))
    if slugs:
        require_few(len(slugs))
        found = {each.slug: each for each in visible.filter(slug__in=slugs).with_content()}
        if missing := next((slug for slug in slugs if slug not in found), None):
            raise BadRequest(_("There is no exercise “%(slug)s”.") % {"slug": missing[:60]})
        return [found[slug] for slug in slugs]
    filters = ExerciseFilter(request.GET, queryset=visible.with_content())
    if not filters.is_valid():
        raise BadRequest(_("These filters could not be read."))
    exercises = list(filters.qs[: MOST_EXERCISES + 1])
    require_few(len(exercises))
    return exercises


def require_few(count: int) -> None:
    if not count:
        raise BadRequest(_("No exercise was found for these filters, so there is nothing to print."))
    if count > MOST_EXERCISES:
        said = _("A handout has at most %(most)s exercises. Choose fewer, or narrow the list down with the filters.")
        raise BadRequest(said % {"most": MOST_EXERCISES})


def address_of(request: HttpRequest, exercises: list[Exercise]) -> str:
    """Where the code leads: to the exercise, or to the list that was printed."""
    if len(exercises) == 1:
        return exercises[0].get_absolute_url()
    kept = {name: str(value) for name, value in request.GET.items() if name in ExerciseFilter.base_filters and value}
    return reverse("exercise_list") + (f"?{urlencode(kept)}" if kept and "exercise" not in request.GET else "")


def zone_of(request: HttpRequest) -> str:
    return str(getattr(request.user, "time_zone", ""))
