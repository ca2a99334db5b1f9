"""Reminders: what a client chooses, and stopping them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Episode
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.pages import refuse
from programs.check_ins import mornings_asked
from programs.forms.reminders import MOMENTS, CueForm, ReminderForm
from programs.forms.telling import CheckInForm
from programs.models import Program, PushSubscription
from programs.reminders import page
from programs.reminders.choosing import close_cue_card, keep_coming, settings_by_token, settings_of, stop
from programs.reminders.testing import ask_for_test
from programs.safety_reports import stop_report


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_settings(request: SignedInRequest) -> HttpResponse:
    form = ReminderForm(posted(request), instance=settings_of(request.user))
    if form.is_bound and form.save_for(request.user):
        messages.success(request, _("Saved."))
        return redirect("reminder_settings")
    context = page.about(request.user) | {"form": form, "section": "today"}
    return render(request, "programs/reminder_settings.html", context, status=400 if form.is_bound else 200)


@require_POST
def reminders_off(request: SignedInRequest) -> HttpResponse:
    stop(settings_of(request.user))
    messages.success(request, _("Stopped. Nothing more is sent."))
    return redirect("reminder_settings")


@require_POST
def reminders_keep(request: SignedInRequest) -> HttpResponse:
    keep_coming(by=request.user)
    messages.success(request, _("Reminders come as often as before."))
    return redirect("reminder_settings")


@require_POST
def reminders_test(request: SignedInRequest) -> HttpResponse:
    ask_for_test(by=request.user)
    messages.success(request, _("It is on its way."))
    return redirect("reminder_settings")


@require_POST
def cue_card_close(request: SignedInRequest) -> HttpResponse:
    close_cue_card(by=request.user)
    return redirect("today")


@require_http_methods(["GET", "HEAD", "POST"])
def program_cues(request: SignedInRequest, pk: UUID) -> HttpResponse:
    program = get_visible_or_404(Program.objects.select_related("episode", "current"), request.user, pk=pk)
    if program.episode.client_id != request.user.pk:
        raise PermissionDenied(_("Only the client chooses these moments."))
    form = CueForm(program, posted(request))
    if form.is_bound and form.save_for(request.user):
        if settings_of(request.user).is_on:
            messages.success(request, _("Saved. Reminders follow it."))
        else:
            messages.success(request, _("Saved. Would you like to be reminded? You choose here."))
        return redirect("reminder_settings")
    context = {"program": program, "form": form, "moments": MOMENTS, "section": "today"}
    return render(request, "programs/program_cues.html", context, status=400 if form.is_bound else 200)


@require_POST
def push_delete(request: SignedInRequest, pk: UUID) -> HttpResponse:
    device = get_editable_or_404(PushSubscription.objects.all(), request.user, pk=pk)
    device.delete()
    messages.success(request, _("%(name)s gets no more reminders.") % {"name": device.name})
    return redirect("reminder_settings")


@require_POST
def push_test(request: SignedInRequest, pk: UUID) -> HttpResponse:
    device = get_editable_or_404(PushSubscription.objects.all(), request.user, pk=pk)
    ask_for_test(by=request.user, device=device)
    messages.success(request, _("It is on its way to %(name)s.") % {"name": device.name})
    return redirect("reminder_settings")


@require_safe
def morning(request: SignedInRequest) -> HttpResponse:
    """One number for each clinic where a program runs; the number itself goes to `check_in_new`."""
    if stop_report(request.user) is not None:
        return redirect("today")
    day = request.user.today()
    followed = Program.objects.followed_by(request.user, day).values("episode")
    episodes = Episode.objects.filter(pk__in=followed).select_related("clinic").order_by("started_on", "pk")
    asked = mornings_asked(request.user, day, list(episodes))
    mornings = [
        CheckInForm(episode=episode, told=told, day=day, pain=told.pain if told else None) for episode, told in asked
    ]
    context = {"mornings": mornings, "is_told": all(form.told for form in mornings), "section": "today"}
    return render(request, "programs/morning.html", context)


@csrf_exempt  # mail programs and notifications post here without a page of ours (RFC 8058)
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_stop(request: HttpRequest, token: str) -> HttpResponse:
    settings = settings_by_token(token)
    if settings is None:
        sentence = _("This link does not work. Sign in and stop your reminders in your account settings.")
        return refuse(request, 404, sentence)
    if request.method == "POST":
        stop(settings)
        settings.refresh_from_db()
    return render(request, "programs/reminders_stop.html", {"is_on": settings.is_on})
