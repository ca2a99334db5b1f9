"""A reminder as a mail: that Backfit can be opened, and how to stop. Nothing of what is to be done, and no names."""

from urllib.parse import urlsplit

from django.conf import settings as site
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from programs.models import Reminder
from programs.reminders.choosing import settings_of, stop_token


def message_of(reminder: Reminder) -> EmailMessage:
    """The same Message-ID each time that it is sent, so that a second copy is known as one."""
    host = urlsplit(site.SITE_URL).hostname
    page = "morning" if reminder.kind == Reminder.Kind.MORNING else "today"
    return compose(reminder.user, page=page, asks=reminder.asks, message_id=f"<{reminder.pk}@{host}>")


def compose(user: User, *, page: str, asks: bool = False, message_id: str | None = None) -> EmailMessage:
    stop_url = site.SITE_URL + reverse("reminders_stop", args=[stop_token(settings_of(user))])
    about = {
        "link": site.SITE_URL + reverse(page),
        "asks": asks,
        "settings_url": site.SITE_URL + reverse("reminder_settings"),
        "stop_url": stop_url,
    }
    headers = {
        "Auto-Submitted": "auto-generated",
        # One tap in the mail program itself (RFC 8058).
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if message_id is not None:
        headers["Message-ID"] = message_id
    body = render_to_string("programs/mail/reminder.txt", about)
    return EmailMessage(subject=_("A reminder from Backfit"), body=body, to=[user.email], headers=headers)
