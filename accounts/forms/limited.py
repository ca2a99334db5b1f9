"""allauth's forms for what can be guessed: each wrong answer counts, a right one gives its turn back."""

from typing import Any

from allauth.account import forms as account_forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.sign_in_limits import normal
from backfit.limits import require_patience, take_turn


class SignUpForm(account_forms.SignupForm):
    def try_save(self, request: HttpRequest) -> Any:
        """Both for an address that is new here and for one that has an account."""
        require_patience(request, "sign-up")
        take_turn("confirm", address=normal(self.cleaned_data["email"]))
        if self.account_already_exists:
            # As long as it takes to keep the password of a new account.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        turn = take_turn("password-again", user=self.user.pk)
        password: str = super().clean_oldpassword()
        turn.give_back()
        return password
