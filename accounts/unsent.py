"""A form that was sent when its session had just ended is kept until its writer has signed in again."""

import time
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User

KEY = "unsent_form"
KEPT_FOR = 60 * 60
"""Seconds."""
LARGEST = 200_000
"""Characters; a plan of the largest size takes a tenth of it."""


@dataclass(frozen=True)
class Unsent:
    """Where the form was sent, and its fields in order."""

    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest, writer: User) -> bool:
    """Whether it could be kept: not files, and no passwords, which are never stored as they are."""
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    secret = any("password" in name for name, _value in fields)
    size = sum(len(name) + len(value) for name, value in fields)
    if not fields or request.FILES or secret or size > LARGEST:
        return False
    request.session[KEY] = {"of": str(writer.pk), "path": request.path, "fields": fields, "at": int(time.time())}
    return True


def find(request: HttpRequest) -> Unsent | None:
    """What the person had written. Somebody else's is forgotten, and so is one that has waited too long."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    if kept["of"] != str(request.user.pk) or time.time() - kept["at"] > KEPT_FOR:
        forget(request)
        return None
    return Unsent(kept["path"], [(name, value) for name, value in kept["fields"]])


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def sentence() -> str:
    return _("What you wrote is kept for an hour. Sign in, and you can save it.")
