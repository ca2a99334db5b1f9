"""The worker beside the server: does what the site has put into its queue."""

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.db import close_old_connections, connections
from django.db.utils import Error
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Command as Worker

from backfit.chores import do_due
from backfit.queue import forget, rescue

logger = logging.getLogger(__name__)
GLANCE = 1.0  # seconds between two looks whether the server is still there
ROUND = 60  # glances between two looks for lost tasks


class Command(Worker):
    help = "Does what the site has put into its queue, such as drawing pictures, until it is told to end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(reload=False)
        parser.add_argument(
            "--beside", type=int, default=0, metavar="PID", help="end with this parent process; no other worker runs"
        )

    def configure_logging(self, verbosity: int) -> None:
        # Being told to end is no fault; the rest is for the site's own settings.
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    def handle(self, *, beside: int = 0, **options: Any) -> None:  # type: ignore[override]
        # Beside its server it is the only worker, so whatever is marked as running was killed.
        rescue(started_before=timezone.now() if beside else None)
        forget()
        threading.Thread(target=watch, args=(beside,), daemon=True).start()
        threading.Thread(target=do_chores, daemon=True).start()
        super().handle(**options)


def watch(parent: int) -> None:
    """Ends this process when its parent has ended without saying so, and looks for lost tasks now and then."""
    glances = 0
    while True:
        time.sleep(GLANCE)
        if parent and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        glances += 1
        if glances % ROUND == 0:
            look_for_lost()


def do_chores() -> None:
    """Beside the tasks, so that a long one keeps no chore waiting."""
    while True:
        time.sleep(GLANCE)
        close_old_connections()
        try:
            do_due()
        finally:
            connections.close_all()


def look_for_lost() -> None:
    close_old_connections()
    try:
        found = rescue()
    except Error:
        logger.exception("The queue could not be looked through; it is tried again in a minute.")
    else:
        if found:
            logger.warning("%s tasks had lost their worker.", found)
    finally:
        connections.close_all()
