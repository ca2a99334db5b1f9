import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.importing.carrying import carry_out
from exercises.importing.fates import Fate, Verdict, counts
from exercises.importing.formats import FORMATS, decoded, read_rows, too_large
from exercises.importing.plan import dry_run
from exercises.importing.rows import LARGEST_FILE, Row, UnreadableFile
from exercises.models.exercise import may_edit


class Command(BaseCommand):
    help = "Brings exercises in as drafts for review. Safe to repeat; what was edited here is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", choices=FORMATS, default="", dest="form", help="without it, told from the content"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of each row")
        parser.add_argument("--by", metavar="EMAIL", help="the editor who then stands as the drafts' author")
        parser.add_argument("--limit", type=int, help="read that many rows and no more")
        parser.add_argument(
            "--add-words", action="store_true", help="add muscles and equipment that the vocabulary lacks"
        )
        parser.add_argument("--strict", action="store_true", help="exit with 1 if a row is broken")
        parser.add_argument("--notes", action="store_true", help="print what a reviewer should know of each row too")

    def handle(self, *args: Any, **options: Any) -> None:
        by = editor(options["by"])
        rows = self.rows(options["file"], options["form"])[: options["limit"]]
        add_words = options["add_words"]
        if options["dry_run"]:
            fates = dry_run(rows, add_words=add_words)
        else:
            fates = carry_out(rows, by=by, add_words=add_words)
        self.tell(fates, notes=options["notes"])
        if options["dry_run"]:
            self.stdout.write("Nothing was changed: this was a dry run.")
        if options["strict"] and any(fate.verdict == Verdict.BROKEN for fate in fates):
            sys.exit(1)

    def rows(self, path: Path, form: str) -> list[Row]:
        try:
            if path.is_file() and path.stat().st_size > LARGEST_FILE:
                raise UnreadableFile(too_large(LARGEST_FILE))
            return read_rows(decoded(path.read_bytes()), form)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=2) from error
        except UnreadableFile as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error

    def tell(self, fates: list[Fate], *, notes: bool) -> None:
        for fate in fates:
            words = f"{fate.row.place:<12} {fate.verdict.label!s:<11} {fate.name}"
            self.stdout.write(f"{words}: {fate.why}" if fate.why else words)
            for note in fate.notes if notes else ():
                self.stdout.write(f"{'':<12} {'':<11}   {note}")
        summary = ", ".join(f"{number} {verdict.label!s}".lower() for verdict, number in counts(fates))
        self.stdout.write(f"{len(fates)} rows: {summary}.")


def editor(email: str | None) -> Any:
    """Nobody, or the editor with this address. Raises CommandError for somebody who is none."""
    if email is None:
        return None
    user = get_user_model()._default_manager.filter(email__iexact=email, is_active=True).first()
    if user is None or not may_edit(user):
        raise CommandError("There is no editor with this address.", returncode=2)
    return user
