import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Episode
from accounts.requests import SignedInRequest
from backfit.headers import UNTOLD
from backfit.looking import note_keys
from backfit.pages import refuse, refused
from backfit.refusals import TooMany
from backfit.wrong_tokens import refuse_guessers
from programs.calendar.feed import write_calendar
from programs.calendar.link import link_of
from programs.models import CalendarFeed, Program


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the address: calendars send no sign-in along."""
    feed = CalendarFeed.objects.by_secret(token)
    if feed is not None and feed.is_open:
        return read(request, feed)
    if feed is None:
        try:
            refuse_guessers(request, "calendar")
        except TooMany as error:
            return refused(request, error)
    # The same sentence as for an address that there never was.
    return refuse(request, 404, _("There is nothing at this address, or it is not yours to see."))


def read(request: HttpRequest, feed: CalendarFeed) -> HttpResponse:
    note_keys(None, Episode, Episode.objects.filter(client=feed.owner_id).values_list("pk", flat=True))
    body = write_calendar(feed)
    feed.fetched(feed.owner.today())
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="exercises.ics"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def calendar_link(request: SignedInRequest) -> HttpResponse:
    about = {
        "feed": CalendarFeed.objects.visible_to(request.user).first(),
        "follows": Program.objects.followed_by(request.user, request.user.today()).exists(),
    }
    return render(request, "programs/calendar_link.html", about)


@require_POST
def calendar_link_new(request: SignedInRequest) -> HttpResponse:
    """The answer to the POST itself shows the address, which is kept nowhere and cannot be shown again."""
    feed = CalendarFeed.objects.editable_by(request.user).first()
    if feed is not None:
        feed, secret = feed.rotate()
    else:
        names = "shows_names" in request.POST
        feed, secret = CalendarFeed.make(owner=request.user, shows_names=names)
    response = render(request, "programs/calendar_link_new.html", {"feed": feed, "link": link_of(secret)})
    response["Referrer-Policy"] = UNTOLD
    return response


@require_POST
def calendar_link_names(request: SignedInRequest) -> HttpResponse:
    feed = CalendarFeed.objects.editable_by(request.user).first()
    if feed is not None:
        feed.change(shows_names="shows_names" in request.POST)
        messages.success(request, _("Saved. Your calendar shows it when it next looks, often within a few hours."))
    return redirect("calendar_link")


@require_POST
def calendar_link_off(request: SignedInRequest) -> HttpResponse:
    feed = CalendarFeed.objects.editable_by(request.user).first()
    if feed is not None:
        feed.revoke()
        messages.success(
            request, _("The calendar link is off. What your calendar has copied may stay in it for a while.")
        )
    return redirect("calendar_link")
