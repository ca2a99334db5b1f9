"""Reads `SSO_PROVIDERS`: a JSON list, one object for each clinic with a provider of its own."""

import json
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = {"id", "name", "clinic", "server_url", "client_id", "secret"}
# Which values of the claims of these names say that the provider has asked for a second step.
COUNTS = {"second_step_amr", "second_step_acr"}
INSIDE = "inside"
"""True of a provider in the clinic's own network, where nothing else is asked (accounts/sso/way_out.py)."""


def sso_settings(text: str, *, insecure: bool) -> dict[str, Any]:
    """As allauth wants them."""
    try:
        apps = read_providers(text, insecure=insecure)
    except ValueError as error:
        raise ImproperlyConfigured(f"Set SSO_PROVIDERS as README.md says. {error}") from error
    return {"openid_connect": {"provider_class": "accounts.sso.provider.ClinicProvider", "APPS": apps}}


def read_providers(text: str, *, insecure: bool) -> list[dict[str, Any]]:
    """As allauth's `APPS`. Raises ValueError, whose text says what is not right; plain http only where `insecure`."""
    try:
        found = json.loads(text or "[]")
    except ValueError as error:
        raise ValueError("It is no JSON.") from error
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError("It is a list of objects.")
    apps = [app(each, insecure) for each in found]
    if len({each["provider_id"] for each in apps}) < len(apps):
        raise ValueError("Each id stands once.")
    return apps


def app(given: dict[str, Any], insecure: bool) -> dict[str, Any]:
    if missing := sorted(NEEDED - {key for key, value in given.items() if isinstance(value, str) and value}):
        raise ValueError(f"Each has {', '.join(missing)}.")
    if unknown := sorted(set(given) - NEEDED - COUNTS - {INSIDE}):
        raise ValueError(f"There is no {', '.join(unknown)}.")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", given["id"]):
        raise ValueError("An id has small letters, digits and hyphens.")
    if urlsplit(given["server_url"]).scheme != "https" and not insecure:
        raise ValueError("A server_url begins with https://")
    lists = {key: given.get(key, []) for key in COUNTS}
    if not all(isinstance(each, list) and all(isinstance(word, str) for word in each) for each in lists.values()):
        raise ValueError("second_step_amr and second_step_acr are lists of words.")
    if not isinstance(given.get("inside", False), bool):
        raise ValueError("inside is true or false.")
    return {
        "provider_id": given["id"],
        "name": given["name"],
        "client_id": given["client_id"],
        "secret": given["secret"],
        "settings": {
            **lists,
            "clinic": str(uuid.UUID(given["clinic"])),
            "server_url": given["server_url"],
            "inside": given.get("inside", False),
            "oauth_pkce_enabled": True,
        },
    }
