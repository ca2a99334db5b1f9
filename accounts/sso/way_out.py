"""How the site asks a clinic's provider: through the guarded way out, which leads to no address inside.

A provider that stands in the clinic's own network says so in the configuration, and its host alone is let through. The
addresses that a provider tells of itself (for tokens, keys and names) are looked at like any other.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from backfit.outbound import Forbidden, Guard, GuardedSession


@dataclass(frozen=True)
class ProviderGuard(Guard):
    inside: frozenset[str] = frozenset()

    def addresses(self, host: str, port: int) -> list[str]:
        return self.resolve(host, port) if host in self.inside else super().addresses(host, port)


class ProviderSession(GuardedSession):
    """Raises nothing but `requests.RequestException`, which is what allauth knows."""

    def __init__(self, guard: Guard | None = None) -> None:
        super().__init__(guard or ProviderGuard(inside=hosts_inside()))
        self.headers["Accept-Encoding"] = "identity"  # the guarded way reads answers as they come

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        try:
            return super().request(*args, **kwargs)
        except Forbidden as error:
            raise requests.ConnectionError("an address that nothing is sent to") from error


def configured() -> list[dict[str, Any]]:
    return [app["settings"] for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]]


def hosts_inside() -> frozenset[str]:
    return frozenset(urlsplit(each["server_url"]).hostname or "" for each in configured() if each.get("inside"))


def is_plain() -> bool:
    """Whether a provider is asked by plain http, which the configuration takes in development alone."""
    return any(urlsplit(each["server_url"]).scheme == "http" for each in configured())
