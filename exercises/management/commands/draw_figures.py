"""Draw the catalogue's pictures, which are kept with the content so that nobody else has to."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exercises.figures.catalogue import DRAWN, document_of, slugs
from exercises.figures.document import DocumentError
from exercises.figures.drawing import RENDERER, Drawing, draw, redraw


def is_current(slug: str) -> bool:
    """Whether what is stored was drawn from this document by this renderer."""
    try:
        stored = Drawing.read(DRAWN / slug)
    except FileNotFoundError:
        return False
    return stored.renderer == RENDERER and stored.document.digest == document_of(slug).digest


def draw_one(slug: str) -> str:
    """Draw and store; gives a line about it."""
    drawing = draw(document_of(slug), slug)
    drawing.write(DRAWN / slug)
    refused = sum(finding["refuses"] for finding in drawing.report)
    return f"{slug}: {len(drawing.stills)} stills" + (f", {refused} faults that refuse publication" if refused else "")


def differs(slug: str) -> str:
    """What is not the same when the stored joints are drawn again, or nothing."""
    stored = Drawing.read(DRAWN / slug)
    again = redraw(stored)
    names = [f"step {number}" for number in range(1, len(stored.stills) + 1)]
    pairs = [*zip(names, stored.stills, again.stills, strict=False), ("animation", stored.moving, again.moving)]
    return ", ".join(name for name, first, second in pairs if first != second)


class Command(BaseCommand):
    help = "Draws the pictures of documents that changed since they were drawn last."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", help="only these exercises")
        parser.add_argument("--all", action="store_true", help="also those that did not change")
        parser.add_argument("--check", action="store_true", help="draw nothing; fail when a stored picture is stale")
        parser.add_argument("--redraw", action="store_true", help="with --check: draw again and compare the bytes")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["slugs"] or slugs()
        if unknown := sorted(set(wanted) - set(slugs())):
            raise CommandError(f"no document for {', '.join(unknown)}")
        if options["check"]:
            self._check(wanted, redraw=options["redraw"], processes=options["processes"])
            return
        chosen = [slug for slug in wanted if options["all"] or not is_current(slug)]
        failed = 0
        for slug, line in _in_processes(draw_one, chosen, options["processes"]):
            failed += isinstance(line, Exception)
            self.stdout.write(f"{slug} failed: {line}" if isinstance(line, Exception) else line)
        self.stdout.write(f"{len(chosen) - failed} drawn, {len(wanted) - len(chosen)} unchanged")
        if failed:
            raise CommandError(f"{failed} could not be drawn")

    def _check(self, wanted: Sequence[str], *, redraw: bool, processes: int) -> None:
        faults = [f"{slug} is stale" for slug in wanted if not is_current(slug)]
        if redraw and not faults:
            for slug, different in _in_processes(differs, wanted, processes):
                if different:
                    faults.append(f"{slug}: {different} drawn differently")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(wanted)} pictures are up to date")


def _in_processes(work: Any, slugs: Sequence[str], processes: int) -> Iterator[tuple[str, Any]]:
    """(slug, what `work` gave or the error that it raised), as they come."""
    with ProcessPoolExecutor(max_workers=processes) as pool:
        running = {pool.submit(work, slug): slug for slug in slugs}
        for done in as_completed(running):
            error = done.exception()
            if error is not None and not isinstance(error, (DocumentError, ValueError, ArithmeticError, LookupError)):
                raise error
            yield running[done], error or done.result()
