from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.demo import LOGINS, PASSWORD, demo_exists, make_demo


class Command(BaseCommand):
    help = "Makes the demonstration clinic, once, and prints its logins. For development only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration has known passwords: it is made only with BACKFIT_DEBUG=1.")
        if not demo_exists():
            make_demo()
        width = max(len(role) for role, _email in LOGINS)
        self.stdout.write(f"Demonstration logins, all with the password {PASSWORD}:")
        for role, email in LOGINS:
            self.stdout.write(f"  {role.ljust(width)}  {email}")
