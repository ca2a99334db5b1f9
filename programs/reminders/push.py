"""A message to a browser, by the push service of its maker. What it says is sealed, and says nothing of health."""

import json
import logging
from email.utils import parseaddr
from enum import Enum
from typing import Any

import requests
from django.conf import settings as site
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from backfit.outbound import SECONDS, Forbidden, GuardedSession
from programs.models import PushSubscription, Reminder, ReminderSettings
from programs.reminders.choosing import stop_token
from programs.reminders.keys import private_key, vapid_of

logger = logging.getLogger(__name__)
GONE = (404, 410)
GIVEN_UP = 20
"""Failures in a row after which a device is forgotten."""


class Outcome(Enum):
    SENT = "sent"
    LATER = "later"
    """The service is busy or away: worth another try."""
    FAILED = "failed"


def message_for(settings: ReminderSettings, *, page: str = "today", test: bool = False) -> dict[str, str]:
    """What static/backfit/js/worker/push.js shows. `stop` is where its button sends a POST."""
    return {
        "title": _("Backfit"),
        "body": _("This is how a reminder looks.") if test else _("Open Backfit when it suits you."),
        "url": reverse(page),
        "stop": reverse("reminders_stop", args=[stop_token(settings)]),
        "stop_label": _("Stop reminders"),
        "tag": "test" if test else "reminder",
    }


def outbound() -> requests.Session:
    return GuardedSession()


def push(subscription: PushSubscription, message: dict[str, str], *, seconds: int, topic: str = "") -> Outcome:
    """Seal the message and hand it to the push service, which keeps it for so many seconds for a device that is away.

    Of two with the same topic (letters and digits, at most 32) that wait there, the service delivers the newer one.
    """
    from pywebpush import WebPushException  # reading it takes a third of a second, which only the worker has

    try:
        answer = send(subscription, message, seconds=seconds, topic=topic)
    except WebPushException as error:
        return refused(subscription, error.status_code or 0)
    except (requests.RequestException, Forbidden, ValueError) as error:
        logger.warning("Push to device %s failed: %s", subscription.pk, type(error).__name__)
        return refused(subscription, 503 if isinstance(error, requests.RequestException) else 0)
    logger.info("Push to device %s: %s", subscription.pk, answer.status_code)
    PushSubscription.objects.filter(pk=subscription.pk).update(last_ok_at=timezone.now(), failures=0)
    return Outcome.SENT


def send(subscription: PushSubscription, message: dict[str, str], *, seconds: int, topic: str) -> Any:
    from pywebpush import webpush

    headers: dict[str, str | int | float] = {"Urgency": "normal"}
    if topic:
        headers["Topic"] = topic
    with outbound() as session:
        return webpush(
            {
                "endpoint": subscription.endpoint,
                "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
            },
            data=json.dumps(message),
            vapid_private_key=vapid_of(private_key()),
            vapid_claims={"sub": f"mailto:{parseaddr(site.DEFAULT_FROM_EMAIL)[1]}"},
            timeout=SECONDS,
            ttl=seconds,
            headers=headers,
            requests_session=session,
        )


def refused(subscription: PushSubscription, status: int) -> Outcome:
    """A device that is gone is forgotten, as is one that has failed for long."""
    row = PushSubscription.objects.filter(pk=subscription.pk)
    if status in GONE:
        row.delete()
        return Outcome.FAILED
    row.update(failures=F("failures") + 1)
    row.filter(failures__gte=GIVEN_UP).delete()
    return Outcome.LATER if status == 429 or status >= 500 else Outcome.FAILED


def push_to_all(reminder: Reminder, settings: ReminderSettings, *, seconds: int) -> bool:
    """To each of the person's devices. False when none got it and another try may be worth it."""
    page = "morning" if reminder.kind == Reminder.Kind.MORNING else "today"
    message = message_for(settings, page=page)
    devices = PushSubscription.objects.filter(user=settings.user_id)
    outcomes = {push(device, message, seconds=seconds, topic=reminder.pk.hex) for device in devices}
    if Outcome.SENT in outcomes:
        reminder.mark("pushed_at")
        return True
    return Outcome.LATER not in outcomes
