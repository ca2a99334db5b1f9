"""An exercise as it would be with another content, for as long as somebody looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.rows import write_document
from exercises.models import Exercise


@contextmanager
def as_if(exercise: Exercise, document: ExerciseDocument) -> Iterator[Exercise]:
    """The exercise with its rows as the document says; afterwards nothing has been written.

    What is shown must be rendered inside. `exercise` may be a new one that was never saved. Raises ValidationError
    for content that cannot be kept.
    """
    with transaction.atomic():
        if exercise.pk is not None:
            exercise = Exercise.objects.get(pk=exercise.pk)  # the caller's object stays as it was
        write_document(exercise, document)
        yield Exercise.objects.with_content().get(pk=exercise.pk)
        transaction.set_rollback(True)
