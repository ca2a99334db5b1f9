"""The worker's look, each minute, at whose moment has come."""

import datetime
import logging
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from programs.models import Reminder, ReminderSettings
from programs.models.reminder import CLAIM
from programs.reminders.choosing import next_look
from programs.reminders.occasions import LATEST, course_of, moment_of
from programs.reminders.tasks import send_reminder

logger = logging.getLogger(__name__)


def wake_up(now: datetime.datetime | None = None) -> int:
    """Queue what is due now. Gives the number of reminders; one client's trouble keeps nobody else's back."""
    now = now or timezone.now()
    queued = 0
    for key in list(ReminderSettings.objects.due(now).values_list("pk", flat=True)):
        try:
            queued += look_at(key, now)
        except Exception as error:  # whatever it is, the others are reminded
            logger.error("Looking at reminder settings %s failed: %s", key, type(error).__name__)
    return queued


def look_at(key: int, now: datetime.datetime) -> int:
    """Queue what is due for one client and set the next look, together or not at all."""
    with transaction.atomic():
        rows = ReminderSettings.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
        settings = rows.due(now).filter(pk=key).first()
        if settings is None:
            return 0  # another worker has it
        day = now.astimezone(settings.user.zone).date()
        planned = [plan(settings, kind, day, now) for kind in kinds_of(settings, day)]
        settings.next_at = next_look(settings, now)
        settings.save(update_fields=["next_at"])
    return sum(planned)


def kinds_of(settings: ReminderSettings, day: datetime.date) -> Iterator[str]:
    """The session first: whoever was reminded of that finds the morning's question on Today as well."""
    if not settings.is_on:
        return
    yield Reminder.Kind.EXERCISE
    reminded = Reminder.objects.filter(user=settings.user_id, day=day, kind=Reminder.Kind.EXERCISE)
    if settings.morning and not reminded.exists():
        yield Reminder.Kind.MORNING


def plan(settings: ReminderSettings, kind: str, day: datetime.date, now: datetime.datetime) -> bool:
    """Make the slot and queue it, when its moment has come and it is not there yet."""
    moment = moment_of(settings, kind, day)
    if moment is None or not moment <= now < moment + LATEST:
        return False
    asks = kind == Reminder.Kind.EXERCISE and course_of(settings, day).asks_next
    slot = {"user": settings.user, "day": day, "kind": kind}
    reminder, is_new = Reminder.objects.get_or_create(**slot, defaults={"due_at": moment, "asks": asks})
    if is_new:
        send_reminder.enqueue(str(reminder.pk))
    return is_new


def try_again(now: datetime.datetime | None = None) -> int:
    """Queue once more what a lost worker or a mail server that was down has left unsent."""
    now = now or timezone.now()
    stale = Q(queued_at__lt=now - CLAIM)
    found = 0
    for key in list(Reminder.objects.free(now).filter(stale).values_list("pk", flat=True)):
        with transaction.atomic():
            if Reminder.objects.free(now).filter(stale, pk=key).update(queued_at=now):
                send_reminder.enqueue(str(key))
                found += 1
    return found
