from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.importing.exports import WRITERS, documents
from exercises.models import Exercise


class Command(BaseCommand):
    help = "Writes exercises in Backfit's own format, as YAML or CSV. import_exercises reads it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="which exercises; without any, all that are published")
        parser.add_argument("--format", choices=WRITERS, default="yaml", dest="form")
        parser.add_argument("--output", type=Path, help="the file; without it the text is printed")

    def handle(self, *args: Any, slugs: list[str], form: str, output: Path | None, **options: Any) -> None:
        exercises = Exercise.objects.shared().filter(slug__in=slugs) if slugs else Exercise.objects.published()
        missing = sorted(set(slugs) - set(exercises.values_list("slug", flat=True))) if slugs else []
        if missing:
            raise CommandError(f"There is no exercise “{missing[0]}”.", returncode=2)
        write, _type = WRITERS[form]
        text = write(documents(exercises))
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_bytes(text.encode())
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.", returncode=2) from error
        self.stdout.write(f"{exercises.count()} exercises in {output}.")
