import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django import template

from accounts.second_factor import has_one

register = template.Library()
OFFERED_FOR = 24 * 60 * 60
"""Seconds after a sign-in by code or invitation; later it would only stand in the way."""


@register.inclusion_tag("accounts/passkey_offer.html", takes_context=True)
def passkey_offer(context: dict[str, Any]) -> dict[str, Any]:
    """A quiet card that offers a passkey to a client who has come in by a code and never said no."""
    request = context["request"]
    person = request.user
    records = get_authentication_records(request, person)
    fresh = bool(records) and records[-1]["method"] == "code" and time.time() - records[-1]["at"] < OFFERED_FOR
    offered = fresh and person.offered_passkeys and not has_one(person, Authenticator.Type.WEBAUTHN)
    return {"offered": offered, "csrf_token": context.get("csrf_token")}
