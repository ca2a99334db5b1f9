"""Drawings without the renderer: pictures of its shape, small enough to be read."""

from typing import Any

from exercises.figure_store import keep
from exercises.figures.document import read_document
from exercises.figures.drawing import Drawing
from exercises.models import Exercise, Figure, FigureDrawing

KNEE_TO_CHEST: dict[str, Any] = {
    "steps": [
        {"pose": "hook-lying", "caption": "Lie on your back with your knees bent."},
        {"caption": "Draw the right knee towards your chest.", "hold": 20, "set": {"hip.R.flex": 122}},
    ]
}
BREATHING: dict[str, Any] = {"steps": [{"pose": "hook-lying", "caption": "Breathe into your belly.", "cue": "breath"}]}
STYLES = {theme: f".a{{fill:{colour}}}" for theme, colour in zip(
    ("light", "dark", "print", "auto"), ("#111", "#eee", "#000", "#222"), strict=True
)}  # fmt: skip


def svg_of(text: str, motion: str = "") -> str:
    moving = f"<style>{motion}</style>" if motion else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400"><title></title><style></style>'
        f'{moving}<g id="all"><path class="a" d="M0 0h{len(text)}0v40z"/></g><desc>{text}</desc></svg>'
    )


MOTION = "@keyframes k{0%{visibility:visible}50%,to{visibility:hidden}}.f{animation:k 2s step-end 3}"


def drawn(document: dict[str, Any] | None = None, *, moving: bool = True, **fields: Any) -> Drawing:
    """Of the document's steps: a still each, and a moving picture where there are two or more."""
    read = read_document(document or KNEE_TO_CHEST)
    stills = tuple(svg_of(f"still {number}") for number, _step in enumerate(read.steps, 1))
    values: dict[str, Any] = {
        "slug": "by-hand",
        "document": read,
        "renderer": "by hand",
        "solved": {},
        "styles": STYLES,
        "report": [],
        "stills": stills,
        "shown_step": len(stills),
        "moving": svg_of("moving", MOTION) if moving and len(stills) > 1 else "",
        "png": b"\x89PNG by hand",
    }
    return Drawing(**values | fields)


def make_figure(exercise: Exercise, document: dict[str, Any] | None = None) -> Figure:
    return Figure.objects.create(exercise=exercise, document=document or KNEE_TO_CHEST)


def make_drawing(
    exercise: Exercise, document: dict[str, Any] | None = None, *, published: bool = True, **fields: Any
) -> FigureDrawing:
    """The exercise's figure with one drawing."""
    figure = make_figure(exercise, document)
    drawing = keep(figure, drawn(document, **fields))
    if published:
        figure.show(drawing)
    return drawing
