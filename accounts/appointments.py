"""Requests for an appointment: how one comes in, who is told, and when all of it is forgotten."""

import datetime
import logging
import uuid
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consents import REQUEST_VERSION
from accounts.models import AppointmentRequest, Episode, Listing, Membership, User
from accounts.models.appointment import AppointmentRequestQuerySet
from accounts.places import postcode_key
from backfit.refusals import Conflict, Gone, TooMany

logger = logging.getLogger(__name__)


def ask(*, listing: Listing, suspicious: bool = False, **fields: Any) -> AppointmentRequest:
    """Pass a visitor's request on to the desk; the same person's second one within a day is the first again.

    What looks like a program's work goes to the desk's spam, and nobody is mailed. Raises ValidationError on bad
    values, Conflict when no new clients are taken, Gone when the listing has just gone, TooMany beyond what one listing
    is sent within a day.
    """
    from accounts.tasks import tell_the_desk

    with transaction.atomic():
        # Locked, or two at once would each find no other.
        listing.lock()
        if not listing.is_listed:
            raise Gone(_("This listing has just been taken off the list."))
        if not Listing.objects.filter(pk=listing.pk, accepting=True).exists():
            raise Conflict(_("No new clients are taken here at the moment."))
        request = new_request(listing, suspicious, fields)
        # Spam and the rest are counted apart, or a program could use up a real person's place.
        same_kind = listing.appointment_requests.of_spam() if suspicious else listing.appointment_requests.real()
        earlier = same_kind.alike(email=request.email, phone=request.phone).first()
        if earlier is not None:
            return earlier
        if not suspicious:
            require_room(same_kind)
            request.save()
            tell_the_desk.enqueue(str(request.pk))
        elif has_room(same_kind):
            request.save()
    return request


def new_request(listing: Listing, suspicious: bool, fields: dict[str, Any]) -> AppointmentRequest:
    request = AppointmentRequest(listing=listing, clinic_id=listing.clinic_id, wording=REQUEST_VERSION, **fields)
    request.phone_key = postcode_key(request.phone)
    if suspicious:
        request.state, request.handled_at = AppointmentRequest.State.SPAM, timezone.now()
    request.full_clean()
    return request


def has_room(requests: AppointmentRequestQuerySet) -> bool:
    """Counted in the database, so that it holds for all processes together."""
    since = timezone.now() - datetime.timedelta(days=1)
    return requests.filter(created_at__gt=since).count() < settings.REQUESTS_A_DAY


def require_room(requests: AppointmentRequestQuerySet) -> None:
    if not has_room(requests):
        raise TooMany(_("Too many requests have come here today. Please try again tomorrow, or call."))


def concerned(request: AppointmentRequest) -> list[User]:
    """The clinic's managers and, when one therapist was asked, that therapist; only who works there now."""
    members = Membership.objects.current().filter(clinic=request.clinic_id)
    told = members.filter(role=Membership.Role.MANAGER).values("user")
    found = User.objects.filter(pk__in=told)
    asked = request.listing and request.listing.therapist_id
    if asked:
        treating = members.filter(role=Membership.Role.THERAPIST, user=asked).values("user")
        found |= User.objects.filter(pk__in=treating)
    return list(found)


def tell(request: AppointmentRequest) -> int:
    """Mail that a request is waiting, and nothing of it: neither name nor text. Gives how many mails left."""
    link = settings.SITE_URL + reverse("request_list", args=[request.clinic_id])
    sent = 0
    for user in concerned(request):
        body = render_to_string("accounts/mail/request_waiting.txt", {"link": link})
        headers = {"Auto-Submitted": "auto-generated"}
        mail = EmailMessage(subject=_("A request for an appointment"), body=body, to=[user.email], headers=headers)
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            logger.warning("The mail about request %s was not sent: %s", request.pk, type(error).__name__)
        else:
            sent += 1
    return sent


def forget_due() -> int:
    """Delete what has been kept for as long as was promised. Gives the number of requests."""
    due = AppointmentRequest.objects.due_to_be_forgotten()
    return due.delete()[1].get("accounts.AppointmentRequest", 0)


def request_to_answer(*, by: User, key: str) -> AppointmentRequest | None:
    """The request that a therapist takes in as a client, by the id in an address, which may be any text."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    return AppointmentRequest.objects.editable_by(by).filter(pk=wanted).first()


def known_of(request: AppointmentRequest | None) -> dict[str, Any]:
    """What the form for a new client can be filled in with."""
    if request is None:
        return {}
    return {"client_name": request.name, "client_email": request.email, "clinic": request.clinic_id}


def begin_with(request: AppointmentRequest | None, *, by: User, **fields: Any) -> Episode:
    """Open an episode as `Episode.begin` does; a request that it answers is answered in the same moment."""
    with transaction.atomic():
        episode = Episode.begin(by=by, **fields)
        if request is not None and request.is_new and request.clinic_id == episode.clinic_id:
            request.take(by=by)
    return episode
