from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from backfit import retention


class Command(BaseCommand):
    help = "Deletes what has been kept for as long as its kind is kept: ids and counts are told, no content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for found in retention.due() if dry_run else retention.forget():
            self.stdout.write(f"{found.kind.name}: {len(found.keys)}")
            for key in () if found.kind.is_secret else found.keys:
                self.stdout.write(f"  {key}")
