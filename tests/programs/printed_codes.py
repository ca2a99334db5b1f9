"""Reading the QR code of a PDF from the strokes that are drawn on the page, as the squares that a camera sees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isclose
from typing import Any

from pypdf import PageObject, PdfReader, Transformation
from pypdf.generic import ContentStream

Point = tuple[float, float]
FEWEST_STROKES = 100


@dataclass
class Drawing:
    """A path of straight lines in points of the page, and how thick its strokes are."""

    lines: list[tuple[Point, Point]] = field(default_factory=list)
    width: float = 0

    @property
    def is_code(self) -> bool:
        """A code is the one drawing of many strokes that all go from left to right."""
        return len(self.lines) > FEWEST_STROKES and all(isclose(start[1], end[1]) for start, end in self.lines)

    def squares(self) -> list[list[bool]]:
        """The dark ones, without the white margin.

        They come from where the strokes lie and how thick they are, so that a code that is squeezed, turned or mirrored
        is not read as if it were whole.
        """
        left, top = min(start[0] for start, _end in self.lines), max(start[1] for start, _end in self.lines)
        dark: set[tuple[int, int]] = set()
        for start, end in self.lines:
            first, last, row = (
                whole(distance / self.width) for distance in (start[0] - left, end[0] - left, top - start[1])
            )
            dark |= {(row, column) for column in range(first, last)}
        size = 1 + max(row for row, _column in dark)
        return [[(row, column) in dark for column in range(size)] for row in range(size)]


def whole(number: float) -> int:
    assert isclose(number, round(number), abs_tol=0.02), number
    return round(number)


def printed_code(file: PdfReader) -> list[list[bool]]:
    [code] = [drawing for drawing in drawings(file.pages[0], file) if drawing.is_code]
    return code.squares()


def drawings(page: PageObject, file: PdfReader) -> Iterator[Drawing]:
    """Every path that is stroked."""
    kept: list[tuple[Transformation, float]] = []
    now, width, drawn = Transformation(), 1.0, Drawing()
    at: Any = None
    for told, what in ContentStream(page.get_contents(), file).operations:
        numbers = [float(each) for each in told] if what in (b"cm", b"m", b"l", b"w") else []
        match what:
            case b"q":
                kept.append((now, width))
            case b"Q":
                now, width = kept.pop()
            case b"cm":
                now = Transformation(tuple(numbers)).transform(now)  # type: ignore[arg-type]
            case b"w":
                [width] = numbers
            case b"m":
                at = now.apply_on((numbers[0], numbers[1]))
            case b"l":
                end: Any = now.apply_on((numbers[0], numbers[1]))
                drawn.lines.append((at, end))
                at = end
            case b"S" | b"B":
                drawn.width = width * abs(now.ctm[3])
                yield drawn
                drawn = Drawing()
            case b"f" | b"n":
                drawn = Drawing()
