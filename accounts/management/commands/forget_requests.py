from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.appointments import forget_due
from accounts.models import AppointmentRequest


class Command(BaseCommand):
    help = "Deletes requests for appointments that have been kept for as long as was promised."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many it would be")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        number = AppointmentRequest.objects.due_to_be_forgotten().count() if dry_run else forget_due()
        self.stdout.write(f"{number} requests {'are due' if dry_run else 'were deleted'}.")
