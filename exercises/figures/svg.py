"""The text of a picture. What varies later (title, colours, side, repetition) stands in fixed places to be exchanged.

    <svg ...><title>NAME</title><style>COLOURS</style>[<style>MOTION</style>]<g id="all">...</g>[badge]</svg>

All drawing happens in half units (1200 x 800), so that paths are whole numbers.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from exercises.figures.camera import HEIGHT, WIDTH

GLOWING = ("glowa", "glowb")
BLURS = {"blur": 9, "less": 4}  # half units; the second for small figures
OPEN_ALL = '<g id="all">'
ENDING, ENDLESS = "step-end 3", "step-end infinite"
MIRRORED_ALL = f'<g id="all" transform="matrix(-1 0 0 1 {WIDTH} 0)">'


def path(role: str, data: str, *, blur: str = "blur") -> str:
    """One path in the colours of its role, blurred if it glows; nothing for an empty path."""
    if not data:
        return ""
    soft = f' filter="url(#{blur})"' if role in GLOWING else ""
    return f'<path class="{role}" d="{data}"{soft}/>'


def paths(layers: Iterable[tuple[str, str]], *, blur: str = "blur") -> str:
    """(role, path data) pairs from back to front."""
    return "".join(path(role, data, blur=blur) for role, data in layers)


def picture(content: str, *, over: str = "", motion: str = "") -> str:
    """A whole SVG file with neither name nor colours yet; `over` is never mirrored."""
    blur = "".join(
        f'<filter id="{name}"><feGaussianBlur stdDeviation="{size}"/></filter>'
        for name, size in BLURS.items()
        if f"url(#{name})" in content
    )
    moving = f"<style>{motion}</style>" if motion else ""
    over = f'<g transform="scale(.5)">{over}</g>' if over else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f"<title></title><style></style>{moving}{blur}"
        f'{OPEN_ALL}<g transform="scale(.5)">{content}</g></g>{over}</svg>'
    )


def with_title(svg: str, title: str) -> str:
    """The picture under another name."""
    start, end = svg.index("<title>") + len("<title>"), svg.index("</title>")
    return svg[:start] + escape(title) + svg[end:]


def with_colours(svg: str, css: str) -> str:
    """The picture with another style sheet in place of its first."""
    start, end = svg.index("<style>") + len("<style>"), svg.index("</style>")
    return svg[:start] + css + svg[end:]


def on_the_other_side(svg: str) -> str:
    """The mirror image; badges stay where and as they are."""
    return svg.replace(OPEN_ALL, MIRRORED_ALL, 1)


def endless(svg: str) -> str:
    """The same animation going on for ever, for a page that has a pause of its own."""
    return svg.replace(ENDING, ENDLESS, 1)


def roles_in(*pictures: str) -> list[str]:
    """All classes in these texts, sorted."""
    return sorted(
        {name for text in pictures for names in re.findall(r'class="([^"]+)"', text) for name in names.split()}
    )
