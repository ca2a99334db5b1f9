"""Mails of the sign-in, which leave by the queue: a page that waited for them would tell by its time what it sent.

They hold codes and say who is signing in, so that they lie in the queue sealed.
"""

import datetime
import json
import logging
import time
from smtplib import SMTPException

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from backfit.sealing import seal_for

logger = logging.getLogger(__name__)

CODE_SECONDS = 600
"""How long the codes in them are good for."""
PAUSES = (5, 30, 120, 600, 3600)
"""Seconds before each further try when the mail server does not take one."""


def queue(message: EmailMessage, *, has_code: bool) -> None:
    from accounts.tasks import send_sign_in_mail

    about = {
        "subject": message.subject,
        "body": message.body,
        "from": message.from_email,
        "to": message.to,
        "html": [str(part.content) for part in getattr(message, "alternatives", [])],
        "until": time.time() + CODE_SECONDS if has_code else None,
    }
    send_sign_in_mail.enqueue(seal_for("sign-in-mail").encrypt(json.dumps(about).encode()).decode())


def send(sealed: str, tries: int = 0) -> bool:
    """Whether it left. One whose code has run out does not; one that was refused is tried again later."""
    about = json.loads(seal_for("sign-in-mail").decrypt(sealed))
    if about["until"] is not None and about["until"] < time.time():
        return False
    message = EmailMultiAlternatives(about["subject"], about["body"], about["from"], about["to"])
    for html in about["html"]:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        logger.warning("A mail of the sign-in was not sent: %s", type(error).__name__)
        send_later(sealed, tries)
        return False
    return True


def send_later(sealed: str, tries: int) -> None:
    from accounts.tasks import send_sign_in_mail

    if tries < len(PAUSES):
        then = timezone.now() + datetime.timedelta(seconds=PAUSES[tries])
        send_sign_in_mail.using(run_after=then).enqueue(sealed, tries + 1)
