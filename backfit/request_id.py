"""The number of the request that is being answered, the same in the log and in the access log."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_number: ContextVar[str] = ContextVar("request_number", default="")


def current() -> str:
    """Empty outside of a request."""
    return _number.get()


@contextmanager
def numbered() -> Iterator[str]:
    token = _number.set(str(uuid.uuid4()))
    try:
        yield current()
    finally:
        _number.reset(token)


class RequestNumberMiddleware:
    """Gives each request a number of its own, which its answer and its lines in the log carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with numbered() as number:
            # Also on the request: Django writes down a refusal after everybody else is done with it.
            request.number = number  # type: ignore[attr-defined]
            response = self.get_response(request)
        response["X-Request-Id"] = number
        return response
