"""Draws a figure's document, for the queue: the stills first, so that the editor sees them, then the movement."""

from django.db import transaction

from exercises.figure_store import forget_unused, keep
from exercises.figures.document import DocumentError, read_document
from exercises.figures.drawing import RENDERER, Drawing
from exercises.figures.drawing import draw as draw_document
from exercises.models import Figure, FigureDrawing


def draw(figure: Figure) -> FigureDrawing | None:
    """The complete drawing of the present document; nothing when the document changes while it is drawn.

    Whatever goes wrong is noted in the figure, and raised.
    """
    drawn = figure.drawn
    if drawn is not None and figure.is_current and drawn.renderer == RENDERER:
        figure.take(drawn)
        return drawn
    try:
        return draw_in_parts(figure)
    except DocumentError as error:
        figure.note_fault(str(error))
        raise
    except Exception as error:
        figure.note_fault(f"{type(error).__name__}: {error}")
        raise


def draw_in_parts(figure: Figure) -> FigureDrawing | None:
    document, slug = read_document(figure.document), figure.exercise.slug
    stills = draw_document(document, slug, animate=False)
    drawing = offer(figure, stills)
    if drawing is not None and not drawing.is_complete:
        drawing = offer(figure, draw_document(document, slug, begun=stills))
    if drawing is not None:
        forget_unused(figure)
    return drawing


def offer(figure: Figure, drawn: Drawing) -> FigureDrawing | None:
    """Keep it as the figure's drawing, in one transaction; nothing when the document has changed meanwhile."""
    with transaction.atomic():
        drawing = keep(figure, drawn, by=figure.changed_by)
        return drawing if figure.take(drawing) else None
