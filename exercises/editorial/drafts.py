"""Beginning, changing and publishing drafts: what concerns an exercise, its draft and its revisions together."""

import logging
import re
from string import ascii_lowercase, digits
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from backfit.refusals import Conflict, Refusal
from exercises.apps import EDITORS
from exercises.editorial.catching_up import brought_up_to_date
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.readiness import missing_parts
from exercises.editorial.restoring import fitting
from exercises.editorial.rows import document_of, write_document
from exercises.models import Draft, EditorialEvent, Exercise, Revision
from exercises.models.draft import said

logger = logging.getLogger(__name__)
Verb = EditorialEvent.Verb


@transaction.atomic
def create(
    *, document: ExerciseDocument, by: Any, verb: Verb = Verb.BEGUN, text: str = "", clinic: Any = None
) -> Draft:
    """A new exercise that only editors see, with its draft. Raises ValidationError for content that cannot be kept.

    With a clinic it is that clinic's own: its people see it, and whatever the document says, its address is one that
    nobody can guess.
    """
    exercise = Exercise(revision=0, clinic=clinic)
    if clinic is not None:
        document = document.with_changes(slug=address_of(document.name))
    try:
        write_document(exercise, document)
    except IntegrityError as error:  # the same form sent twice at once
        raise ValidationError({"slug": _("Another exercise has this address.")}) from error
    exercise.reindex()
    return start(exercise, document, by, verb, text)


@transaction.atomic
def begin(*, exercise: Exercise, by: Any) -> Draft:
    """The exercise's draft; a new one begins with what the rows say now."""
    hold(exercise)
    found: Draft | None = Draft.objects.filter(exercise=exercise).first()
    if found is not None:
        return found
    document = document_of(Exercise.objects.with_content().get(pk=exercise.pk))
    if exercise.published_at is not None:
        keep_revision(exercise, document)
    return start(exercise, document, by, Verb.BEGUN)


def start(exercise: Exercise, document: ExerciseDocument, by: Any, verb: Verb, text: str = "") -> Draft:
    draft = Draft.objects.create(exercise=exercise, document=document.to_json(), base=exercise.revision, changed_by=by)
    if by is not None:
        draft.authors.add(by)
    draft.note(verb, by, text)
    return draft


def address_of(name: str) -> str:
    """For an exercise that not everybody may know of."""
    words = re.sub("[^a-z0-9]+", "-", slugify(name))[:50].strip("-") or "exercise"
    return f"{words}-{get_random_string(6, ascii_lowercase + digits)}"


def hold(exercise: Exercise) -> None:
    """Lock it to the end of the transaction, as it is now."""
    exercise.refresh_from_db(from_queryset=Exercise.objects.select_for_update(of=("self",)))


@transaction.atomic
def change(*, draft: Draft, document: ExerciseDocument, by: Any, over: int | None = None) -> None:
    """Keep this content in the draft; a review that was asked for or given is asked for anew.

    What was never published has no other text, so that its rows follow. Raises ValidationError for content that
    cannot be kept and Conflict when `over`, the draft's serial that the editor began with, is no longer that.
    """
    hold(draft.exercise)
    draft.hold()
    draft.require_serial(over)
    exercise = draft.exercise
    if document.slug != exercise.slug and (exercise.published_at is not None or exercise.is_own):
        raise ValidationError({"slug": _("The address of a published exercise stays as it is.")})
    if document.to_json() == draft.document:
        return
    try_out(exercise, document)
    draft.document, draft.serial = document.to_json(), draft.serial + 1
    draft.changed_at, draft.changed_by = timezone.now(), by
    draft.save(update_fields=["document", "serial", "changed_at", "changed_by"])
    draft.move(Draft.State.WRITING, approved_by=None, publish_at=None)
    if by is not None:
        draft.authors.add(by)
    draft.note(Verb.CHANGED, by)


def try_out(exercise: Exercise, document: ExerciseDocument) -> None:
    """Write the rows of what was never published; of what was, only find out whether they could be written."""
    keep = exercise.published_at is None
    place = transaction.savepoint()
    try:
        write_document(exercise, document)
        if keep:
            exercise.reindex()
    finally:
        if keep:
            transaction.savepoint_commit(place)
        else:
            transaction.savepoint_rollback(place)
            exercise.refresh_from_db()


def other_editors(user: Any) -> Any:
    """Who could review what this person writes."""
    people = get_user_model()._default_manager.filter(is_active=True, groups__name=EDITORS)
    return people if user is None else people.exclude(pk=user.pk)


def needs_review(draft: Draft, by: Any) -> bool:
    """Whether somebody else has to approve first: nobody has, and there is somebody who could.

    A clinic answers for its own exercises, so that its therapists need nobody's leave.
    """
    return not draft.exercise.is_own and draft.state != Draft.State.APPROVED and other_editors(by).exists()


