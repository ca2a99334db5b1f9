from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from accounts.access_log import faults
from accounts.log_anchor import fits_anchor
from accounts.models import AccessEntry


class Command(BaseCommand):
    help = "Says whether the log of who looked at clients' records is whole, and where it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--number", type=int, help="of an entry whose seal was mailed")
        parser.add_argument("--seal", help="that was mailed with it")

    def handle(self, *args: Any, number: int | None, seal: str | None, **options: Any) -> None:
        found = list(faults())
        if number is not None and not fits_anchor(number, seal or ""):
            found.append(f"Entry {number} is not the one whose seal was mailed.")
        if found:
            raise CommandError("\n".join(found))
        count = AccessEntry.objects.count()
        sentence = ngettext(
            "The access log is whole: %(number)s entry.", "The access log is whole: %(number)s entries.", count
        )
        self.stdout.write(sentence % {"number": count})
