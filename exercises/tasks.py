"""What the queue does for the catalogue."""

from django_tasks import task

from exercises.models import EditorialEvent, Figure, Media


@task()
def draw_figure(figure: int) -> str:
    """Draw what the figure's document says now; gives the drawing's digest, or "" when there is nothing to do.

    May be asked for again and again: what is drawn already is not drawn twice.
    """
    # The renderer is for the worker alone; whoever puts this into the queue need not have it in memory.
    from exercises.figure_drawing import draw

    row = Figure.objects.select_related("exercise", "drawn").filter(pk=figure).first()
    drawing = draw(row) if row is not None else None
    return drawing.digest if drawing is not None else ""


@task()
def prepare_film(media: str) -> None:
    """Make an uploaded film fit to be shown. May be asked for again and again."""
    from exercises.media.uploading import prepare

    row = Media.objects.filter(pk=media).first()
    if row is not None:
        prepare(row)


@task()
def tell_editors(event: int) -> int:
    """Send a mail to those who wait for what was done to a draft; gives how many."""
    from exercises.editorial.notices import send

    row = EditorialEvent.objects.select_related("exercise", "by").filter(pk=event).first()
    return send(row) if row is not None else 0
