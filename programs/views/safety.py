"""Asking a client about warning signs: before the first session, and six questions after severe pain."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.local_numbers import show_local_numbers
from accounts.models import Episode, User
from accounts.requests import SignedInRequest, posted
from backfit.access import get_visible_or_404
from exercises import red_flags
from programs.asked_today import asked_today
from programs.forms.safety import ScreenForm, SixForm
from programs.models import SafetyReport, SafetyScreen
from programs.safety_screen import TIERS, answer_screen, ask_anew


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def safety_screen(request: SignedInRequest) -> HttpResponse:
    """Once before the first session; while nobody has asked anew, answering again does no harm."""
    episodes = own_episodes(request.user)
    show_local_numbers(request, [episode.clinic for episode in episodes])
    form = ScreenForm(posted(request), initial={"then": request.GET.get("then", "")})
    if form.is_bound and form.is_valid():
        found = form.cleaned_data["found"]
        report = answer(request.user, episodes, SafetyScreen.Occasion.START, found)
        if found == SafetyScreen.Found.NONE:
            messages.success(request, _("Thank you. Should one of these signs begin, tell it at any time."))
            return redirect(onwards(form.cleaned_data["then"]))
        return after_sign(report)
    context = {"form": form, "tiers": [red_flags.tier(key) for key in TIERS], "section": "today"}
    return render(request, "programs/safety_screen.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def six_questions(request: SignedInRequest) -> HttpResponse:
    """Any yes is an emergency, also while other answers are missing; none leads to what helps in a flare-up."""
    episodes = own_episodes(request.user)
    show_local_numbers(request, [episode.clinic for episode in episodes])
    form = SixForm(posted(request))
    if form.is_bound and (form.says_yes or form.is_valid()):
        report = answer(request.user, episodes, SafetyScreen.Occasion.PAIN, form.found)
        if form.says_yes:
            return after_sign(report)
        return redirect("six_questions" if episodes else "flare_up")
    asked = asked_today(request.user)
    context = {"form": form, "crisis": asked.crisis, "episodes": episodes, "section": "today"}
    if asked.is_cleared and not form.is_bound and "again" not in request.GET:
        return render(request, "programs/six_questions_none.html", context)
    return render(request, "programs/six_questions.html", context, status=400 if form.is_bound else 200)


def own_episodes(user: User) -> list[Episode]:
    return list(Episode.objects.open().filter(client=user).select_related("clinic").order_by("pk"))


def answer(user: User, episodes: list[Episode], occasion: str, found: str) -> SafetyReport | None:
    return answer_screen(by=user, episodes=episodes, occasion=occasion, found=found)


def after_sign(report: SafetyReport | None) -> HttpResponse:
    """What to do now: on the page of the report, or on that for everybody where nobody treats the client."""
    return redirect(report or "safety")


def onwards(then: str) -> str:
    try:
        return reverse("player" if then == "play" else "today")
    except NoReverseMatch:
        return reverse("today")


@require_POST
def safety_screen_anew(request: SignedInRequest, pk: UUID) -> HttpResponse:
    episode: Any = get_visible_or_404(Episode.objects.select_related("client", "clinic"), request.user, pk=pk)
    ask_anew(by=request.user, episode=episode)
    messages.success(request, _("Your client is asked about warning signs once more, at the next start or save."))
    return redirect(episode)