@transaction.atomic
def publish(*, draft: Draft, by: Any, reason: str = "", alone_because: str = "", over: int | None = None) -> Revision:
    """Make the draft what everybody reads, as the next revision.

    It must have been approved by somebody else; who is the only editor says in `alone_because` why it goes out
    without. A clinic's own needs neither. Raises ValidationError for missing parts or reasons, PermissionDenied
    without approval, and Conflict when somebody saved since, or something else was published since the draft was begun.
    """
    hold(draft.exercise)
    draft.hold()
    draft.require_serial(over)
    exercise, document = draft.exercise, draft.read()
    if draft.is_behind:
        raise Conflict(_("Something else has been published since this draft was begun. Compare the two first."))
    if missing := missing_parts(document, is_own=exercise.is_own):
        raise ValidationError(_("Cannot be published yet; missing: %(parts)s.") % {"parts": ", ".join(missing)})
    if needs_review(draft, by):
        raise PermissionDenied(_("Another editor has to approve this draft first."))
    why, alone = reasons(draft, reason, alone_because)
    write_document(exercise, document)
    exercise.publish(by=by)
    revision = keep_revision(
        exercise, document, published_by=by, approved_by=draft.approved_by, reason=why, alone_because=alone
    )
    EditorialEvent.objects.create(exercise=exercise, verb=Verb.PUBLISHED, by=by, text=why, revision=revision.number)
    draft.delete()
    return revision


def reasons(draft: Draft, reason: str, alone_because: str) -> tuple[str, str]:
    """Why it is published, and why without a review. Raises ValidationError for what has to be said and is not."""
    if draft.exercise.is_own:
        usual = _("Changed for the clinic.") if draft.exercise.published_at else _("Written for the clinic.")
        return said(reason.strip() or draft.reason or usual, usual), ""
    approved = draft.state == Draft.State.APPROVED
    alone = "" if approved else said(alone_because, _("Say why nobody else has reviewed it."))
    return said(reason or draft.reason, _("Say in a line why you change it.")), alone


def keep_revision(exercise: Exercise, document: ExerciseDocument, **fields: Any) -> Revision:
    """The text under the exercise's present number; there already when it was published by these functions."""
    defaults = {
        "document": document.to_json(), "published_at": exercise.updated_at, "published_by": exercise.updated_by
    } | fields  # fmt: skip
    revision: Revision
    revision, _new = Revision.objects.get_or_create(exercise=exercise, number=exercise.revision, defaults=defaults)
    return revision


@transaction.atomic
def catch_up(*, draft: Draft, by: Any, over: int | None = None, seen: int | None = None) -> None:
    """Go on from what has been published since: its changes are taken into those parts that the draft left alone.

    The editor has seen the differences, a reviewer has to see them again. Raises Conflict when somebody saved the
    draft since `over`, or when revision `seen` is no longer the published one.
    """
    hold(draft.exercise)
    draft.hold()
    draft.require_serial(over)
    exercise = draft.exercise
    if seen is not None and seen != exercise.revision:
        raise Conflict(_("Something else has been published meanwhile. Look at the differences again first."))
    base = exercise.revisions.filter(number=draft.base).first()
    if base is not None:
        published = document_of(Exercise.objects.with_content().get(pk=exercise.pk))
        document = brought_up_to_date(draft.read(), base=base.read(), published=published)
        change(draft=draft, document=document, by=by)
    draft.move(Draft.State.WRITING, approved_by=None, publish_at=None, base=exercise.revision)
    draft.note(Verb.CHANGED, by)


@transaction.atomic
def restore(*, revision: Revision, by: Any) -> Draft:
    """A draft that says what an earlier revision said; it goes the same way as any other.

    What the catalogue no longer has is left out, and the history says so. Raises Conflict while there is a draft.
    """
    exercise = revision.exercise
    if Draft.objects.filter(exercise=exercise).exists():
        raise Conflict(_("There is an open draft. Publish it or throw it away before you restore another text."))
    draft = begin(exercise=exercise, by=by)
    document, left_out = fitting(exercise, revision.read().with_changes(slug=exercise.slug))
    change(draft=draft, document=document, by=by)
    words = _("Restored revision %(number)s.") % {"number": revision.number}
    if left_out:
        words += " " + _("Left out, because the catalogue has it no longer or elsewhere: %(names)s.") % {
            "names": ", ".join(left_out)
        }
    draft.note(Verb.COMMENTED, by, words[:1000])
    return draft


def publish_due() -> int:
    """Publish what is due. What cannot go out any more loses its time and says why in its history.

    May run in several workers at once: what another one has published or given up meanwhile is left alone.
    """
    done = 0
    for draft in Draft.objects.due(timezone.now()).select_related("exercise", "approved_by", "changed_by"):
        time = draft.publish_at
        try:
            done += publish_at(draft, time)
        except (ValidationError, PermissionDenied, Refusal) as error:
            words = error.messages[0] if isinstance(error, ValidationError) else str(error)
            if Draft.objects.filter(pk=draft.pk, publish_at=time).update(publish_at=None):
                draft.note(Verb.FAILED, None, words)
                logger.warning("A scheduled exercise could not be published.")
    return done


@transaction.atomic
def publish_at(draft: Draft, time: Any) -> bool:
    """Publish it if that is still its time: somebody may have taken the time back since it was looked for."""
    hold(draft.exercise)
    draft.hold()
    if draft.publish_at != time:
        return False
    publish(draft=draft, by=draft.changed_by)
    return True
