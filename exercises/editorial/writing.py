"""Saving what an editor wrote on one screen over what that screen showed when it was opened."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backfit.refusals import Conflict
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.rows import document_of
from exercises.models import Draft, Exercise


def newest(exercise: Exercise, draft: Draft | None) -> ExerciseDocument:
    """What the draft says, or where there is none, what the rows say."""
    if draft is not None:
        return draft.read()
    return document_of(Exercise.objects.with_content().get(pk=exercise.pk))


def stamp(exercise: Exercise, draft: Draft | None) -> str:
    """Another one whenever somebody has saved or published since."""
    return f"revision {exercise.revision}" if draft is None else f"draft {draft.pk}.{draft.serial}"


@transaction.atomic
def save(*, exercise: Exercise, document: ExerciseDocument, by: Any, seen: str) -> bool:
    """Keep it in the exercise's draft, and say whether there was anything to keep.

    A draft is begun only by a change. Raises Conflict when `seen` is not the stamp of today, and ValidationError for
    content that cannot be kept.
    """
    drafts.hold(exercise)
    draft = Draft.objects.of(exercise)
    if seen != stamp(exercise, draft):
        raise Conflict(_("Somebody else has saved this exercise since you opened it."))
    if document == newest(exercise, draft):
        return False
    draft = draft or drafts.begin(exercise=exercise, by=by)
    drafts.change(draft=draft, document=document, by=by)
    return True
