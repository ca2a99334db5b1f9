"""Guesses at secret addresses: whoever made too many is not answered for an hour."""

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest

from backfit.limits import too_often

SHUT_OUT = 60 * 60
"""Seconds."""


def guesses_too_often(request: HttpRequest, action: str) -> bool:
    """Counts a wrong secret against the internet address that sent it, by the limit of that name in the settings.

    A right one is let in whoever asks: with 256 bits there is nothing to find by guessing, and the services that
    fetch calendars for many people come from few addresses, which somebody else's mistakes must not close.
    """
    key = f"backfit:shut-out:{action}:{get_ip(request)}"
    if cache.get(key):
        return True
    if not too_often(request, action):
        return False
    cache.set(key, True, SHUT_OUT)
    return True
