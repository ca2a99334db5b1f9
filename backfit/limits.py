"""How often one internet address may do what is open to everybody; the numbers stand in the settings."""

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest

from backfit.refusals import TooMany


def too_often(request: HttpRequest, action: str) -> bool:
    """Counts this time, unless the limit has been reached."""
    limits = settings.PUBLIC_RATE_LIMITS
    return consume(request, app="backfit", action=action, config=limits, limit_get=True) is None


def require_patience(request: HttpRequest, action: str, sentence: object) -> None:
    """Raise TooMany with the sentence when the limit has been reached."""
    if too_often(request, action):
        raise TooMany(sentence)
