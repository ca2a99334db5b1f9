"""The page that runs breaks at a desk."""

import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from exercises.models import GuidePage
from programs.advice import advice_on_day
from programs.breaks import Habit, catalogue_habits, program_habits, require_shift_day
from programs.forms.breaks import BreakForm
from programs.morning_page import stopped_page
from programs.safety_reports import open_reports
from programs.today import program_days

EVERY_MINUTES = range(20, 61, 5)
MOST_CHOICES = (4, 8, 12)
GUIDES = ("posture-at-the-desk", "your-back-and-movement", "when-to-see-a-therapist")


@login_not_required
@require_safe
def breaks(request: HttpRequest) -> HttpResponse:
    """For a client the habits of the program, recorded; for anybody else those of the catalogue, kept nowhere."""
    return show_breaks(request)


@require_POST
def break_new(request: SignedInRequest) -> HttpResponse:
    """One that was taken; for a page without the timer."""
    form = BreakForm(request.user, request.POST)
    if form.save():
        messages.success(request, _("Your break counts."))
        return redirect("breaks")
    return show_breaks(request, refused=form.sentences, status=400)


def show_breaks(request: HttpRequest, *, refused: list[str] | None = None, status: int = 200) -> HttpResponse:
    shift_day = None
    own: dict[str, Any] = {"owner": "visitor", "habits": [], "reports": [], "advice": None}
    if request.user.is_authenticated:
        shift_day = shift_day_of(request.GET.get("day", ""), request.user)
        own = breaks_for(request.user, shift_day or request.user.today())
        if own["reports"] and own["reports"][0].stops:
            return stopped_page(request, own["reports"][0])  # type: ignore[arg-type]
    asked = request.GET.get("habit", "")
    habits = with_asked(own["habits"], asked)
    is_resting = bool(own["reports"] or (own["advice"] and own["advice"].rests))
    start = {"owner": own["owner"], "asked": asked, "habits": [habit.to_json() for habit in habits]}
    context = own | {
        "habits": [(habit, uuid4()) for habit in habits],
        "is_recorded": bool(own["habits"]),
        "is_resting": is_resting,
        "start": start if habits and not is_resting else None,
        "refused": refused,
        "shift_day": shift_day,
        "guides": GuidePage.objects.published().filter(slug__in=GUIDES),
        "minutes": sorted({*EVERY_MINUTES, *(habit.minutes for habit in habits)}),
        "most": MOST_CHOICES,
        "section": "today" if own["habits"] else "exercises",
    }
    return render(request, "programs/breaks.html", context, status=status)


def with_asked(habits: list[Habit], asked: str) -> list[Habit]:
    """Those of the programs, and of the catalogue the one that was asked for; without any, all of the catalogue."""
    if not habits:
        return catalogue_habits()
    if not asked or any(habit.item["exercise"] == asked for habit in habits):
        return habits
    return habits + [habit for habit in catalogue_habits() if habit.key == asked]


def shift_day_of(said: str, user: User) -> datetime.date | None:
    """As the script of somebody on a night shift says it; BadRequest for what is no such day."""
    if not said:
        return None
    try:
        day = datetime.date.fromisoformat(said)
        require_shift_day(day, today=user.today())
    except (ValueError, ValidationError) as error:
        raise BadRequest(_("A shift that is going on began today or yesterday.")) from error
    return day


def breaks_for(user: User, day: datetime.date) -> dict[str, Any]:
    """What a person's programs and reports say; at most eight queries, and more where pain was told.

    The plan is that of the day on which the shift began; what was told of pain counts until now.
    """
    today = user.today()
    days = program_days(user, day)
    advice = advice_on_day(days, day)
    if day != today and not advice.rests:
        advice = advice_on_day(program_days(user, today), today)
    clinic = next((day.program.episode.clinic for day in days), None)
    return {
        "owner": str(user.pk),
        "habits": program_habits(days),
        "reports": open_reports(user),
        "advice": advice,
        "clinic": clinic,
    }
