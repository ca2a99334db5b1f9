from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.content.schema import TEMPLATES
from accounts.template_loading import load_templates
from exercises.content.files import ContentError


class Command(BaseCommand):
    help = "Loads the program templates, after the catalogue. Safe to repeat; keeps what editors changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--content", type=Path, default=TEMPLATES, help="another folder of such files")

    def handle(self, *args: Any, content: Path, **options: Any) -> None:
        try:
            report = load_templates(content)
        except ContentError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Templates: {report.created} new, {report.updated} updated, {report.unchanged} unchanged.")
        if report.kept:
            self.stdout.write(f"Templates kept as edited here: {', '.join(report.kept)}.")
