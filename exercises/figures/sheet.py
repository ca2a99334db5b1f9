"""Many pictures on one sheet, for people who look at them all: previews for authors, the contact sheet."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

import resvg_py

from exercises.figures.camera import HEIGHT, WIDTH

GAP, LABEL = 12, 22
TEXT = 'font-size="13" font-family="sans-serif"'
SELECTOR = re.compile(r"\.(?=[a-z])")


class Cell(NamedTuple):
    """A still with its name, in the colours of a style sheet."""

    label: str
    svg: str
    css: str


def sheet(cells: Sequence[Cell], *, columns: int, width: int, paper: str = "#ffffff", ink: str = "#333333") -> bytes:
    """A PNG of all cells, each `width` pixels wide, with labels above them."""
    height = round(width * HEIGHT / WIDTH)
    rows = -(-len(cells) // columns)
    whole = (columns * (width + GAP) + GAP, rows * (height + LABEL + GAP) + GAP)
    parts = []
    for number, cell in enumerate(cells):
        x, y = GAP + number % columns * (width + GAP), GAP + number // columns * (height + LABEL + GAP)
        parts.append(f'<text x="{x + 2}" y="{y + 14}" {TEXT} fill="{ink}">{escape(cell.label)}</text>')
        parts.append(_nested(cell, number, x, y + LABEL, width, height))
        place = f'x="{x}" y="{y + LABEL}" width="{width}" height="{height}"'
        parts.append(f'<rect {place} fill="none" stroke="{ink}" stroke-opacity=".15"/>')
    size = f'width="{whole[0]}" height="{whole[1]}" viewBox="0 0 {whole[0]} {whole[1]}"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'
    return bytes(resvg_py.svg_to_bytes(svg_string=text, background=paper))


def _nested(cell: Cell, number: int, x: int, y: int, width: int, height: int) -> str:
    """The picture as a part of a larger one, with class names of its own."""
    content = cell.svg[cell.svg.index("</style>") + len("</style>") : cell.svg.rindex("</svg>")]
    content = content.replace('class="', f'class="n{number}-')
    css = SELECTOR.sub(f".n{number}-", cell.css)
    place = f'x="{x}" y="{y}" width="{width}" height="{height}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f"<svg {place}><style>{css}</style>{content}</svg>"
