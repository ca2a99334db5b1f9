"""The codes of an app and of the recovery list, beside allauth's forms: each once, in whatever process, and few tries.

allauth remembers a used code in the cache for half a minute: as long as it counts only while nobody's clock is off,
and in one process only unless the cache is shared. Here the step that was used last stands with the secret.
"""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.db import transaction

from backfit.limits import take_turn


class CodeMixin:
    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        turn = take_turn("second-step", user=self.user.pk)
        code: str = self.cleaned_data["code"]
        found = find(self.user.pk, code)
        if found is None:
            self.tell_of_failure()
            raise get_adapter().validation_error("incorrect_code")
        # The right ones do not count, or who proves themselves often would be shut out. Nor do they forgive the wrong.
        turn.give_back()
        found.user = self.user
        self.authenticator = found
        return code

    def tell_of_failure(self) -> None:
        """Whoever listens to allauth hears of it as of its own form."""
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
        mine = Authenticator.objects.filter(user=self.user, type__in=kinds).order_by("-type").first()
        if mine is not None:
            self._emit_authentication_failed(mine)  # type: ignore[attr-defined]


class SecondStepForm(CodeMixin, forms.AuthenticateForm):
    pass


class CodeAgainForm(CodeMixin, forms.ReauthenticateForm):
    pass


def find(user: Any, code: str) -> Authenticator | None:
    """What the code belongs to, which is used up by that; of two that come at once one is too late."""
    with transaction.atomic():
        locked = Authenticator.objects.select_for_update().filter(user=user)
        for mine in locked.exclude(type=Authenticator.Type.WEBAUTHN):
            if is_right(mine, code):
                return mine
    return None


def is_right(mine: Authenticator, code: str) -> bool:
    try:
        return use(mine, code) if mine.type == Authenticator.Type.TOTP else bool(mine.wrap().validate_code(code))
    except InvalidToken:  # sealed with a key that this site has no more: nothing fits
        return False


def use(app: Authenticator, code: str) -> bool:
    """Whether the app shows the code now, or within one step of it, and showed it later than the one used last."""
    secret = decrypt(app.data["secret"])
    for step in yield_hotp_counters_from_time():
        shown = format_hotp_value(hotp_value(secret, step))
        if compare_user_code(actual=code, expected=shown) and step > app.data.get("used_step", 0):
            app.data["used_step"] = step
            app.save(update_fields=["data"])
            return True
    return False
