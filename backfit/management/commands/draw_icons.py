from pathlib import Path
from typing import Any

import resvg_py
from django.core.management.base import BaseCommand

IMAGES = Path(__file__).resolve().parents[2] / "static" / "backfit" / "img"
ROUND = 'rx="16"'
# Phones cut shapes of their own out of these two, at most a tenth from each edge; the mark stays inside of that.
WHOLE = '<g transform="translate(6.4 6.4) scale(0.8)">'


class Command(BaseCommand):
    help = "Draw the icons with which Backfit is installed on a phone, from the mark. They are committed."

    def handle(self, *args: Any, **options: Any) -> None:
        mark = (IMAGES / "mark.svg").read_text()
        for name, size, svg in (
            ("icon-192", 192, mark),
            ("icon-512", 512, mark),
            ("icon-180", 180, mark.replace(ROUND, "")),
            ("icon-maskable", 512, maskable(mark)),
        ):
            drawn = resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size)
            (IMAGES / f"{name}.png").write_bytes(bytes(drawn))
            self.stdout.write(f"{name}.png, {size} px")


def maskable(mark: str) -> str:
    """The ground to the very edge, and the figure on it smaller."""
    square = mark.replace(ROUND, "")
    ground, figure = square.strip().removesuffix("</svg>").split("<circle", 1)
    return f"{ground}{WHOLE}<circle{figure}</g></svg>"
