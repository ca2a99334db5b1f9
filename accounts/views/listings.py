"""Where clinics and therapists write what the public list says of them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.listings import ListingForm, PublishForm
from accounts.models import Clinic, Listing, User
from accounts.requests import SignedInRequest, posted
from backfit.access import get_editable_or_404, get_visible_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def clinic_listing(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = get_visible_or_404(Clinic.objects.all(), request.user, pk=pk)
    if not Clinic.objects.managed_by(request.user).contains(clinic):
        raise PermissionDenied(_("Only the clinic's managers decide whether it is listed."))
    return edit(request, clinic, None)


@require_http_methods(["GET", "HEAD", "POST"])
def own_listing(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    clinic = get_visible_or_404(Clinic.objects.all(), request.user, pk=pk)
    if not Clinic.objects.where_treating(request.user).contains(clinic):
        raise PermissionDenied(_("Only therapists who work here list themselves."))
    return edit(request, clinic, request.user)


def edit(request: SignedInRequest, clinic: Clinic, therapist: User | None) -> HttpResponse:
    listing = Listing.objects.filter(clinic=clinic, therapist=therapist).first()
    if listing is None:
        listing = Listing(clinic=clinic, therapist=therapist, name=str(therapist or clinic))
    form = ListingForm(posted(request), instance=listing)
    if form.is_valid():
        try:
            form.save_for(request.user)
            messages.success(request, _("Saved."))
            return redirect(listing.edit_url)
        except ValidationError as error:
            form.add_error(None, error)
    return show(request, listing, form=form)


def show(request: SignedInRequest, listing: Listing, **forms: Any) -> HttpResponse:
    """The page with both forms, of which one may have been refused."""
    saved = Listing.objects.filter(pk=listing.pk).first()
    context = {
        "clinic": listing.clinic,
        "listing": saved,
        "own": listing.therapist_id is not None,
        "section": "clinic",
        "form": ListingForm(instance=listing),
        "publish": PublishForm(),
        **forms,
    }
    status = 400 if any(form.is_bound for form in forms.values()) else 200
    return render(request, "accounts/listing_edit.html", context, status=status)


@require_POST
def listing_publish(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    listing = get_editable_or_404(Listing.objects.all(), request.user, pk=pk)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            listing.publish(by=request.user, wording=form.cleaned_data["wording"])
            messages.success(request, _("You are on the list. Visitors can find you from now on."))
            return redirect(listing.edit_url)
        except ValidationError as error:
            # Unticked and with the new text, to be read again.
            messages.warning(request, error.messages[0])
            return redirect(listing.edit_url)
    return show(request, listing, publish=form)


@require_POST
def listing_withdraw(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    listing = get_editable_or_404(Listing.objects.all(), request.user, pk=pk)
    listing.withdraw(by=request.user)
    messages.success(request, _("It is off the list. What you wrote is kept here, for you alone."))
    return redirect(listing.edit_url)


@require_POST
def listing_confirm(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    listing = get_editable_or_404(Listing.objects.all(), request.user, pk=pk)
    listing.confirm()
    messages.success(request, _("Thank you. It stays on the list for another year."))
    return redirect(listing.edit_url)


@require_POST
def listing_delete(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    listing = get_editable_or_404(Listing.objects.all(), request.user, pk=pk)
    listing.remove(by=request.user)
    messages.success(request, _("The listing is deleted."))
    return redirect(listing.clinic)
