"""The access log's last seal leaves the house each day, so that nobody can write the log anew from its beginning."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessChain, AccessEntry

logger = logging.getLogger(__name__)


def send_anchor() -> bool:
    """Mail number and seal of the last entry, once a day (UTC) and only where an address is set."""
    now = timezone.now()
    chain = AccessChain.objects.filter(pk=1).first()
    if not settings.LOG_ANCHOR_EMAIL or chain is None or chain.number == 0:
        return False
    # Taken before it is sent, so that two workers send one; given back when it could not be sent.
    due = AccessChain.objects.filter(pk=1).exclude(anchored_on=now.date())
    if not due.update(anchored_on=now.date()):
        return False
    try:
        letter(chain).send()
    except (SMTPException, OSError) as error:
        logger.warning("The seal of the access log was not sent: %s", type(error).__name__)
        AccessChain.objects.filter(pk=1).update(anchored_on=chain.anchored_on)
        return False
    return True


def letter(chain: AccessChain) -> EmailMessage:
    body = render_to_string("accounts/mail/log_anchor.txt", {"chain": chain, "site": settings.SITE_URL})
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject=_("Seal of the access log"), body=body, to=[settings.LOG_ANCHOR_EMAIL], headers=headers)


def fits_anchor(number: int, seal: str) -> bool:
    """Whether the log still holds the entry that was mailed; one that is six years old is forgotten."""
    chain = AccessChain.objects.filter(pk=1).first() or AccessChain()
    if number == chain.forgotten:
        return seal == chain.forgotten_seal
    return AccessEntry.objects.filter(number=number, seal=seal).exists()
