"""Opening a record in an emergency: who may, for how long, and that the client is told at once."""

import datetime
import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Clinic, EmergencyAccess, Episode, Membership, User
from accounts.models.emergency import LASTS, MEMBER_ONLY
from accounts.models.episode import EpisodeQuerySet
from backfit.refusals import Conflict

logger = logging.getLogger(__name__)
TELL_FOR = datetime.timedelta(days=7)
"""For so long a mail that could not be sent is tried again."""


def may_ask(user: User, clinic: Clinic) -> bool:
    """Whoever works at the clinic now, and site admins."""
    if user.is_superuser:
        return user.is_active
    return Membership.objects.current().filter(user=user, clinic=clinic).exists()


def records_to_open(user: User) -> EpisodeQuerySet:
    """The records that the person may open in an emergency: of clinics where they work, neither treated nor own."""
    rows = Episode.objects.filter(clinic__isnull=False).exclude(client=user).exclude(Episode.objects.care_rule(user))
    if user.is_superuser and user.is_active:
        return rows
    return rows.filter(clinic__in=Membership.objects.current().filter(user=user).values("clinic"))


def named(*, clinic: Clinic, who: str, by: User) -> Episode:
    """The client of the clinic with that name or address, whole. Raises ValidationError for none and for several."""
    who = " ".join(who.split())
    rows = records_to_open(by).filter(Q(client_name__iexact=who) | Q(client_email__iexact=who), clinic=clinic)
    found = list(rows.order_by("-started_on", "pk")[:50])
    if not found:
        sentence = _("No client of this clinic has this name or address, or you care for them already.")
        raise ValidationError({"who": sentence})
    if len({(row.client_id, row.client_email.lower()) for row in found}) > 1:
        raise ValidationError({"who": _("More than one client has this name. Give the email address.")})
    return found[0]


def begin_emergency(*, user: User, episode: Episode, reason: str) -> EmergencyAccess:
    """Let the person read the record for an hour. The client is mailed at once.

    Raises PermissionDenied for who does not work at the clinic, is the client or cares for them already, Conflict while
    an earlier one runs, ValidationError for a reason that is too short or too long.
    """
    from accounts.tasks import tell_of_emergency

    with transaction.atomic():
        # Two at once wait for each other here, so that the second finds the first.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not records_to_open(user).contains(episode):
            raise PermissionDenied(MEMBER_ONLY)
        if EmergencyAccess.objects.running().filter(user=user, episode=episode).exists():
            raise Conflict(_("You have emergency access to this record already."))
        now = timezone.now()
        reason = " ".join(reason.split())
        access = EmergencyAccess(user=user, episode=episode, reason=reason, begun_at=now, ends_at=now + LASTS)
        access.full_clean()
        access.save()
        tell_of_emergency.enqueue(str(access.pk))
    return access


def tell_client(access: EmergencyAccess) -> bool:
    """Mail the client that their record was opened, and nothing of it; once more, it has the same id."""
    client = access.episode.client
    body = render_to_string("accounts/mail/emergency.txt", {"link": settings.SITE_URL + reverse("who_looked")})
    mail = EmailMessage(
        subject=_("Your record was opened"),
        body=body,
        to=[client.email if client else access.episode.client_email],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": message_id(access)},
    )
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        logger.warning("The mail about emergency access %s was not sent: %s", access.pk, type(error).__name__)
        return False
    access.told_at = timezone.now()
    access.save(update_fields=["told_at"])
    return True


def message_id(access: EmergencyAccess) -> str:
    return f"<emergency.{access.pk}@{urlsplit(settings.SITE_URL).hostname}>"


def tell_again() -> None:
    """Those clients whose mail could not be sent before."""
    since, late = timezone.now() - TELL_FOR, timezone.now() - datetime.timedelta(minutes=1)
    waiting = EmergencyAccess.objects.not_told().filter(begun_at__gt=since, begun_at__lt=late)
    for access in waiting.select_related("episode__client").order_by("begun_at")[:50]:
        tell_client(access)
