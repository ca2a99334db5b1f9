"""What a client tells between sessions: how the morning was, and that a warning sign has shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.local_numbers import show_local_numbers
from accounts.models import Episode
from accounts.requests import SignedInRequest
from backfit.access import get_editable_or_404, get_visible_or_404
from exercises import red_flags
from programs.check_ins import check_in_alike, require_client
from programs.forms.telling import CheckInForm, ClearForm, ReportForm
from programs.models import SafetyReport
from programs.safety_reports import clear, report_sign

TIERS = ("emergency", "urgent")


@require_POST
def check_in_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One number, for the care that is named and what was asked together with it."""
    episode = find_episode(request, pk)
    require_client(request.user, episode)
    form = CheckInForm(request.POST, episode=episode)
    if form.is_valid():
        try:
            check_in_alike(by=request.user, episode=episode, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Thank you. Your therapist can see it; you can change it until tomorrow."))
            return redirect("today")
    return render(request, "programs/check_in.html", {"form": form, "section": "today"}, status=400)


def find_episode(request: SignedInRequest, pk: UUID) -> Episode:
    return get_visible_or_404(Episode.objects.select_related("client", "clinic"), request.user, pk=pk)


@require_safe
def warning_signs(request: SignedInRequest) -> HttpResponse:
    """The signs by urgency, what to do, and a way to tell one's therapist."""
    treated = list(Episode.objects.open().filter(client=request.user, clinic__isnull=False).select_related("clinic"))
    show_local_numbers(request, [episode.clinic for episode in treated])
    context = {
        "tiers": [red_flags.tier(key) for key in TIERS],
        "episodes": treated,
        "section": "today",
    }
    return render(request, "programs/warning_signs.html", context)


@require_POST
def safety_report_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    episode = find_episode(request, pk)
    require_client(request.user, episode)
    form = ReportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was sent. Choose one of the two buttons."))
        return redirect("warning_signs")
    return redirect(report_sign(by=request.user, episode=episode, tier=form.cleaned_data["tier"]))


@require_safe
def safety_report_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """For the client what to do now; for the care team what was reported, and clearing it."""
    return show(request, get_visible_or_404(whole_reports(), request.user, pk=pk))


@require_POST
def safety_report_clear(request: SignedInRequest, pk: UUID) -> HttpResponse:
    report = get_editable_or_404(whole_reports(), request.user, pk=pk)
    form = ClearForm(request.POST)
    if not form.is_valid():
        return show(request, report, form=form, status=400)
    clear(report=report, by=request.user, note=form.cleaned_data["note"])
    messages.success(request, _("Cleared. Your note is in the record."))
    return redirect(report.episode)


def whole_reports() -> Any:
    return SafetyReport.objects.select_related("episode__clinic", "episode__client", "cleared_by")


def show(
    request: SignedInRequest, report: SafetyReport, *, form: ClearForm | None = None, status: int = 200
) -> HttpResponse:
    show_local_numbers(request, [report.episode.clinic])
    oversees = Episode.objects.overseen_by(request.user).contains(report.episode)
    context = {
        "report": report,
        "tier": red_flags.tier(report.tier),
        "clearing": form or ClearForm(),
        "may_clear": SafetyReport.objects.editable_by(request.user).contains(report),
        "section": "clients" if oversees else "today",
    }
    page = "programs/safety_report_care.html" if oversees else "programs/safety_report_client.html"
    return render(request, page, context, status=status)
