"""What the journeys have in common: the people, the catalogue they find, and the codes in their mails."""

import datetime
import re
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection
from playwright.sync_api import BrowserContext

from accounts.models import User
from backfit.sessions import SessionStore
from exercises.loading import load_catalogue
from programs.demo import make_demo

SignIn = Callable[[BrowserContext, Any], None]


kept: dict[tuple[str, datetime.date], sqlite3.Connection] = {}


def open_demo_clinic() -> None:
    """The catalogue with the clinic of `make run`: forty clients, up to twelve weeks of history."""
    put_back("clinic", make_demo_clinic)


def make_demo_clinic() -> None:
    load_catalogue()
    make_demo()


def put_back(name: str, make: Callable[[], Any]) -> None:
    """Make it once in a process and copy it for later journeys: made anew it takes longer than most of them."""
    if connection.vendor != "sqlite":
        make()
        return
    connection.ensure_connection()
    key = (name, datetime.date.today())  # noqa: DTZ011 - the history ends on the machine's yesterday
    if key in kept:
        kept[key].backup(connection.connection)
        ContentType.objects.clear_cache()
        return
    make()
    kept[key] = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept[key])


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


def just_now(context: BrowserContext, person: Any) -> None:
    """The session says that its person has signed in this minute."""
    cookies = {cookie.get("name"): cookie.get("value") for cookie in context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
