"""One exercise that stands in the catalogue twice becomes one; addresses and old programs go on working."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backfit.refusals import Conflict
from exercises.editorial.document import MOST_LINKS, MOST_ROWS, ExerciseDocument
from exercises.editorial.drafts import hold, keep_revision
from exercises.editorial.rows import document_of, write_document
from exercises.models import Draft, EditorialEvent, Exercise
from exercises.models.draft import said
from exercises.neighbours import reachable, steps_without


@transaction.atomic
def merge(*, duplicate: Exercise, into: Exercise, by: Any, reason: str) -> None:
    """Retire `duplicate` for good in favour of `into`, which takes over its names and its neighbours.

    The old address leads to the new one; programs keep the text that they were published with. Raises ValidationError
    without a reason or when the two cannot be merged, and Conflict while somebody drafts a change to either.
    """
    why = said(reason, _("Say in a line why they are the same."))
    for exercise in sorted((duplicate, into), key=lambda exercise: exercise.pk):
        hold(exercise)
    require_mergeable(duplicate, into)
    take_over(duplicate, into, by=by, why=why)
    Exercise.objects.filter(successor=duplicate).update(successor=into)
    duplicate.status, duplicate.successor, duplicate.is_merged = Exercise.Status.RETIRED, into, True
    duplicate.save(update_fields=["status", "successor", "is_merged"])
    for one, other in ((duplicate, into), (into, duplicate)):
        text = f"{other.name}: {why}"
        EditorialEvent.objects.create(exercise=one, verb=EditorialEvent.Verb.MERGED, by=by, text=text)


def require_mergeable(duplicate: Exercise, into: Exercise) -> None:
    """Raises ValidationError for two that cannot be one, Conflict for what has been or cannot be merged now."""
    if duplicate.is_own or into.is_own:
        raise Conflict(_("Only exercises of the shared catalogue are merged."))
    if duplicate == into or not into.is_published:
        raise ValidationError(_("Choose another exercise that is in the catalogue."))
    if duplicate.is_merged:
        raise Conflict(_("This exercise has been merged already."))
    if Draft.objects.filter(exercise__in=(duplicate, into)).exists():
        raise Conflict(_("One of the two has an open draft. Publish it or throw it away first."))


@dataclass(frozen=True)
class Outlook:
    """What a merge will do: what the entry that stays gains, and the addresses that will lead to it."""

    names: list[str]
    harder: list[Exercise]
    easier: list[Exercise]
    addresses: list[str]
    dropped: list[Exercise]
    """Neighbours that the two do not share and that would lead back; they lose the step."""


def outlook(*, duplicate: Exercise, into: Exercise) -> Outlook:
    """Raises what `merge` would raise, but for the reason."""
    require_mergeable(duplicate, into)
    before, gone = (document_of(Exercise.objects.with_content().get(pk=one.pk)) for one in (into, duplicate))
    after = before.with_changes(aliases=names(before, gone), **neighbours(into, before, gone))
    kept = {into.slug, *after.harder, *after.easier}
    slugs = {*gone.harder, *gone.easier, *after.harder, *after.easier}
    rows = {row.slug: row for row in Exercise.objects.filter(slug__in=slugs).only("slug", "name")}
    return Outlook(
        names=[name for name in after.aliases if name not in before.aliases],
        harder=[rows[slug] for slug in after.harder if slug not in before.harder],
        easier=[rows[slug] for slug in after.easier if slug not in before.easier],
        addresses=[duplicate.slug, *duplicate.predecessors.filter(is_merged=True).values_list("slug", flat=True)],
        dropped=[rows[slug] for slug in (*gone.harder, *gone.easier) if slug not in kept],
    )


def take_over(duplicate: Exercise, into: Exercise, *, by: Any, why: str) -> None:
    before, gone = (document_of(Exercise.objects.with_content().get(pk=one.pk)) for one in (into, duplicate))
    duplicate.harder.clear()
    duplicate.easier.clear()
    keep_revision(into, before)
    document = before.with_changes(aliases=names(before, gone), **neighbours(into, before, gone))
    write_document(into, document)
    into.revised(by=by)
    keep_revision(into, document, published_by=by, reason=why)


def names(document: ExerciseDocument, gone: ExerciseDocument) -> list[str]:
    """Both entries' other names, and the name that goes; each once, whatever its case."""
    known = {document.name.casefold(): ""}
    for name in (*document.aliases, gone.name, *gone.aliases):
        known.setdefault(name.casefold(), name)
    return [name for name in known.values() if name][:MOST_ROWS]


def neighbours(into: Exercise, document: ExerciseDocument, gone: ExerciseDocument) -> dict[str, list[str]]:
    """Both entries' neighbours, without those that would lead back to where one was."""
    steps = steps_without(into)
    keys = dict(Exercise.objects.filter(slug__in={*document.harder, *gone.harder, *document.easier, *gone.easier})
                .values_list("slug", "pk"))  # fmt: skip
    harder, easier = list(document.harder), list(document.easier)
    for slug in gone.harder:
        above = reachable(keys[slug], steps) | {keys[slug]}
        if slug not in (into.slug, *harder) and not above & {keys[low] for low in easier}:
            harder.append(slug)
    for slug in gone.easier:
        above = {pk for high in harder for pk in (keys[high], *reachable(keys[high], steps))}
        if slug not in (into.slug, *easier) and keys[slug] not in above:
            easier.append(slug)
    return {"harder": harder[:MOST_LINKS], "easier": easier[:MOST_LINKS]}
