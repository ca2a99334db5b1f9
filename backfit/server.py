"""Serves this machine on the port given: `manage.py serve` turns into this once everything is prepared."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

ADDRESS = "127.0.0.1"
# Fewer than DATABASE_POOL_SIZE, so that a request never waits for a connection.
THREADS = 4
PATIENCE = 5  # seconds for requests and tasks under way when the server is told to end
MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def load(target: str) -> Callable[..., Any]:
    """Runs in the worker. It leaves the terminal's group, where Ctrl-C would reach it twice, from the terminal and
    from its parent: the second signal may find granian's handler holding the lock that it then waits for."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian sets its own; before, it would be swallowed
    from backfit.wsgi import application

    return application


def serve(port: int, workers: int = 1) -> None:
    server = Granian(
        "backfit.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,  # on SQLite one is best: it alone writes
        blocking_threads=THREADS,
        websockets=False,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
    )

    @server.on_startup
    def end_with_the_terminal() -> None:
        # granian would take a closed terminal for a wish to reload, and stay.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)

    with worker():
        server.serve(target_loader=load)


@contextmanager
def worker() -> Iterator[None]:
    """Does the queue's tasks for as long as this process lives, whatever ends it."""
    command = [sys.executable, str(MANAGE), "work", "--beside", str(os.getpid())]
    # In a session of its own: Ctrl-C is for the server, which then ends the worker here.
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - nothing from outside
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()  # its task is found and done again at the next start


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
