from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import FrozenRecord
from accounts.privacy.freezing import read


class Command(BaseCommand):
    help = "Prints a record that a clinic keeps of somebody who was erased, for an authority that may ask for it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("label", help='as the clinic sees it, such as "Record 7K3M9QWX"')

    def handle(self, *args: Any, label: str, **options: Any) -> None:
        found = FrozenRecord.objects.filter(label=label).first()
        if found is None:
            raise CommandError("There is no such record, or its time is over.")
        self.stdout.write(read(found))
