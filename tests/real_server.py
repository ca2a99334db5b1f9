"""The real server on a database of its own, for the commands that measure it from outside."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    "BACKFIT_DEBUG": "1",
    "SECRET_KEY": "only-for-measuring-only-for-measuring-only",
    "TRUSTED_PROXY_COUNT": "1",  # so that a request may come from any address
    "EMAIL_URL": "dummymail://",
    "DJANGO_SETTINGS_MODULE": "backfit.settings",
    "LOG_LEVEL": "ERROR",
}
CSRF = "a" * 32


def set_up(database_url: str) -> None:
    """Makes this process a part of the site, with an empty database."""
    os.environ.update(ENVIRONMENT, DATABASE_URL=database_url)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Site:
    port: int
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def send(
        self,
        method: str,
        path: str,
        body: bytes | dict[str, Any] = b"",
        *,
        ip: str = "198.51.100.1",
        session: str = "",
        **headers: str,
    ) -> Answer:
        """A dict is sent as a form. The time is until the whole answer has come."""
        cookies = f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else "")
        sent = {"X-Forwarded-For": ip, "Cookie": cookies, "X-CSRFToken": CSRF, **headers}
        if isinstance(body, dict):
            body = urlencode(body).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        content = answer.read()
        return Answer(answer.status, answer.getheaders(), content, time.perf_counter() - began)


@contextmanager
def running(workers: int = 1) -> Iterator[Site]:
    """The server with its queue, as `make run` starts it; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"SITE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "backfit.server", str(port), str(workers)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield Site(port)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if Site(port).send("GET", "/accounts/login/").status == 200:
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def session_of(user: Any) -> str:
    """The cookie of somebody who has signed in just now, and stays so."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # An hour ahead, or the measuring would outlast it.
    store["account_authentication_methods"] = [{"method": "password", "at": time.time() + 3600}]
    store["account_authentication_methods_user"] = str(user.pk)
    store.save()
    return str(store.session_key)


def make_people(number: int, prefix: str, *, password: str | None = None) -> list[Any]:
    """Accounts with proved addresses, made at once: a real password hash for each would take minutes."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from accounts.models import User

    kept = make_password(password)
    people = [
        User(email=f"{prefix}{place}@example.org", name=f"Person {place}", password=kept) for place in range(number)
    ]
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    return people


def any_ip(number: int) -> str:
    """One that no other number has."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
