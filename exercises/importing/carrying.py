"""Bringing rows into the catalogue, as drafts for review. Each row stands or falls by itself."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from backfit.refusals import Conflict, Refusal
from exercises.editorial import drafts
from exercises.editorial.document import ExerciseDocument
from exercises.importing.comparing import digest_of, same
from exercises.importing.fates import Fate, Verdict
from exercises.importing.plan import all_muscles, dry_run
from exercises.importing.rows import Row
from exercises.models import Draft, EditorialEvent, Equipment, Exercise, ExerciseOrigin, Muscle

LONGEST_NOTES = 4000
PORTION = 50
LONGEST_AUTHORS = 2000


def carry_out(
    rows: list[Row], *, by: Any, add_words: bool = False, only: Mapping[int, str] | None = None
) -> list[Fate]:
    """Do what the dry run says; the fates are what has become of the rows.

    `only` names the rows that somebody ticked: their number -> the stamp of the fate that was shown. A row whose fate
    is another by now is left alone and says so.
    """
    fates = dry_run(rows, add_words=add_words)
    chosen = [chosen_fate(fate, only) for fate in fates]
    if add_words:
        add_missing_words([fate for fate in chosen if fate.is_actionable])
    done = in_portions(carried, chosen, by)
    return in_portions(linked, done, by)


def in_portions(take: Callable[[Fate, Any], Fate], fates: list[Fate], by: Any) -> list[Fate]:
    """Each row in a savepoint of its own, a portion in one transaction: quick, and others may write in between.

    In the order of their addresses: two who bring in the same rows then wait for each other only one way round.
    """
    done = list(fates)
    order = sorted(range(len(fates)), key=lambda at: getattr(fates[at].document, "slug", ""))
    for start in range(0, len(order), PORTION):
        with transaction.atomic():
            for at in order[start : start + PORTION]:
                done[at] = take(fates[at], by)
    return done


def chosen_fate(fate: Fate, only: Mapping[int, str] | None) -> Fate:
    if only is None or not fate.is_actionable:
        return fate
    stamp = only.get(fate.row.number)
    if stamp is None:
        return replace(fate, verdict=Verdict.SKIPPED, why=_("It was not ticked."))
    if stamp != fate.stamp:
        return replace(fate, verdict=Verdict.SKIPPED, why=_("It has changed since you looked. Look at it again first."))
    return fate


def carried(fate: Fate, by: Any) -> Fate:
    if not fate.is_actionable:
        return fate
    try:
        with transaction.atomic():
            write(fate, by)
    except Refusal as refusal:
        return replace(fate, verdict=Verdict.SKIPPED, why=refusal.sentence)
    except ValidationError as error:
        return replace(fate, verdict=Verdict.BROKEN, why=" ".join(error.messages))
    except (DatabaseError, ValueError):
        return replace(fate, verdict=Verdict.BROKEN, why=_("The database does not take it."))
    return fate


def write(fate: Fate, by: Any) -> None:
    """The draft, and where it came from. Neighbours wait until all rows are there."""
    assert fate.document is not None
    source = ExerciseOrigin.Source(fate.row.source)
    text = _("From %(source)s, %(place)s.") % {"source": source.label, "place": fate.row.place}
    if fate.verdict == Verdict.NEW:
        content = without_links(fate.document)
        draft = drafts.create(document=content, by=by, verb=EditorialEvent.Verb.IMPORTED, text=text)
    else:
        draft = drafts.begin(exercise=Exercise.objects.get(slug=fate.document.slug), by=by)
        if fate.before is None or not same(draft.read(), fate.before):
            raise Conflict(_("Somebody has edited it in this moment. Look at it again first."))
        content = fate.document.with_changes(harder=fate.before.harder, easier=fate.before.easier)
        drafts.change(draft=draft, document=content, by=by)
        draft.note(EditorialEvent.Verb.IMPORTED, by, text)
    keep_origin(draft, fate, by, content)


def keep_origin(draft: Draft, fate: Fate, by: Any, content: ExerciseDocument) -> None:
    """Of our own files, only where nothing else is known: who wrote it first stays said."""
    row = fate.row
    known = ExerciseOrigin.objects.filter(exercise=draft.exercise).exclude(source=row.source)
    if known.exists():
        return
    fields = {
        "source": row.source, "key": row.key, "url": row.url, "licence": content.licence,
        "authors": row.authors[:LONGEST_AUTHORS], "notes": "\n".join(fate.notes)[:LONGEST_NOTES], "digest": row.digest,
        "written": digest_of(content), "imported_at": timezone.now(), "imported_by": by,
    }  # fmt: skip
    ExerciseOrigin.objects.update_or_create(exercise=draft.exercise, defaults=fields)


def without_links(document: ExerciseDocument) -> ExerciseDocument:
    return document.with_changes(harder=(), easier=())


def linked(fate: Fate, by: Any) -> Fate:
    """The neighbours of a row that was taken; those that cannot be are left out and noted."""
    document = fate.document
    if not fate.is_actionable or document is None:
        return fate
    before = fate.before or without_links(document)
    if same(document, document.with_changes(harder=before.harder, easier=before.easier)):
        return fate
    try:
        with transaction.atomic():
            draft = Draft.objects.select_related("exercise").get(exercise__slug=document.slug)
            drafts.change(draft=draft, document=document, by=by)
            origin = ExerciseOrigin.objects.filter(exercise=draft.exercise, source=fate.row.source)
            origin.update(written=digest_of(document))
    except (ValidationError, Refusal, Draft.DoesNotExist) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return replace(fate, notes=(*fate.notes, _("The neighbours were left out: %(why)s") % {"why": words}))
    return fate


def add_missing_words(fates: list[Fate]) -> None:
    """The muscles and the equipment that the rows need and the vocabulary lacks."""
    muscles: dict[str, str] = {}
    equipment: dict[str, str] = {}
    for fate in fates:
        assert fate.document is not None
        labels = fate.row.labels
        muscles |= {name: labels.get(name, name) for name in all_muscles(fate.document)}
        equipment |= {slug: labels.get(slug, slug.replace("-", " ").capitalize()) for slug in fate.document.equipment}
    known = set(Muscle.objects.values_list("name", flat=True))
    new = {slugify(name)[:60]: (name, plain) for name, plain in muscles.items() if name not in known}
    Muscle.add_missing([Muscle(slug=slug, name=name, plain=plain[:80]) for slug, (name, plain) in new.items() if slug])
    Equipment.add_missing([Equipment(slug=slug, name=name[:80]) for slug, name in equipment.items()])
