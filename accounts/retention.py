"""How long what belongs to people and clinics is kept (backfit/retention.py)."""

import datetime
from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import access_log
from accounts.models import AccessEntry, ApiToken, AppointmentRequest, Clinic, Consent, Episode, Invitation, User
from backfit import queue
from backfit.retention import before, keep


def register() -> None:
    keep("invitations", dead_invitations)
    keep("tokens", dead_tokens)
    keep("requests", lambda now: AppointmentRequest.objects.due_to_be_forgotten(now))
    keep("sign-ups", unfinished_sign_ups, forget=forget_sign_ups)
    keep("sessions", ended_sessions, is_secret=True)
    keep("tasks", ended_tasks)
    keep("access-log", old_entries, forget=lambda rows: access_log.forget_old())
    keep("consents", old_consents)


def dead_invitations(now: datetime.datetime) -> QuerySet[Invitation]:
    """Accepted, withdrawn or run out, each so long ago."""
    then = before("invitations", now)
    ended = Q(accepted_at__lte=then) | Q(revoked_at__lte=then)
    return Invitation.objects.filter(ended | Q(accepted_at__isnull=True, expires_at__lte=then))


def dead_tokens(now: datetime.datetime) -> QuerySet[ApiToken]:
    then = before("tokens", now)
    return ApiToken.objects.filter(Q(revoked_at__lte=then) | Q(expires_at__lte=then))


def unfinished_sign_ups(now: datetime.datetime) -> QuerySet[User]:
    """Begun, the address never confirmed, and nothing made with it but the clinic that the sign-up named."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    begun = User.objects.filter(last_login__isnull=True, is_active=True, is_staff=False, is_superuser=False)
    begun = begun.filter(~Exists(addresses.filter(verified=True)), Exists(addresses))
    begun = begun.filter(~Exists(Episode.objects.filter(client=OuterRef("pk"))))
    return begun.filter(date_joined__lte=before("sign-ups", now))


def forget_sign_ups(rows: QuerySet[User]) -> None:
    for user in rows:
        Clinic.objects.of_nobody_but(user).delete()
        user.delete()


def ended_sessions(now: datetime.datetime) -> QuerySet[AbstractBaseSession]:
    """Django leaves them where they are, with all that they hold."""
    model = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    rows: QuerySet[AbstractBaseSession] = model.objects.filter(expire_date__lt=before("sessions", now))
    return rows


def ended_tasks(now: datetime.datetime) -> QuerySet[Any]:
    return queue.ended(before("tasks", now))


def old_entries(now: datetime.datetime) -> QuerySet[AccessEntry]:
    return AccessEntry.objects.filter(at__lt=now - datetime.timedelta(days=access_log.DAYS_KEPT))


def old_consents(now: datetime.datetime) -> QuerySet[Consent]:
    """As old as the access log gets, and about records that are gone: one that is there rests on them."""
    record = Episode.objects.filter(pk=OuterRef("episode"))
    then = now - datetime.timedelta(days=access_log.DAYS_KEPT)
    return Consent.objects.filter(~Exists(record), at__lt=then)
