"""allauth's forms for what a browser's authenticator answers, for answers of any shape."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

# What reading an answer that is no answer has been seen to raise.
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class PasskeyForm(forms.SignupWebAuthnForm):
    name = django_forms.CharField(
        label=_("What to call it"), required=False, max_length=60, help_text=_("So that you know it again in the list.")
    )

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()  # type: ignore[no-any-return]
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class CredentialMixin:
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyLoginForm(CredentialMixin, forms.LoginWebAuthnForm):
    pass


class PasskeyAgainForm(CredentialMixin, forms.ReauthenticateWebAuthnForm):
    pass


class PasskeySecondStepForm(CredentialMixin, forms.AuthenticateWebAuthnForm):
    pass


class PasskeyNameForm(forms.EditWebAuthnForm):
    name = django_forms.CharField(label=_("What to call it"), max_length=60)
