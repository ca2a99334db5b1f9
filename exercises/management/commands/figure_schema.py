"""The JSON schema of a figure's document, for editors of text files."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from exercises.figures.document import json_schema


class Command(BaseCommand):
    help = "Prints the JSON schema of the documents in exercises/content/figures."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(json_schema(), indent=2, sort_keys=True, ensure_ascii=False))
