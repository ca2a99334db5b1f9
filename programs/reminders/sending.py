"""Sending one reminder: claimed first, looked at again, sent, and marked.

At least once: what is claimed and not marked is tried again after a while. Twice only when a worker dies between the
mail server's answer and the mark; the second copy then has the Message-ID of the first.
"""

import datetime
import logging
from smtplib import SMTPException

from django.utils import timezone

from programs.models import Reminder, ReminderSettings
from programs.reminders.keys import push_is_offered
from programs.reminders.mail import message_of
from programs.reminders.occasions import LATEST, moment_of, quiet_of
from programs.reminders.push import push_to_all

logger = logging.getLogger(__name__)


def send(key: str) -> bool:
    """Send the reminder with that id unless there is a reason not to any more. Gives whether something was sent."""
    now = timezone.now()
    reminder = Reminder.objects.filter(pk=key).first()
    if reminder is None or not reminder.claim(now):
        return False
    settings = ReminderSettings.objects.select_related("user").filter(user=reminder.user_id).first()
    if settings is None or not is_wanted(reminder, settings, now):
        reminder.mark("settled_at")
        return reminder.was_sent
    done = [mail(reminder, settings), push(reminder, settings, now)]
    if all(done):
        reminder.mark("settled_at")
    return reminder.was_sent


def is_wanted(reminder: Reminder, settings: ReminderSettings, now: datetime.datetime) -> bool:
    """Everything is asked again, because much may have happened since the reminder was planned."""
    local = now.astimezone(settings.user.zone)
    if not (settings.user.is_active and settings.is_on) or settings.user.is_leaving:
        return False
    if local.date() != reminder.day or now >= reminder.due_at + LATEST or quiet_of(settings).holds(local.time()):
        return False
    return moment_of(settings, reminder.kind, reminder.day) is not None


def mail(reminder: Reminder, settings: ReminderSettings) -> bool:
    """False when it has to be tried again."""
    if not settings.by_mail or reminder.mailed_at:
        return True
    try:
        message_of(reminder).send()
    except (SMTPException, OSError) as error:
        logger.warning("The mail of reminder %s was not sent: %s", reminder.pk, type(error).__name__)
        return False
    reminder.mark("mailed_at")
    return True


def push(reminder: Reminder, settings: ReminderSettings, now: datetime.datetime) -> bool:
    """False when it has to be tried again."""
    if not settings.by_push or reminder.pushed_at or not push_is_offered():
        return True
    return push_to_all(reminder, settings, seconds=seconds_left(reminder, settings, now))


def seconds_left(reminder: Reminder, settings: ReminderSettings, now: datetime.datetime) -> int:
    """How long a push service may keep it for a device that is off: not into the quiet hours."""
    local = now.astimezone(settings.user.zone)
    quiet = datetime.datetime.combine(local.date(), settings.quiet_from)
    until_quiet = (quiet - local.replace(tzinfo=None)).total_seconds()
    left = (reminder.due_at + LATEST - now).total_seconds()
    return max(60, int(min(left, until_quiet) if until_quiet > 0 else left))
