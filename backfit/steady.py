"""Answers that take as long whether or not an address is known here.

To be a client of a physiotherapist is itself something about one's health, and allauth's sign-up told by its time who
has an account. Both ways do the same work as far as that goes; what is left is covered by waiting for the next tick.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class SteadyMiddleware:
    """Rounds up how long the forms of `ANSWER_STEPS` take, to a multiple of the seconds given there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        step = settings.ANSWER_STEPS.get(str(match.url_name)) if match and request.method == "POST" else None
        # Whoever is sent away for having asked too often learns nothing, and keeps nobody waiting.
        if step and response.status_code != 429:
            time.sleep(step - (time.monotonic() - began) % step)
        return response
