"""Looking out for accounts that read as nobody does at work: many clients, many refusals, many files."""

import datetime
import logging
import uuid
from collections.abc import Iterable, Mapping
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Case, CharField, Count, F, When
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access_log import Visit
from accounts.models import AccessEntry, Alarm, Membership, RefusedTry, User
from backfit.looking import Refused

logger = logging.getLogger(__name__)
WINDOW = datetime.timedelta(hours=1)
QUIET = datetime.timedelta(hours=24)
"""A pattern that goes on, or comes again so soon, is the one that was told of."""
REFUSED_KEPT = datetime.timedelta(days=365)

LISTS: set[str] = {"clinic_clients", "clinic-client-list"}
"""Doors that show a line of each of many clients, which is everybody's daily work."""
EXPORTS: set[str] = set()
"""Doors from which a record is taken away as a file."""

# The same address asked for again and again is a device that has missed something, not somebody who searches.
WHAT = Case(When(object="", then=Cast("pk", CharField())), default=F("object"), output_field=CharField())


def name_lists(doors: Iterable[str]) -> None:
    LISTS.update(doors)


def name_exports(doors: Iterable[str]) -> None:
    EXPORTS.update(doors)


def keep_refused(refused: Iterable[Refused], visit: Visit) -> None:
    """One row for each person and kind of a request, whose answer is no in any case."""
    seen = {(each.user.pk, str(each.model._meta.model_name), each.status) for each in refused if each.user.pk}
    RefusedTry.objects.bulk_create(
        RefusedTry(
            actor=actor,
            kind=kind,
            status=status,
            door=visit.door[:80],
            object=visit.object[:64],
            address=visit.address,
        )
        for actor, kind, status in sorted(seen)
    )


def look_out() -> int:
    """Raise an alarm for each new pattern of the last hour and tell of it. Gives how many were raised."""
    since = timezone.now() - WINDOW
    raised = [
        alarm
        for kind, numbers in patterns(since).items()
        for actor, number in sorted(numbers.items())
        if (alarm := raise_once(kind, actor, number)) is not None
    ]
    tell_waiting()
    return len(raised)


def patterns(since: datetime.datetime) -> Mapping[str, dict[uuid.UUID, int]]:
    """Kind of alarm to the accounts that passed its number, each with how many it were."""
    looks = AccessEntry.objects.filter(at__gte=since, actor__isnull=False).order_by()
    opened = looks.exclude(door__in=LISTS)
    taken = looks.filter(door__in=EXPORTS)
    tries = RefusedTry.objects.filter(at__gte=since).order_by()
    return {
        Alarm.Kind.CLIENTS: above(settings.ALARM_CLIENTS, opened, Count("episode", distinct=True)),
        Alarm.Kind.REFUSED: above(settings.ALARM_REFUSED, tries, Count(WHAT, distinct=True)),
        Alarm.Kind.EXPORTS: above(settings.ALARM_EXPORTS, taken, Count("episode", distinct=True)),
    }


def above(limit: int, rows: Any, count: Count) -> dict[uuid.UUID, int]:
    return dict(rows.values("actor").annotate(number=count).filter(number__gt=limit).values_list("actor", "number"))


def raise_once(kind: str, actor: uuid.UUID, number: int) -> Alarm | None:
    with transaction.atomic():
        # Two workers wait for each other here, so that the second finds the first one's alarm.
        list(User.objects.select_for_update(no_key=True).filter(pk=actor).values_list("pk"))
        lately = Alarm.objects.filter(kind=kind, actor=actor, raised_at__gt=timezone.now() - QUIET)
        return None if lately.exists() else Alarm.objects.create(kind=kind, actor=actor, number=number)


def tell_waiting() -> None:
    """Mail what nobody has been told of; what cannot be sent is tried again with the next look."""
    since = timezone.now() - QUIET
    for alarm in Alarm.objects.not_told().filter(raised_at__gt=since).order_by("raised_at", "pk")[:20]:
        try:
            letter(alarm).send()
        except (SMTPException, OSError) as error:
            logger.warning("The mail about alarm %s was not sent: %s", alarm.pk, type(error).__name__)
        else:
            alarm.told_at = timezone.now()
            alarm.save(update_fields=["told_at"])


def letter(alarm: Alarm) -> EmailMessage:
    """Names the account and the number; nothing of a client."""
    actor = User.objects.filter(pk=alarm.actor).first()
    about = {"alarm": alarm, "actor": actor, "command": f"manage.py affected_by {alarm.actor}"}
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<alarm.{alarm.pk}@{urlsplit(settings.SITE_URL).hostname}>",
    }
    body = render_to_string("accounts/mail/alarm.txt", about)
    return EmailMessage(subject=_("Please look at an account"), body=body, to=whom_to_tell(alarm), headers=headers)


def whom_to_tell(alarm: Alarm) -> list[str]:
    """The addresses of the setting and the managers where the account works; the site's admins where there are none.

    Never the account itself.
    """
    theirs = Membership.objects.filter(user=alarm.actor, ended_at__isnull=True).values("clinic")
    managers = Membership.objects.current().filter(clinic__in=theirs, role=Membership.Role.MANAGER)
    people = User.objects.filter(pk__in=managers.values("user")).exclude(pk=alarm.actor)
    found = {*settings.ALARM_EMAILS, *people.values_list("email", flat=True)}
    admins = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=alarm.actor)
    return sorted(found or set(admins.values_list("email", flat=True)))


def forget_refused() -> int:
    """Refused tries older than a year. Gives how many."""
    return RefusedTry.objects.filter(at__lt=timezone.now() - REFUSED_KEPT).delete()[0]
