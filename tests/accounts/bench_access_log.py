"""What the access log costs a reader: `python -m tests.accounts.bench_access_log [clients] [rounds]`.

On SQLite in a file of its own; on PostgreSQL with `python -m tests.postgres` in front. Each page is asked for with and
without the log in turn, so that what else the machine does falls on both alike. On a busy machine the difference of two
p95s says more of the machine than of the log, so the time that the log itself took is told too, and judged: at most ten
milliseconds at p95.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from tests.programs.bench_desk import fill, start

CLOCK, CPU = 0, 1
ALLOWED = 10.0
"""Milliseconds that the log may add at p95."""


@contextmanager
def without_log() -> Iterator[None]:
    with mock.patch("accounts.access_log.keep", return_value=0):
        yield


Times = list[tuple[float, float]]
"""Milliseconds by the clock and of CPU, one pair for each request."""


def times(ask: Callable[[], Any], rounds: int) -> tuple[Times, Times, Times]:
    """With the log, without it, and of the log alone."""
    from accounts import access_log

    with_it: Times = []
    bare: Times = []
    alone: Times = []
    kept = access_log.keep
    ask()
    for _round in range(rounds):
        watched = mock.Mock(side_effect=lambda **about: alone.append(timed(lambda: kept(**about))))
        with mock.patch("accounts.access_log.keep", watched):
            with_it.append(timed(ask))
        with without_log():
            bare.append(timed(ask))
    return with_it, bare, alone


def timed(ask: Callable[[], Any]) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()
    ask()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu)


def at(share: float, found: Times, which: int) -> float:
    ordered = sorted(each[which] for each in found)
    return ordered[int(len(ordered) * share)]


def pages() -> dict[str, str]:
    from accounts.models import Episode
    from programs.models import Program

    episode, program = Episode.objects.order_by("pk")[0], Program.objects.order_by("pk")[0]
    return {
        "a client's page": f"/episodes/{episode.pk}/",
        "a program": f"/programs/{program.pk}/",
        "the desk, 25 clients": "/clients/?show=all",
        "API, one program": f"/api/v1/programs/{program.pk}/",
        "API, 200 programs": "/api/v1/programs/?page_size=200",
    }


def line(name: str, with_it: Times, bare: Times, alone: Times) -> tuple[str, float]:
    """A line to print, and what the log took at p95 by the clock."""
    told = f"{name:22}"
    for words, share in (("p50", 0.5), ("p95", 0.95)):
        mine, other = at(share, with_it, CLOCK), at(share, bare, CLOCK)
        told += f" {words} {mine:6.1f} / {other:6.1f} = {mine / other:4.2f} "
    took = at(0.95, alone, CLOCK)
    return f"{told} the log: p50 {at(0.5, alone, CLOCK):4.1f}, p95 {took:5.1f}, CPU {at(0.5, alone, CPU):4.1f}", took


def main(clients: int = 300, rounds: int = 200) -> int:
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder) / "log.sqlite3")
        from django.db import connection, connections
        from django.test import Client

        therapist = fill(clients, 60)
        browser = Client()
        browser.force_login(therapist)
        gc.collect()
        gc.freeze()  # what filling has left would be looked through for garbage again and again
        load = os.getloadavg()[0] / (os.cpu_count() or 1)
        print(f"{connection.vendor}, {load:.1f} waiting per core, milliseconds with / without the log:")
        most = 0.0
        for name, address in pages().items():
            told, took = line(name, *times(lambda address=address: browser.get(address).content, rounds))  # type: ignore[misc]
            print(told, flush=True)
            most = max(most, took)
        connections.close_all()
    print(f"At most {most:.1f} ms of the log at p95; {ALLOWED:.0f} are allowed.")
    return int(most > ALLOWED)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
