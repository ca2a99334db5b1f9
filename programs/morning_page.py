"""What Today shows beside the exercises: how the morning was, and what follows from a warning sign."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.local_numbers import show_local_numbers
from accounts.requests import SignedInRequest
from exercises import red_flags
from programs.check_ins import mornings_asked
from programs.forms.day import DayForm
from programs.forms.telling import CheckInForm
from programs.models import SafetyReport
from programs.safety_screen import unscreened


def beside(request: SignedInRequest, form: DayForm, reports: list[SafetyReport]) -> dict[str, Any]:
    """The form with what stands beside it: a question for each clinic where a program runs, the open reports that stop
    nothing, what to say about what was told, and whether the client was asked about warning signs.
    """
    episodes = list({each.day.program.episode_id: each.day.program.episode for each in form.programs}.values())
    asked = mornings_asked(form.user, form.day, episodes) if episodes else []
    show_local_numbers(request, [episode.clinic for episode in episodes])
    return {
        "form": form,
        "advice": form.advise(),
        "unscreened": unscreened(episodes) if episodes else [],
        "mornings": [
            CheckInForm(episode=episode, told=told, day=form.day, pain=told.pain if told else None)
            for episode, told in asked
        ],
        "reports": reports,
    }


def stopped_page(request: SignedInRequest, report: SafetyReport) -> HttpResponse:
    """In place of the exercises, as long as an emergency sign is not cleared."""
    show_local_numbers(request, [report.episode.clinic])
    context = {"report": report, "tier": red_flags.tier(report.tier)}
    return render(request, "programs/today_stopped.html", context)
