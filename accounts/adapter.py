from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from accounts.models import User
from accounts.second_factor import just_signed_in

SECOND_STEP = {"allauth.mfa.stages.AuthenticateStage": "accounts.second_factor.SecondStepStage"}


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        user.time_zone = form.cleaned_data.get("time_zone") or user.time_zone
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who comes past the proxies, such as a check from the machine itself, counts by where they come from."""
        try:
            return super().get_client_ip(request)  # type: ignore[no-any-return]
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """People have no user name here, only an address."""

    def get_login_stages(self) -> list[str]:
        return [SECOND_STEP.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **about: Any) -> bool:
        """Not of those who have signed in just now: they would be asked the same twice."""
        return super().is_reauthentication_required(app=app, **about) and not just_signed_in(context.request)
