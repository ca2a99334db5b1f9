"""Pictures as PNG, for mail and link previews, where no SVG is shown."""

import resvg_py

from exercises.figures.camera import HEIGHT, WIDTH
from exercises.figures.svg import with_colours


def png(svg: str, css: str, *, width: int = WIDTH, paper: str | None = "#ffffff") -> bytes:
    """A still in the colours of a style sheet, `width` pixels wide, on `paper` (None: transparent)."""
    height = round(width * HEIGHT / WIDTH)
    drawn = resvg_py.svg_to_bytes(svg_string=with_colours(svg, css), width=width, height=height, background=paper)
    return bytes(drawn)
