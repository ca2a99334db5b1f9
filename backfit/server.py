"""Serves this machine on the port given: `manage.py serve` turns into this once everything is prepared."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

ADDRESS = "127.0.0.1"
# Fewer than DATABASE_POOL_SIZE, so that a request never waits for a connection.
THREADS = 4
PATIENCE = 5  # seconds for requests under way when the server is told to end


def load(target: str) -> Callable[..., Any]:
    """Runs in the worker. It leaves the terminal's group, where Ctrl-C would reach it twice, from the terminal and
    from its parent: the second signal may find granian's handler holding the lock that it then waits for."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian sets its own; before, it would be swallowed
    from backfit.wsgi import application

    return application


def serve(port: int) -> None:
    server = Granian(
        "backfit.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,  # it alone writes to SQLite
        blocking_threads=THREADS,
        websockets=False,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
    )

    @server.on_startup
    def end_with_the_terminal() -> None:
        # granian would take a closed terminal for a wish to reload, and stay.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)

    server.serve(target_loader=load)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
