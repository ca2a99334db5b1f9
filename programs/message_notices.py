"""Telling somebody to open Backfit because of a message: at most once an hour and thread, and nothing of what it says.

Clients are told where they asked to be reminded, and not in their quiet hours; therapists by mail. Whoever has read
meanwhile, or may not read any more, is not told.
"""

import datetime
import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings as site
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from programs.models import Message, MessageNotice, PushSubscription, ReminderSettings
from programs.reminders.keys import push_is_offered
from programs.reminders.mail import compose
from programs.reminders.occasions import quiet_of
from programs.reminders.push import Outcome, message_for, push
from programs.reminders.slots import next_moment

logger = logging.getLogger(__name__)
GRACE = datetime.timedelta(minutes=2)
"""Whoever is looking just now reads it before a mail is sent."""
BETWEEN = datetime.timedelta(hours=1)
AGAIN = datetime.timedelta(minutes=10)
LATEST = datetime.timedelta(days=2)
"""Of an older message nobody is told any more: what could not be sent until then never can."""
AT_ONCE = 200


def plan_notices(message: Message, readers: Iterable[User]) -> None:
    """Belongs in the transaction that keeps the message, with the episode locked."""
    now = timezone.now()
    for reader in readers:
        notice, _made = MessageNotice.objects.get_or_create(episode=message.episode, user=reader)
        if notice.due_at is None:
            notice.due_at = max(now + GRACE, notice.told_at + BETWEEN) if notice.told_at else now + GRACE
            notice.save(update_fields=["due_at"])


def tell_due(now: datetime.datetime | None = None) -> int:
    """Queue those whose moment has come, and gives their number; one person's trouble keeps nobody else's back."""
    now = now or timezone.now()
    queued = 0
    due = MessageNotice.objects.filter(due_at__lte=now).select_related("user", "episode").order_by("due_at", "pk")
    for notice in due[:AT_ONCE]:
        try:
            queued += look_at(notice, now)
        except Exception as error:  # whatever it is, the others are told
            logger.error("Looking at message notice %s failed: %s", notice.pk, type(error).__name__)
    return queued


def look_at(notice: MessageNotice, now: datetime.datetime) -> bool:
    """Drop it, put it off until the quiet hours are over, or queue it."""
    from programs.tasks import tell_of_message

    settings = settings_for(notice)
    mine = MessageNotice.objects.filter(pk=notice.pk, due_at=notice.due_at)
    if not is_wanted(notice, settings, now):
        mine.update(due_at=None)
        return False
    if settings is not None and is_quiet(settings, now):
        mine.update(due_at=end_of_quiet(settings, now))
        return False
    with transaction.atomic():
        if not mine.update(due_at=None, told_at=now):
            return False  # another worker has it
        tell_of_message.enqueue(str(notice.pk))
    return True


def is_for_client(notice: MessageNotice) -> bool:
    return notice.episode.client_id == notice.user_id


def settings_for(notice: MessageNotice) -> ReminderSettings | None:
    """How a client wants to be told; None for therapists."""
    if not is_for_client(notice):
        return None
    found = ReminderSettings.objects.select_related("user").filter(user=notice.user_id).first()
    return found or ReminderSettings(user=notice.user)


def is_wanted(notice: MessageNotice, settings: ReminderSettings | None, now: datetime.datetime) -> bool:
    """Whether something waits unread that the person may read, and the person wants to be told."""
    if not notice.user.is_active or notice.user.is_leaving or not (settings is None or settings.is_on):
        return False
    theirs = Message.objects.visible_to(notice.user).unread().filter(episode=notice.episode_id)
    return theirs.filter(sent_at__gt=now - LATEST, from_client=not is_for_client(notice)).exists()


def is_quiet(settings: ReminderSettings, now: datetime.datetime) -> bool:
    return quiet_of(settings).holds(now.astimezone(settings.user.zone).time())


def end_of_quiet(settings: ReminderSettings, now: datetime.datetime) -> datetime.datetime:
    found = next_moment(now, [settings.quiet_until], quiet_of(settings), settings.user.zone)
    return found or now + BETWEEN


def tell(key: str) -> bool:
    """Send what was queued, unless there is a reason not to any more. Gives whether something was sent."""
    notice = MessageNotice.objects.select_related("user", "episode").filter(pk=key).first()
    if notice is None:
        return False
    settings, now = settings_for(notice), timezone.now()
    if not is_wanted(notice, settings, now):
        return False
    if settings is not None and is_quiet(settings, now):
        put_off(notice, end_of_quiet(settings, now))
        return False
    try:
        sent = tell_therapist(notice.user) if settings is None else tell_client(settings, now)
    except (SMTPException, OSError) as error:
        logger.warning("Message notice %s was not sent: %s", notice.pk, type(error).__name__)
        sent = False
    if not sent:
        put_off(notice, now + AGAIN)
    return sent


def put_off(notice: MessageNotice, until: datetime.datetime) -> None:
    MessageNotice.objects.filter(pk=notice.pk, due_at__isnull=True).update(due_at=until)


def tell_therapist(user: User) -> bool:
    body = render_to_string("programs/mail/something_new.txt", {"link": site.SITE_URL + reverse("client_list")})
    headers = {"Auto-Submitted": "auto-generated"}
    mail = EmailMessage(subject=_("Something new in Backfit"), body=body, to=[user.email], headers=headers)
    return bool(mail.send())


def tell_client(settings: ReminderSettings, now: datetime.datetime) -> bool:
    """In the words of a reminder, which say no more than that Backfit can be opened. False where to try again.

    Push comes first: of the two, sending it once more does no harm, as the newer one takes the older one's place.
    """
    outcomes: set[Outcome] = set()
    if settings.by_push and push_is_offered():
        message, seconds = message_for(settings), seconds_left(settings, now)
        devices = PushSubscription.objects.filter(user=settings.user_id)
        outcomes = {push(device, message, seconds=seconds) for device in devices}
    if settings.by_mail:
        return bool(compose(settings.user, page="today").send())
    return Outcome.SENT in outcomes or Outcome.LATER not in outcomes


def seconds_left(settings: ReminderSettings, now: datetime.datetime) -> int:
    """How long a push service may keep it for a device that is off: an hour, and not into the quiet hours."""
    local = now.astimezone(settings.user.zone).replace(tzinfo=None)
    quiet = datetime.datetime.combine(local.date(), settings.quiet_from)
    until = (quiet - local).total_seconds() % datetime.timedelta(days=1).total_seconds()
    return max(60, int(min(BETWEEN.total_seconds(), until)))
