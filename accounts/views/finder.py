"""The public list of clinics and therapists."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.listing_filters import ListingFilter
from accounts.models import Listing
from backfit.filter_pages import HtmxRequest, chosen, results_page
from backfit.limits import require_patience
from backfit.refusals import Conflict
from exercises.models import GuidePage

PER_PAGE = 20
MENUS = ("country", "language", "speciality", "way", "accepting")
GUIDE = "find-a-physiotherapist"


@login_not_required
@require_safe
def listing_list(request: HtmxRequest) -> HttpResponse:
    require_patience(request, "search", _("You search very fast. Please wait a minute."))
    filters = ListingFilter(request.GET, queryset=Listing.objects.listed().ready_to_show())
    valid = filters.is_valid()
    filters.offer_what_is_used()
    too_far = filters.asks_too_far(request.GET.get("page"))
    page = Paginator(filters.qs.none() if too_far else filters.qs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "filter_fields": [filters.form[name] for name in MENUS],
        "page": page,
        "too_far": too_far,
        "chosen": chosen(request, filters.form, text="place", menus=MENUS),
        "guide": GuidePage.objects.published().filter(slug=GUIDE).first(),
    }
    status = 200 if valid and not too_far else 400
    return results_page(request, "accounts/listing_list.html", context, status=status)


def listing_to_show(request: HttpRequest, pk: uuid.UUID) -> Listing:
    found = Listing.objects.shown_to(request.user).ready_to_show().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def detail(request: HttpRequest, listing: Listing, telephone: str = "") -> HttpResponse:
    public = Listing.objects.listed().contains(listing)
    context = {"listing": listing, "public": public, "telephone": telephone}
    response = render(request, "accounts/listing_detail.html", context)
    if not public:
        response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def listing_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return detail(request, listing_to_show(request, pk))


@login_not_required
@require_POST
def listing_phone(request: HtmxRequest, pk: uuid.UUID) -> HttpResponse:
    """The number is in no page that a program can simply fetch: it answers this POST, and not often."""
    listing = listing_to_show(request, pk)
    require_patience(request, "telephone", _("You have looked up many telephone numbers. Please try again later."))
    if not listing.telephone:
        raise Conflict(_("No telephone number is given here."))
    if request.htmx:
        return render(request, "accounts/listing_detail.html#telephone", {"telephone": listing.telephone})
    return detail(request, listing, listing.telephone)
