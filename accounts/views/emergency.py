"""Opening a record in an emergency, and closing it again."""

import uuid
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.emergency import begin_emergency, may_ask
from accounts.forms.emergency import EmergencyForm, on_the_list
from accounts.models import Clinic, EmergencyAccess, Episode
from accounts.models.emergency import MEMBER_ONLY
from accounts.requests import SignedInRequest, posted
from accounts.views.passkeys import proved_lately
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.limits import require_patience
from backfit.looking import note_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def emergency_new(request: SignedInRequest, pk: uuid.UUID) -> Any:
    clinic = get_visible_or_404(Clinic.objects.all(), request.user, pk=pk)
    if not may_ask(request.user, clinic):
        raise PermissionDenied(MEMBER_ONLY)
    return ask_why(request, clinic)


@proved_lately
@reauthentication_required(allow_get=True)
def ask_why(request: SignedInRequest, clinic: Clinic) -> HttpResponse:
    named = as_uuid(request.POST.get("client") or request.GET.get("client"))
    known = on_the_list(clinic=clinic, user=request.user, key=named)
    form = EmergencyForm(posted(request), clinic=clinic, user=request.user, known=known)
    if form.is_valid() and (access := begun(request, form)):
        request.session.cycle_key()
        messages.warning(request, _("The record is open to you for one hour. Your client has been told."))
        return redirect(access.episode)
    about = {"form": form, "clinic": clinic, "known": known, "section": "clinic"}
    return render(request, "accounts/emergency_new.html", about, status=400 if form.is_bound else 200)


def begun(request: SignedInRequest, form: EmergencyForm) -> EmergencyAccess | None:
    """None when the form has something to say. Who tries name after name is asked to stop."""
    try:
        episode = form.episode()
    except ValidationError as error:
        note_refusal(request.user, Episode, 400)
        require_patience(request, "emergency", _("You have tried many names. Please try again later."))
        form.add_error(None, error)
        return None
    return begin_emergency(user=request.user, episode=episode, reason=form.cleaned_data["reason"])


def as_uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


@require_POST
def emergency_end(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    access = get_editable_or_404(EmergencyAccess.objects.all(), request.user, pk=pk)
    access.end()
    messages.success(request, _("Emergency access has ended."))
    return redirect("clinic_list")
