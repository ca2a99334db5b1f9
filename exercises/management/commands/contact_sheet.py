"""All stills of the catalogue on one sheet, for a person to look at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exercises.figures.catalogue import DRAWN, slugs
from exercises.figures.drawing import Drawing
from exercises.figures.sheet import Cell, sheet
from exercises.figures.themes import DARK_PAPER, LIGHT_PAPER, THEMES

WIDTHS = {"card": 240, "full": 600}


class Command(BaseCommand):
    help = "Puts the key stills of all drawn exercises, with their names, on one PNG."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, help="the PNG to write")
        parser.add_argument("slugs", nargs="*", help="only these exercises")
        parser.add_argument("--size", choices=list(WIDTHS), default="card")
        parser.add_argument("--theme", choices=[theme for theme in THEMES if theme != "auto"], default="light")
        parser.add_argument("--columns", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        cells: list[Cell] = []
        for slug in options["slugs"] or slugs():
            cells += self._cells(slug, options["theme"])
        if not cells:
            raise CommandError("nothing is drawn; run draw_figures first")
        dark = options["theme"] == "dark"
        paper, ink = (DARK_PAPER, "#dddddd") if dark else (LIGHT_PAPER, "#333333")
        columns = options["columns"] or (8 if options["size"] == "card" else 4)
        picture = sheet(cells, columns=columns, width=WIDTHS[options["size"]], paper=paper, ink=ink)
        options["out"].write_bytes(picture)
        self.stdout.write(f"{len(cells)} stills")

    def _cells(self, slug: str, theme: str) -> list[Cell]:
        try:
            drawing = Drawing.read(DRAWN / slug)
        except FileNotFoundError:
            self.stderr.write(f"{slug} is not drawn")
            return []
        css = drawing.styles[theme]
        return [Cell(f"{slug} {number}", text, css) for number, text in enumerate(drawing.stills, start=1)]
