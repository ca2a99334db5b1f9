"""What the journeys have in common: the people, the catalogue they find, and the codes in their mails."""

import re
from collections.abc import Callable
from typing import Any

from django.core import mail
from playwright.sync_api import BrowserContext

from accounts.models import User
from exercises.loading import load_catalogue
from programs.demo import make_demo

SignIn = Callable[[BrowserContext, Any], None]


def open_demo_clinic() -> None:
    """The catalogue with the clinic of `make run`: forty clients, up to twelve weeks of history."""
    load_catalogue()
    make_demo()


def person(key: str) -> User:
    """Somebody of the demo clinic, such as "tess" the therapist."""
    return User.objects.get(email=f"{key}@example.org")


def last_code_line() -> str:
    """The code for signing in or for proving an address; it stands on a line of its own."""
    found = re.search(r"^[0-9A-Z-]{6,}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found.group()


def forgive(faults: list[str], status: int) -> None:
    """A browser complains of every answer with a 4xx; a test that typed nonsense on purpose has seen this one."""
    expected = [fault for fault in faults if f"the server responded with a status of {status}" in fault]
    assert expected, f"no answer {status} among {faults}"
    faults[:] = [fault for fault in faults if fault not in expected]
