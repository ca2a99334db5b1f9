import dataclasses
import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.local_numbers import show_local_numbers
from accounts.models import User
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.dates import validate_day
from programs.advice import Advice, advice_for
from programs.after_session import place_after
from programs.asked_today import asked_today
from programs.forms.correction import CorrectionForm
from programs.forms.day import DayForm
from programs.models import Session
from programs.models.session import SessionQuerySet
from programs.results import earlier_lines, lines
from programs.schedule import ONE_DAY
from programs.sessions import withdraw


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: SignedInRequest) -> HttpResponse:
    """Fill in a day that has passed."""
    day = day_asked_for(request.GET.get("day"), request.user)
    sent = posted(request)
    form = DayForm(request.user, day, sent)
    if sent is not None and (kept := form.save()):
        messages.success(request, _("Saved for that day."))
        place = place_after(kept)
        return redirect(kept[0] if place == "today" else place)
    recent = [request.user.today() - number * ONE_DAY for number in range(1, 8)]
    context = {"form": form, "recent": recent, "section": "today"}
    return render(request, "programs/session_new.html", context, status=form.status)


def day_asked_for(text: str | None, user: User) -> datetime.date:
    """Yesterday unless the address says otherwise. Days to come cannot be filled in."""
    if not text:
        return user.today() - ONE_DAY
    try:
        day = forms.DateField().clean(text)
        validate_day(day)
    except ValidationError as error:
        raise BadRequest(_("Give the day as year, month and day, for example 2027-03-28.")) from error
    if day > user.today():
        raise BadRequest(_("That day has not come yet."))
    found: datetime.date = day
    return found


@require_safe
def session_detail(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    session = get_visible_or_404(whole(uuid, request.user), request.user)
    may_edit = Session.objects.editable_by(request.user).contains(session)
    show_local_numbers(request, [session.program.episode.clinic])
    context = {
        "session": session,
        "advice": later_advice(session, request.user) if may_edit else None,
        "lines": lines(session),
        "earlier": earlier_lines(session),
        "may_edit": may_edit,
        "section": "today" if may_edit else "clients",
    }
    return render(request, "programs/session_detail.html", context)


def later_advice(session: Session, user: User) -> Advice:
    """The six questions are about now: on a later day, or once they were answered, they are only offered."""
    advice = advice_for(session)
    asks = advice.check and session.day == user.today() and not asked_today(user).is_cleared
    return dataclasses.replace(advice, check=asks)


@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    session = get_editable_or_404(whole(uuid, request.user), request.user)
    sent = posted(request)
    form = CorrectionForm(request.user, session, sent)
    if sent is not None and form.save():
        messages.success(request, _("Corrected. What it said before is kept below."))
        return redirect(session)
    context = {"form": form, "session": session, "section": "today"}
    return render(request, "programs/session_edit.html", context, status=form.status)


@require_POST
def session_delete(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    session = get_editable_or_404(whole(uuid, request.user), request.user)
    withdraw(session)
    messages.success(request, _("Deleted. It does not count any more."))
    return redirect("today")


def whole(uuid: UUID, user: User) -> SessionQuerySet:
    """The session with that id and all that its pages show."""
    rows = Session.objects.named(uuid, seen_by=user)
    related = ("program__episode__clinic", "program__current", "version", "recorded_by")
    return rows.select_related(*related).prefetch_related("results", "corrections", "program__pauses")
