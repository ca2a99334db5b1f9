"""What to do when it hurts, and the back check. For everybody; nothing that is answered here is kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backfit.middleware import PublicResponse
from exercises import red_flags
from exercises.back_check import Ending
from exercises.back_check_forms import steps
from exercises.back_check_walk import Screen, first_screen, screen_after
from exercises.back_check_words import CHANGES, LEADS, to_do
from exercises.gentle import gentle_exercises
from exercises.routine_links import routine_at

HOUR = 3600


@login_not_required
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    return same_for_everybody("exercises/safety.html")


@login_not_required
@require_safe
def flare_up(request: HttpRequest) -> HttpResponse:
    return same_for_everybody("exercises/flare_up.html")


def same_for_everybody(template: str) -> HttpResponse:
    # Rendered without the request: whoever asks, also from a cache, gets the same page.
    response = PublicResponse(render_to_string(template, {"tiers": red_flags.safety().tiers}))
    patch_cache_control(response, public=True, max_age=HOUR)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def back_check(request: HttpRequest) -> HttpResponse:
    """One screen after the other, all by POST to one address, so that no answer ever stands in one."""
    screen = screen_after(request.POST) if request.method == "POST" else first_screen()
    if screen.advice is None:
        response = render(request, "exercises/back_check.html", asked(screen), status=screen.status)
    else:
        response = render(request, "exercises/back_check_result.html", told(screen))
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def back_check_one_page(request: HttpRequest) -> HttpResponse:
    """Without scripts the back button cannot step through screens that came by POST, but it can leave one page."""
    screens = [(step, step.form()) for step in steps()]
    response = render(request, "exercises/back_check_one_page.html", {"screens": screens, "last": steps()[-1].key})
    response["Cache-Control"] = "no-store"
    return response


def asked(screen: Screen) -> dict[str, object]:
    return {"screen": screen, "count": len(steps()), "percent": 100 * (screen.number - 1) // len(steps())}


def told(screen: Screen) -> dict[str, object]:
    advice = screen.advice
    assert advice is not None
    routine = advice.ending == Ending.ROUTINE and screen.about is not None
    return {
        "screen": screen,
        "advice": advice,
        "lead": LEADS[advice.ending],
        "todo": to_do(advice.ending, screen.flags),
        "changes": CHANGES[advice.ending],
        "exercises": gentle_exercises(screen.about) if routine and screen.about else [],
        "routine": routine_at(advice.routine),
    }
