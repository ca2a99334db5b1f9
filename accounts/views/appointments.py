"""A visitor asks for an appointment, and the clinic's desk answers."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.appointments import ask
from accounts.forms.appointments import AppointmentForm
from accounts.models import AppointmentRequest, Clinic, Listing
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404, get_visible_or_404
from backfit.limits import require_patience
from backfit.refusals import Conflict, Refusal, TooMany

PER_PAGE = 20


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    listing = get_object_or_404(Listing.objects.listed().ready_to_show(), pk=pk)
    if not listing.accepting:
        raise Conflict(_("No new clients are taken here at the moment."))
    form = AppointmentForm(posted(request), listing=listing)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            pass_on(request, form)
            return redirect("appointment_sent", listing.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "listing": listing}
    return render(request, "accounts/appointment_new.html", context, status=status)


def pass_on(request: HttpRequest, form: AppointmentForm) -> None:
    """Raises TooMany; whoever is refused gets the form back as it was filled in."""
    if not form.is_trapped and form.is_quick:
        raise TooMany(_("That was very quick. Look it over, and send it again in a few seconds."))
    require_patience(
        request,
        "request",
        _("Several requests have come from you already. Nothing you wrote is lost: send it again in an hour, or call."),
    )
    ask(listing=form.listing, suspicious=form.is_trapped, **form.told())


@login_not_required
@require_safe
def appointment_sent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    listing = get_object_or_404(Listing.objects.listed(), pk=pk)
    return render(request, "accounts/appointment_sent.html", {"listing": listing})


@require_safe
def request_list(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The clinic's desk. A member who may answer nothing sees an empty one."""
    clinic = get_visible_or_404(Clinic.objects.all(), request.user, pk=pk)
    if not Clinic.objects.where_working(request.user).contains(clinic):
        raise PermissionDenied(_("Only people who work at the clinic read what visitors ask."))
    states = AppointmentRequest.State
    state = request.GET.get("state")
    state = state if state in states.values else states.NEW
    rows = AppointmentRequest.objects.visible_to(request.user).filter(clinic=clinic)
    context = {
        "clinic": clinic,
        "section": "clinic",
        "state": state,
        "states": states.choices,
        "waiting": rows.waiting().count(),
        "treats": Clinic.objects.where_treating(request.user).contains(clinic),
        "page": Paginator(rows.filter(state=state).select_related("listing", "handled_by"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "accounts/request_list.html", context)


SAID = {
    "take": gettext_lazy("Noted as answered."),
    "decline": gettext_lazy("Noted as declined. Have you told them?"),
    "mark_spam": gettext_lazy("Moved to spam."),
    "reopen": gettext_lazy("It is among the new ones again."),
}


@require_POST
def request_handle(request: SignedInRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """`verb` comes from the address's own route, which names the four that there are."""
    asked = get_editable_or_404(AppointmentRequest.objects.all(), request.user, pk=pk)
    getattr(asked, verb)(by=request.user)
    messages.success(request, SAID[verb])
    return redirect("request_list", asked.clinic_id)
