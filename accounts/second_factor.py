"""How allauth's passkeys and one-time codes work here: sealed in the database, and never a lock-out for clients."""

import time

from allauth.account import app_settings as account_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import MultiFernet
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from segno import make_qr

from accounts.devices import system_of
from accounts.models import User
from accounts.second_step import proved_to_provider
from backfit.sealing import seal_for


def seal() -> MultiFernet:
    return seal_for("second-factor")


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return seal().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """After the device, which is what people know it by."""
        agent = context.request.headers.get("User-Agent", "")
        return system_of(agent) or _("Passkey")

    def build_totp_svg(self, url: str) -> str:
        """To stand in the page itself: its policy allows no picture that is written into an address."""
        return str(make_qr(url).svg_inline(scale=5, dark="#000", light="#fff"))

    def _get_site_name(self) -> str:
        return "Backfit"


class SecondStepStage(AuthenticateStage):
    """Asks for the second step after a password or a code by mail.

    Who works with nobody's records but their own has a passkey for convenience: a lost phone locks nobody out.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if isinstance(user, User) and proved_to_provider(request, user):
            return False
        if isinstance(user, User) and not user.roles.works and not has_one(user, Authenticator.Type.TOTP):
            return False
        return bool(super()._should_handle(request))


def has_one(user: User, kind: str) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=kind).exists())


def just_signed_in(request: HttpRequest) -> bool:
    """Whether the person has proved who they are within the last five minutes, by whatever way."""
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    since = time.time() - records[-1]["at"] if records else float("inf")
    return bool(since < account_settings.REAUTHENTICATION_TIMEOUT)
