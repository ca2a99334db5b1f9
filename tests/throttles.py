"""Whether the limits hold when everybody comes at once: the real server with four workers, a hundred at a time.

    python -m tests.throttles

Prints for each limit how many of the requests that were sent in parallel got through, and by how many too many, which
must be 0; on SQLite, and on PostgreSQL where it is installed. `--only` chooses limits by a part of their name.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import binaries, cluster
from tests.real_server import Answer, Site, running, set_up
from tests.throttle_cases import Case, cases

WORKERS = 4
REFUSED = {429, 503}
"""503: it could not be counted, and so nobody got through."""


@dataclass
class Round:
    """What came of one limit."""

    case: Case
    statuses: Counter[int]
    without_wait: int

    @property
    def allowed(self) -> int:
        return sum(number for status, number in self.statuses.items() if status not in REFUSED)

    @property
    def excess(self) -> int:
        return max(0, self.allowed - self.case.limit)

    @property
    def is_right(self) -> bool:
        wrong = self.statuses.keys() - REFUSED - self.case.usual
        return not (self.excess or self.without_wait or wrong) and self.allowed > 0

    def __str__(self) -> str:
        shown = " ".join(f"{status}x{number}" for status, number in sorted(self.statuses.items()))
        refused = self.statuses.total() - self.allowed
        return (
            f"{self.case.name:34}{self.case.limit:6}{self.statuses.total():6}{self.allowed:9}{refused:9}{self.excess:8}"
            f"  {'ok' if self.is_right else 'WRONG'}  {shown}"
        )


def at_once(port: int, sends: list[Callable[[Site], Answer]]) -> list[Answer]:
    """All of them in parallel, each by a connection of its own."""
    answers: list[Answer] = []
    start = threading.Barrier(len(sends))

    def run(send: Callable[[Site], Answer]) -> None:
        site = Site(port)
        site.connection.connect()
        start.wait()
        answers.append(send(site))
        site.connection.close()

    threads = [threading.Thread(target=run, args=(send,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def try_out(site: Site, case: Case) -> Round:
    answers = at_once(site.port, case.sends)
    without_wait = sum(answer.status == 429 and not answer.header("Retry-After").isdigit() for answer in answers)
    missing = len(case.sends) - len(answers)
    return Round(case, Counter(answer.status for answer in answers) + Counter({0: missing}), without_wait)


def try_all(database_url: str, only: str) -> int:
    set_up(database_url)
    chosen = [case for case in cases() if only in case.name]
    print(f"{'':34} limit  sent  allowed  refused  excess", flush=True)
    found = []
    with running(WORKERS) as site:
        for case in chosen:
            found.append(try_out(site, case))
            print(found[-1], flush=True)
    excess = sum(each.excess for each in found)
    print(f"{len(found)} limits, excess {excess}, {sum(not each.is_right for each in found)} wrong", flush=True)
    return 0 if all(each.is_right for each in found) else 1


def again(database_url: str, only: str) -> int:
    """In a process of its own: Django knows one database in its life."""
    command = [sys.executable, "-m", "tests.throttles", "--here", "--only", only]
    return subprocess.run(command, env=os.environ | {"DATABASE_URL": database_url}, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--here", action="store_true", help="on the empty database that DATABASE_URL names")
    options = parser.parse_args()
    if options.here:
        return try_all(os.environ["DATABASE_URL"], options.only)
    print(f"SQLite, {WORKERS} workers", flush=True)
    with tempfile.TemporaryDirectory() as place:
        result = again(f"sqlite:///{Path(place) / 'throttles.sqlite3'}", options.only)
    programs = binaries()
    if programs is None:
        print("PostgreSQL was not found on this machine.")
        return result
    print(f"PostgreSQL, {WORKERS} workers", flush=True)
    with cluster(programs) as database_url:
        return again(database_url, options.only) or result


if __name__ == "__main__":
    sys.exit(main())
