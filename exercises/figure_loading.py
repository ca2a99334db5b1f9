"""Brings the pictures that come with the content into the database: what editors wrote, and what was drawn of it.

Nothing is drawn here. `draw_figures` has drawn the files, and they are kept with the content.
"""

from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from exercises.content.files import ContentError, Count, read
from exercises.figure_store import forget_unused, keep
from exercises.figures.drawing import Drawing
from exercises.models import Exercise, Figure


def load_figures(folder: Path, count: Count) -> None:
    """Load what `folder` has in figures/ and drawn/ for the exercises that there are.

    A picture whose document an editor has changed is left alone. Raises ContentError naming the broken file.
    """
    drawn = {path.name: path for path in (folder / "drawn").glob("*") if path.is_dir()}
    rows = Exercise.objects.filter(slug__in=drawn).select_related("figure").order_by("slug")
    for exercise in rows.only("slug", "name", "figure__loaded_digest"):
        source = folder / "figures" / f"{exercise.slug}.yaml"
        if source.exists():
            load_figure(exercise, source, drawn[exercise.slug], count)


def load_figure(exercise: Exercise, source: Path, drawn: Path, count: Count) -> None:
    figure: Figure | None = getattr(exercise, "figure", None)
    if figure is not None and not figure.loaded_digest:
        count.kept.append(exercise.slug)
        return
    digest = digest_of(source, *sorted(drawn.iterdir()))
    if figure is not None and figure.loaded_digest == digest:
        count.unchanged += 1
        return
    drawing = read(drawn, Drawing.read)
    if not drawing.stills:
        raise ContentError(_("%(folder)s: there is no picture of a step.") % {"folder": f"drawn/{drawn.name}"})
    count.created += figure is None
    count.updated += figure is not None
    figure = Figure(exercise=exercise) if figure is None else Figure.objects.get(pk=figure.pk)
    figure.document, figure.loaded_digest = drawing.document.as_json(), digest
    figure.save()
    figure.show(keep(figure, drawing))
    forget_unused(figure)


def digest_of(*files: Path) -> str:
    found = sha256()
    for path in files:
        found.update(f"{path.name} {path.stat().st_size}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()
