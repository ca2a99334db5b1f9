"""Signing in, failing at it and changing how, in the log: whose account by its id, and nothing that was typed."""

import logging
import uuid
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.sign_in_limits import account_of

logger = logging.getLogger(__name__)
"""Says all of it, whatever the rest of the site is told to leave out (backfit/log_settings.py)."""


@receiver(user_logged_in)
def came_in(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    logger.info("Signed in: %s", user.pk, extra={"request": request})


@receiver(user_logged_out)
def left(sender: object, request: HttpRequest, user: User | None, **about: object) -> None:
    if user is not None:
        logger.info("Signed out: %s", user.pk, extra={"request": request})


@receiver(user_login_failed)
def password_refused(sender: object, credentials: dict[str, Any], request: Any = None, **about: object) -> None:
    logger.warning("A password was refused: %s", id_in(credentials), extra={"request": request})


def id_in(credentials: dict[str, Any]) -> uuid.UUID | None:
    """None where nobody has the address that was typed."""
    try:
        return uuid.UUID(account_of(str(credentials.get("email") or "")))
    except ValueError:
        return None


@receiver(mfa.authentication_failed)
def second_step_refused(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    logger.warning("A second step was refused: %s", user.pk, extra={"request": request})


@receiver([account.login_code_rejected, account.password_reset_code_rejected, account.email_verification_code_rejected])
def mailed_code_refused(sender: object, request: Any = None, **about: object) -> None:
    person = about.get("user")
    logger.warning(
        "A mailed code was refused: %s", person.pk if isinstance(person, User) else None, extra={"request": request}
    )


@receiver([account.password_set, account.password_changed, account.password_reset])
def password_changed(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    logger.warning("A password was changed: %s", user.pk, extra={"request": request})


@receiver(account.email_changed)
def address_changed(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    logger.warning("An address was changed: %s", user.pk, extra={"request": request})


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def second_step_changed(sender: object, request: HttpRequest, user: User, **about: object) -> None:
    logger.warning("A second step was changed: %s", user.pk, extra={"request": request})
