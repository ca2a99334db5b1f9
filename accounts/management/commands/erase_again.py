from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.privacy.listing import erase_again, write_down


class Command(BaseCommand):
    help = "After a backup was put back: erases again whoever had been erased since it was made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", default=settings.ERASURE_LIST, metavar="FILE", help="the list of those erased")

    def handle(self, *args: Any, list: str, **options: Any) -> None:
        number = erase_again(list)
        write_down()
        self.stdout.write(f"{number} people were erased again.")
