from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from accounts.models import User


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
