"""A server that is dead between commit and answer: a real one, on the granian of the product."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from programs.models import DayTally, Program, Result, Session
from tests.browser.offline import client_of, keep, make_client, open_today, unsent
from tests.browser.people import SignIn

PATIENCE = 60  # seconds for it to start on a busy machine
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]

Serve = Callable[[], Any]


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def order(tmp_path: Path) -> Path:
    return tmp_path / "dies"


@pytest.fixture
def serve(port: int, order: Path, base_url: str) -> Serve:
    """The site on the database of the test, in a process of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DIES": str(order),
    }

    @contextmanager
    def served() -> Iterator[subprocess.Popen[bytes]]:
        command = [*GRANIAN, "--port", str(port), "tests.browser.dying_site:application"]
        process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
        try:
            answers(port, process)
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)

    return served


def answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, "The server did not start."
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, "The server did not start in time."
            time.sleep(0.1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="make test-browser runs on SQLite")
@pytest.mark.parametrize("size", ["phone"])
def test_session_is_kept_once_by_a_server_that_dies_between_commit_and_answer(
    page: Page, sign_in: SignIn, program: Program, serve: Serve, port: int, order: Path, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    site = f"http://localhost:{port}"
    with serve() as process:
        open_today(page, f"{site}/today/")
        order.touch()
        [name] = keep(page, program)
        # The page sends by itself; what it sent is committed, and it never hears of it.
        process.wait(PATIENCE)
    assert str(Session.objects.get().uuid) == name
    assert [entry["uuid"] for entry in unsent(page)] == [name]
    with serve():
        # It tries again after a while that has grown as long as the server was away.
        expect(page.get_by_role("link", name="All sent")).to_be_visible(timeout=3000 * PATIENCE)
    assert unsent(page) == []
    assert str(Session.objects.get().uuid) == name
    assert Result.objects.count() == 2
    assert [tally.sessions for tally in DayTally.objects.all()] == [1]
    faults.clear()
