from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.content.schema import CONTENT
from exercises.loading import ContentError, load_catalogue


class Command(BaseCommand):
    help = "Loads the exercises, their vocabulary and the posture guide. Safe to repeat; keeps what editors changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--content", type=Path, default=CONTENT, help="another folder of the same layout")

    def handle(self, *args: Any, content: Path, **options: Any) -> None:
        try:
            report = load_catalogue(content)
        except ContentError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Catalogue: {report.created} new, {report.updated} updated, {report.unchanged} unchanged.")
        pictures = report.pictures
        self.stdout.write(
            f"Pictures: {pictures.created} new, {pictures.updated} redrawn, {pictures.unchanged} unchanged."
        )
        if report.kept:
            self.stdout.write(f"Kept as edited here: {', '.join(report.kept)}.")
        if pictures.kept:
            self.stdout.write(f"Pictures kept as edited here: {', '.join(pictures.kept)}.")
