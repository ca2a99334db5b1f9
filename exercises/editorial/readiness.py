"""What an exercise lacks: parts that stop its publication."""

from django.utils.translation import gettext as _

from exercises.editorial.document import ExerciseDocument


def missing_parts(document: ExerciseDocument) -> list[str]:
    """The names of the parts without which an exercise is not published."""
    needed = (
        (_("purpose"), document.purpose),
        (_("steps"), document.steps),
        (_("body regions"), document.regions),
        (_("licence"), document.licence),
        (_("author"), document.author),
    )
    return [name for name, part in needed if not part]
