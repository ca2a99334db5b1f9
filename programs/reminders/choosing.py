"""How a client chooses, changes and stops reminders."""

import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.consents import REMINDERS_VERSION
from accounts.models import User
from programs.models import Reminder, ReminderConsent, ReminderSettings
from programs.reminders.keys import push_is_offered
from programs.reminders.occasions import quiet_of, times_to_look
from programs.reminders.slots import next_moment

FIELDS = ("by_mail", "by_push", "at", "quiet_from", "quiet_until", "morning", "morning_at")
SALT = "programs.reminders.stop"


def settings_of(user: User) -> ReminderSettings:
    """The person's own; not saved while nothing was ever chosen."""
    return ReminderSettings.objects.filter(user=user).first() or ReminderSettings(user=user)


def locked_settings(user: User) -> ReminderSettings:
    """Made when there are none. Belongs in a transaction."""
    ReminderSettings.objects.get_or_create(user=user)
    return ReminderSettings.objects.select_for_update(of=("self",)).select_related("user").get(user=user)


def choose(*, by: User, **fields: Any) -> ReminderSettings:
    """Change some of `FIELDS`. Whoever turns something on agrees to the present wording (accounts.consents).

    Raises ValidationError for a time in the quiet hours, or for push where this site has no key for it.
    """
    with transaction.atomic():
        settings = locked_settings(by)
        for name in FIELDS:
            if name in fields:
                setattr(settings, name, fields[name])
        settings.clean_fields()
        require_possible(settings)
        keep_consent(settings)
        settings.next_at = next_look(settings)
        settings.save()
    return settings


def require_possible(settings: ReminderSettings) -> None:
    quiet, wrong = quiet_of(settings), {}
    if quiet.holds(settings.at):
        wrong["at"] = _("This lies in your quiet hours.")
    if settings.morning and quiet.holds(settings.morning_at):
        wrong["morning_at"] = _("This lies in your quiet hours.")
    if settings.by_push and not push_is_offered():
        wrong["by_push"] = _("This site cannot send messages to devices.")
    if wrong:
        raise ValidationError(wrong)


def keep_consent(settings: ReminderSettings) -> None:
    """A row from the first channel that is turned on to the last that is turned off."""
    live = ReminderConsent.objects.filter(user=settings.user, withdrawn_at__isnull=True)
    if not settings.is_on:
        live.update(withdrawn_at=timezone.now())
    elif not live.exists():
        language = get_language() or "en"
        ReminderConsent.objects.create(user=settings.user, wording=REMINDERS_VERSION, language=language)


def next_look(settings: ReminderSettings, now: datetime.datetime | None = None) -> datetime.datetime | None:
    """When to look again whether something is due; None when nothing is ever sent."""
    if not settings.is_on:
        return None
    now = now or timezone.now()
    day = now.astimezone(settings.user.zone).date()
    return next_moment(now, times_to_look(settings, day), quiet_of(settings), settings.user.zone)


def look_anew(user: User) -> None:
    """After a change of what times there are: cues, or the zone in which they are."""
    with transaction.atomic():
        settings = ReminderSettings.objects.select_for_update(of=("self",)).filter(user=user).first()
        if settings is not None:
            settings.user = user
            settings.next_at = next_look(settings)
            settings.save(update_fields=["next_at"])


def stop(settings: ReminderSettings) -> None:
    """Turn everything off at once; what waits to be sent is dropped."""
    with transaction.atomic():
        settings = locked_settings(settings.user)
        settings.by_mail = settings.by_push = settings.morning = False
        settings.next_at = None
        settings.save(update_fields=["by_mail", "by_push", "morning", "next_at"])
        keep_consent(settings)
        Reminder.objects.open().filter(user=settings.user).update(settled_at=timezone.now())


def keep_coming(*, by: User) -> None:
    """The client's answer that reminders are welcome as often as before: what was ignored counts no more."""
    with transaction.atomic():
        settings = locked_settings(by)
        settings.counted_from = by.today()
        settings.save(update_fields=["counted_from"])


def close_cue_card(*, by: User) -> None:
    """The client has seen on Today that moments can be chosen, and does not want to."""
    with transaction.atomic():
        settings = locked_settings(by)
        settings.cue_card_closed_at = timezone.now()
        settings.save(update_fields=["cue_card_closed_at"])


def stop_token(settings: ReminderSettings) -> str:
    """For a link that stops reminders without signing in. It names nobody and does not run out."""
    return signing.Signer(salt=SALT).sign(settings.stop_key.hex).replace(":", ".")


def settings_by_token(token: str) -> ReminderSettings | None:
    """Whose the link is; None for one that was not made here."""
    try:
        key = UUID(signing.Signer(salt=SALT).unsign(token.replace(".", ":")))
    except (signing.BadSignature, ValueError):
        return None
    return ReminderSettings.objects.select_related("user").filter(stop_key=key).first()
