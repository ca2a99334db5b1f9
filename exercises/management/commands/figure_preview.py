"""Draw the steps of one document quickly, to look at while writing it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from exercises.figures import svg
from exercises.figures.camera import PRESETS, Camera
from exercises.figures.document import DocumentError, FigureDocument, read_document
from exercises.figures.motion import planes_of
from exercises.figures.outlines import FINE, PREVIEW
from exercises.figures.report import findings
from exercises.figures.sheet import Cell, sheet
from exercises.figures.stage import Stage
from exercises.figures.stills import still
from exercises.figures.themes import DARK_PAPER, LIGHT_PAPER, THEMES, style_sheets


class Command(BaseCommand):
    help = "Draws all key steps of FILE side by side into OUT and says what is wrong with them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a document (YAML); its name without the ending chooses the person")
        parser.add_argument("out", type=Path, help="the PNG to write")
        parser.add_argument("--fine", action="store_true", help="as it will be published; slower")
        parser.add_argument("--via", action="store_true", help="also the steps that are only passed through")
        parser.add_argument("--camera", help=f"{', '.join(PRESETS)}, or AZIMUTH,ELEVATION")
        parser.add_argument("--theme", choices=[theme for theme in THEMES if theme != "auto"], default="light")
        parser.add_argument("--width", type=int, default=480, help="pixels of one picture")

    def handle(self, *args: Any, **options: Any) -> None:
        document, slug = _read(options["file"]), options["file"].stem
        stage = Stage.of(document, slug, camera=_camera(options["camera"]))
        numbers = range(len(stage.keys)) if options["via"] else stage.stops
        drawn = [still(stage, number, quality=FINE if options["fine"] else PREVIEW) for number in numbers]
        css = style_sheets(stage.look, svg.roles_in(*drawn))[options["theme"]]
        labels = [f"{number + 1} {stage.keys[number].step.caption}"[:70] for number in numbers]
        cells = [Cell(label, text, css) for label, text in zip(labels, drawn, strict=True)]
        paper, ink = (DARK_PAPER, "#dddddd") if options["theme"] == "dark" else (LIGHT_PAPER, "#333333")
        columns = min(len(cells), 3)
        options["out"].write_bytes(sheet(cells, columns=columns, width=options["width"], paper=paper, ink=ink))
        self._tell(stage)

    def _tell(self, stage: Stage) -> None:
        found = findings(stage.keys, stage.body, planes_of(stage.document))
        for finding in found:
            refuses = " (refuses publication)" if finding.refuses else ""
            self.stdout.write(f"step {finding.step + 1}: {finding.text}{refuses}")
        self.stdout.write(f"{stage.body.name}, {len(stage.keys)} steps, {len(found)} remarks")


def _read(file: Path) -> FigureDocument:
    try:
        return read_document(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    except DocumentError as error:
        raise CommandError(str(error)) from error


def _camera(words: str | None) -> Camera | None:
    if not words:
        return None
    if words in PRESETS:
        return Camera.named(words)
    try:
        azimuth, elevation = (float(number) for number in words.split(","))
    except ValueError as error:
        raise CommandError(f"no camera {words!r}; write one of {', '.join(PRESETS)} or 30,12") from error
    return Camera(azimuth, elevation)
