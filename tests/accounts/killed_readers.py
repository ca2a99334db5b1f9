"""Every page that was delivered has its entry in the access log, however the server dies:
`python -m tests.accounts.killed_readers [kills] [readers]`.

The product's server on a SQLite file of its own; readers in a loop open clients' pages, and the server is killed
(SIGKILL to the whole group) at a random moment again and again. A journal outside of it counts the bodies that arrived
whole. With FORGETS=1 in the environment the site loses a look now and then, and this must fail.
"""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.programs.bench_desk import fill, start

GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]
PATIENCE = 60
"""Seconds for the server to start on a busy machine."""


class Readers:
    """Threads that open pages; `delivered` counts by record the bodies that arrived whole."""

    def __init__(self, port: int, cookie: str, records: list[str], number: int) -> None:
        self.port, self.cookie, self.records = port, cookie, records
        self.delivered: Counter[str] = Counter()
        self.broken, self.stopped, self.lock = 0, threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.read, args=(seed,)) for seed in range(number)]
        for thread in self.threads:
            thread.start()

    def read(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self.stopped.is_set():
            record = chance.choice(self.records)
            arrived = self.arrives(f"/episodes/{record}/")
            with self.lock:
                self.delivered[record] += arrived
                self.broken += not arrived
            if not arrived:
                time.sleep(0.1)

    def arrives(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            return answer.status == 200 and b"</html>" in answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()


@contextmanager
def served(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    command = [*GRANIAN, "--port", str(port), "tests.accounts.reading_site:application"]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("The server did not start.") from None
            time.sleep(0.1)


def signed_in(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def missing(delivered: Counter[str]) -> list[str]:
    """A sentence for each record of which more was delivered than is written down, and for each fault of the chain."""
    from accounts.access_log import faults
    from accounts.models import AccessEntry

    entries = Counter(map(str, AccessEntry.objects.filter(door="episode_detail").values_list("episode", flat=True)))
    lost = [f"{record}: {number} delivered, {entries[record]} written down." for record, number in delivered.items()
            if entries[record] < number]  # fmt: skip
    return [*lost, *faults()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(kills: int = 10, number: int = 4) -> int:
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "killed.sqlite3")
        from django.db import connections

        from accounts.models import Episode

        therapist, chance, port = fill(20, 10), random.Random(11), free_port()
        records = [str(pk) for pk in Episode.objects.values_list("pk", flat=True)]
        cookie = signed_in(therapist)
        connections.close_all()
        readers = Readers(port, cookie, records, number)
        for _kill in range(kills):
            with served(port) as process:
                time.sleep(chance.uniform(2, 5))
                os.killpg(process.pid, signal.SIGKILL)
        readers.stop()
        found, total = missing(readers.delivered), sum(readers.delivered.values())
        connections.close_all()
    print(*found, sep="\n")
    print(f"{kills} kills, {total} pages delivered, {readers.broken} that were not, {len(found)} faults.")
    return int(bool(found) or not total)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
