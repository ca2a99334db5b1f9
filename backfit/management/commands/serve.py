"""Everything between a fresh checkout and a page in the browser; `make run` calls it."""

import errno
import os
import re
import socket
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from backfit.server import ADDRESS


def port_number(text: str) -> int:
    """Raises CommandError for what is no port, so that the person reads one line and not a usage text."""
    if re.fullmatch("[0-9]{1,5}", text) and 1 <= int(text) <= 65535:
        return int(text)
    raise CommandError(f"A port is a whole number from 1 to 65535, not “{text}”.")


def refuse_taken(port: int) -> None:
    """Asked before anything is written: granian itself would share the port with another server."""
    with socket.socket() as probe:
        # Connections of a server that has just ended linger; they are no reason to refuse.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise CommandError(f"Port {port} is kept for the system. Choose one above 1023.") from error
            other = port + 1 if port < 65535 else port - 1
            raise CommandError(f"Port {port} is in use. Choose another, for example: make run PORT={other}") from error


class Command(BaseCommand):
    help = "Prepares the database, the catalogue and a demonstration clinic, and serves them to this machine."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, port: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("This makes accounts with known passwords: it runs only with BACKFIT_DEBUG=1.")
        number = port_number(port)
        refuse_taken(number)
        try:
            prepare()
        except OperationalError as error:
            raise CommandError(f"The database cannot be reached: {error}".strip()) from error
        self.stdout.write(self.style.SUCCESS(f"Backfit is at http://{ADDRESS}:{number}/  (Ctrl-C ends it)"))
        self.stdout.flush()
        serve(number)


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_catalogue")
    call_command("load_templates")
    call_command("demo")


def serve(port: int) -> NoReturn:
    """Becomes the server: a fork of this process would inherit its database connections and their threads."""
    environment = {"SITE_URL": f"http://{ADDRESS}:{port}"} | os.environ
    command = [sys.executable, "-m", "backfit.server", str(port)]
    os.execve(command[0], command, environment)  # noqa: S606 - nothing from outside but a checked number
