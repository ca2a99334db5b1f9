"""Who works here signs in with two steps: a passkey, or a code of an app beside password or mail.

Therapists, managers, editors and site admins reach other people's records or the catalogue, so without the second
step they reach nothing but the page on which they set it up. Clients are offered it and never asked for it. It is
asked of the session and of the account: a session from before, and a second step that has been taken away, do not
count. `REQUIRE_SECOND_STEP` turns it on; a real site cannot turn it off.
"""

from enum import StrEnum
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User

BY_PROVIDER = "sso"
"""Marks in the session that the clinic's own sign-in has asked for a second step, and that ours believe it."""
STEPS = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


class Lack(StrEnum):
    NOTHING = ""
    SETTING_UP = "set-up"
    """The account has no second step yet."""
    PROVING = "prove"
    """It has one, with which this session was not opened."""


SENTENCES = {
    Lack.SETTING_UP: _("Your work here needs a second step when you sign in. Set it up on the site first."),
    Lack.PROVING: _("This session was opened without your second step. Show it on the site first."),
}


def required_of(user: User) -> bool:
    return settings.REQUIRE_SECOND_STEP and user.roles.works


def lack_of(request: HttpRequest, user: User) -> Lack:
    """What keeps the person who is signed in in this session from their work."""
    if not required_of(user) or proved_to_provider(request, user):
        return Lack.NOTHING
    if not user.roles.second_step:
        return Lack.SETTING_UP
    return Lack.NOTHING if proved(request, user) else Lack.PROVING


def proved(request: HttpRequest, user: User) -> bool:
    """Whether a passkey, an app's code or a recovery code was used in this session, or the first was set up in it."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def proved_to_provider(request: HttpRequest, user: User) -> bool:
    return any(record.get("type") == BY_PROVIDER for record in get_authentication_records(request, user))


def token_lack(token: ApiToken) -> object:
    """Why a token does not count, in a sentence; empty when it does.

    One that was made without the second step, by whoever had the password alone, or by somebody who was a client
    only, opens nothing when the person works here.
    """
    if not required_of(token.user):
        return ""
    if not token.user.roles.second_step:
        return SENTENCES[Lack.SETTING_UP]
    return "" if token.second_step else _("This token was made without your second step. Make a new one.")


@receiver(authenticator_added)
def remember(sender: object, request: HttpRequest, user: User, authenticator: Any, **about: object) -> None:
    """Whoever sets it up has shown that they have it; the code that showed it is used up."""
    if authenticator.type == Authenticator.Type.TOTP:
        authenticator.data["used_step"] = max(yield_hotp_counters_from_time())
        authenticator.save(update_fields=["data"])
    if authenticator.type in STEPS:
        record_authentication(request, user, method="mfa", type=authenticator.type, id=authenticator.pk)
