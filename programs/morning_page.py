"""What Today shows beside the exercises: how the morning was, and what follows from a warning sign."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import SignedInRequest
from exercises import red_flags
from programs.check_ins import mornings_asked
from programs.forms.day import DayForm
from programs.forms.telling import CheckInForm
from programs.models import SafetyReport


def for_morning(form: DayForm, reports: list[SafetyReport]) -> dict[str, Any]:
    """A question for each care in which a program runs, and the open reports that stop nothing."""
    episodes = [program.day.program.episode for program in form.programs]
    asked = mornings_asked(form.user, form.day, episodes) if episodes else []
    return {
        "mornings": [
            CheckInForm(episode=episode, told=told, day=form.day, pain=told.pain if told else None)
            for episode, told in asked
        ],
        "reports": reports,
    }


def stopped_page(request: SignedInRequest, report: SafetyReport) -> HttpResponse:
    """In place of the exercises, as long as an emergency sign is not cleared."""
    context = {"report": report, "tier": red_flags.tier(report.tier)}
    return render(request, "programs/today_stopped.html", context)
