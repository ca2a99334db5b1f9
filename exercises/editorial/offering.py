"""From a clinic's own exercises into the shared catalogue: offered by the clinic, taken or not by the editors."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backfit.refusals import Conflict
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.rows import document_of
from exercises.models import Draft, EditorialEvent, Exercise
from exercises.models.draft import said

Verb = EditorialEvent.Verb
CONSENT = gettext_lazy(
    "We may share this exercise. Everybody may read it, and use it under the licence it states, with the author named."
)
MOST_TRIES = 1000


@transaction.atomic
def offer(*, exercise: Exercise, by: Any, consent: bool) -> None:
    """Show it to the editors of the shared catalogue, who may take a copy.

    Raises ValidationError without the clinic's consent, or while author or licence are not stated, and Conflict for
    what is not in use or offered already.
    """
    drafts.hold(exercise)
    if not exercise.is_own or not exercise.is_published:
        raise Conflict(_("Only an exercise that your clinic uses can be offered. Publish it first."))
    if exercise.offered_at is not None:
        raise Conflict(_("It has been offered already."))
    if not (exercise.author.strip() and exercise.licence.strip()):
        raise ValidationError(_("State the author and the licence first; the shared catalogue names both."))
    if not consent:
        raise ValidationError({"consent": _("Say that the clinic agrees; without that nothing is shared.")})
    move(exercise, Verb.OFFERED, by, f"{CONSENT} {exercise.author}, {exercise.licence}.")


@transaction.atomic
def withdraw(*, exercise: Exercise, by: Any) -> None:
    """Take the offer back. Raises Conflict when there is none any more."""
    hold_offered(exercise)
    move(exercise, Verb.WITHDRAWN, by)


@transaction.atomic
def adopt(*, exercise: Exercise, by: Any) -> Draft:
    """A new draft for the shared catalogue with the same content; it is reviewed like any other.

    The clinic keeps its own. Raises Conflict when it is not offered.
    """
    hold_offered(exercise)
    document = shareable(Exercise.objects.with_content().get(pk=exercise.pk))
    text = _("From what a clinic offered, by %(author)s.") % {"author": exercise.author}
    draft = drafts.create(document=document, by=by, text=text)
    move(exercise, Verb.ADOPTED, by)
    return draft


@transaction.atomic
def decline(*, exercise: Exercise, by: Any, text: str) -> None:
    """Raises ValidationError without a word on why, Conflict when it is not offered."""
    hold_offered(exercise)
    move(exercise, Verb.DECLINED, by, said(text, _("Say why; the clinic reads it."), longest=1000))


def hold_offered(exercise: Exercise) -> None:
    drafts.hold(exercise)
    if exercise.offered_at is None:
        raise Conflict(_("This exercise is not offered, or not any more."))


def move(exercise: Exercise, verb: Verb, by: Any, text: str = "") -> None:
    exercise.offered_at = timezone.now() if verb == Verb.OFFERED else None
    exercise.save(update_fields=["offered_at"])
    EditorialEvent.objects.create(exercise=exercise, verb=verb, by=by, text=text[:1000])


def shareable(exercise: Exercise) -> ExerciseDocument:
    """Its text under an address of the shared catalogue, without neighbours that only the clinic has."""
    document = document_of(exercise)
    slugs = [*document.harder, *document.easier]
    shared = set(Exercise.objects.shared().filter(slug__in=slugs).values_list("slug", flat=True))
    return document.with_changes(
        slug=free_slug(document.name),
        harder=[slug for slug in document.harder if slug in shared],
        easier=[slug for slug in document.easier if slug in shared],
    )


def free_slug(name: str) -> str:
    """The name as an address, or the first of "-2", "-3" and so on that nothing has yet."""
    wanted = slugify(name).replace("_", "-")[:55].strip("-") or "exercise"
    taken = set(Exercise.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    tries = [wanted, *(f"{wanted}-{number}" for number in range(2, MOST_TRIES))]
    return next(slug for slug in tries if slug not in taken)
