from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.models import Routine
from accounts.plans import PlanError
from backfit.access import get_visible_or_404
from backfit.middleware import PublicResponse
from backfit.numbers import whole_number
from exercises import red_flags
from exercises.models import Exercise
from exercises.moved import follow_merged
from programs.playing import exercise_to_play, routine_to_play


@login_not_required
@require_safe
def player(request: HttpRequest) -> HttpResponse:
    """The shell, rendered without the request, for devices keep it; what is due comes from their own copy."""
    response = PublicResponse(render_to_string("programs/player.html", {"tiers": red_flags.safety().tiers}))
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
@follow_merged
def exercise_play(request: HttpRequest, slug: str) -> JsonResponse:
    exercise = get_visible_or_404(Exercise.objects.with_content(), request.user, slug=slug)
    return JsonResponse(exercise_to_play(exercise))


@login_not_required
@require_safe
def routine_play(request: HttpRequest, pk: UUID) -> JsonResponse:
    """`?phase=` is its number, from 1; the first without one."""
    routine = get_visible_or_404(Routine.objects.all(), request.user, pk=pk)
    rows = Exercise.objects.visible_to(request.user).filter(slug__in=routine.read_plan().slugs())
    exercises = {exercise.slug: exercise for exercise in rows.with_content()}
    number = whole_number(request.GET.get("phase", "1")) or 0
    try:
        return JsonResponse(routine_to_play(routine, exercises, number=number))
    except PlanError as error:
        raise Http404(error.sentences[0]) from error
