"""A reminder that clients send themselves, to see that it arrives."""

import datetime
import logging
from smtplib import SMTPException

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from backfit.refusals import Conflict, TooMany
from programs.models import PushSubscription
from programs.reminders.choosing import locked_settings, settings_of
from programs.reminders.keys import push_is_offered
from programs.reminders.mail import compose
from programs.reminders.push import Outcome, message_for, push

logger = logging.getLogger(__name__)
BETWEEN = datetime.timedelta(minutes=1)
KEPT_SECONDS = 300


def ask_for_test(*, by: User, device: PushSubscription | None = None) -> None:
    """Queue one to the device, or to all that the person has turned on.

    Raises TooMany within a minute of the last one, Conflict where it could go nowhere.
    """
    from programs.reminders.tasks import send_test_reminder

    with transaction.atomic():
        settings = locked_settings(by)
        if device is not None and not push_is_offered():
            raise Conflict(_("This site cannot send messages to devices."))
        if device is None and not settings.is_on:
            raise Conflict(_("Turn reminders on first, then try them."))
        if settings.tested_at and timezone.now() - settings.tested_at < BETWEEN:
            raise TooMany(_("One is on its way. Please wait a minute before you try again."))
        settings.tested_at = timezone.now()
        settings.save(update_fields=["tested_at"])
        send_test_reminder.enqueue(str(by.pk), str(device.pk) if device else "")


def send_test(user: str, device: str = "") -> bool:
    """Gives whether something was sent; a test that fails is not tried again."""
    person = User.objects.filter(pk=user, is_active=True).first()
    if person is None:
        return False
    settings = settings_of(person)
    mailed = settings.by_mail and not device and mail_test(person)
    devices = PushSubscription.objects.filter(user=person)
    if device:
        devices = devices.filter(pk=device)
    elif not settings.by_push:
        devices = devices.none()
    message = message_for(settings, test=True)
    sent = [push(each, message, seconds=KEPT_SECONDS) for each in devices if push_is_offered()]
    return bool(mailed) or Outcome.SENT in sent


def mail_test(person: User) -> bool:
    try:
        compose(person, page="today").send()
    except (SMTPException, OSError) as error:
        logger.warning("A test reminder was not sent: %s", type(error).__name__)
        return False
    return True
