from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.privacy.importing import import_person
from backfit.refusals import Invalid, Refusal


class Command(BaseCommand):
    help = "Brings a person back from the ZIP that they were given as a copy of their data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as source:
                person, digest = import_person(source)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        except (Invalid, Refusal) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{person.pk} is here, with the record {digest}. They sign in with a code by mail.")
