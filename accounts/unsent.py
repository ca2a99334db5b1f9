"""A form that was sent when its session had just ended is kept until its writer has signed in again.

It may tell of somebody's health, so the session that holds it, in which nobody is signed in, ends with it.
"""

import time
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
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
    request.session.set_expiry(KEPT_FOR)
    return True


@receiver(user_logged_in)
def hand_over(sender: object, request: HttpRequest, user: AbstractBaseUser, **about: object) -> None:
    """From here on the session is the person's own, and lasts as such; what somebody else wrote stays outside."""
    if KEY in request.session:
        request.session.set_expiry(None)
        if request.session[KEY]["of"] != str(user.pk):
            forget(request)


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
