from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest

from accounts.models import User
from accounts.second_factor import just_signed_in
from accounts.sign_in_limits import normal, take_password_turn
from accounts.sign_in_mail import queue
from backfit.addresses import client_address
from backfit.limits import take_turn

SECOND_STEP = {"allauth.mfa.stages.AuthenticateStage": "accounts.second_factor.SecondStepStage"}


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        user.time_zone = form.cleaned_data.get("time_zone") or user.time_zone
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As allauth's own, but by way of the queue."""
        request = current.request
        about = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        queue(self.render_mail(template_prefix, email, about), has_code="code" in context)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        turn = take_password_turn(request, credentials.get("email", ""))
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            turn.give_back()
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Counted apart from signing in, or others could keep its owner from what asks for the password again."""
        turn = take_turn("password-again", user=user.pk)
        is_right = user.check_password(password)
        if is_right:
            turn.give_back()
        return is_right

    def should_send_confirmation_mail(self, request: HttpRequest, email_address: EmailAddress, signup: bool) -> bool:
        """At each sign-in with an address that is not proved yet. Signing up has counted itself."""
        if not signup:
            take_turn("confirm", address=normal(email_address.email))
        return bool(super().should_send_confirmation_mail(request, email_address, signup))

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """People have no user name here, only an address."""

    def get_login_stages(self) -> list[str]:
        return [SECOND_STEP.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **about: Any) -> bool:
        """Not of those who have signed in just now: they would be asked the same twice."""
        return super().is_reauthentication_required(app=app, **about) and not just_signed_in(current.request)
