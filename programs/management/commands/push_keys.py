from typing import Any

from django.core.management.base import BaseCommand

from programs.reminders.keys import new_key


class Command(BaseCommand):
    help = "Prints a new key for messages to browsers (web push). Set it once and keep it: another one ends them all."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"PUSH_PRIVATE_KEY={new_key()}")
