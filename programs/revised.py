"""What the catalogue says otherwise since a version was published, and taking its newer wording or keeping the old."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from backfit.refusals import Conflict
from exercises.editorial.comparison import ShownPart, compared
from exercises.editorial.document import ExerciseDocument
from exercises.models import Exercise, Revision
from programs.models import Program, Version, VersionExercise
from programs.publishing import publish

# Of an exercise's text, what stands in a version for its client to read.
READ_BY_CLIENTS = {"name", "kind", "position", "purpose", "feel", "steps", "faults", "cautions", "equipment"}


@dataclass(frozen=True)
class Revised:
    """An exercise of the current version that was revised since.

    `parts` are what its client would read otherwise, `others` what else changed in the catalogue. `is_known` is False
    where one of the two texts was never kept, so that they cannot be compared.
    """

    exercise: Exercise
    revision: int
    is_known: bool
    parts: list[ShownPart]
    others: list[str]


def revised_uses(program: Program) -> list[VersionExercise]:
    rows = VersionExercise.objects.filter(version=program.current_id).revised()
    return list(rows.select_related("exercise").order_by("exercise__name", "pk"))


def revised_since(program: Program) -> list[Revised]:
    """By name, each with its differences."""
    uses = revised_uses(program)
    rows = Revision.objects.filter(exercise__in=[use.exercise_id for use in uses])
    wanted = {(use.exercise_id, number) for use in uses for number in (use.revision, use.exercise.revision)}
    texts = {
        (row.exercise_id, row.number): row.read()
        for row in rows.filter(number__in={number for _exercise, number in wanted})
        if (row.exercise_id, row.number) in wanted
    }
    return [
        revised(use, texts.get((use.exercise_id, use.revision)), texts.get((use.exercise_id, use.exercise.revision)))
        for use in uses
    ]


def revised(use: VersionExercise, before: ExerciseDocument | None, after: ExerciseDocument | None) -> Revised:
    parts = compared(before, after) if before and after else []
    return Revised(
        exercise=use.exercise,
        revision=use.exercise.revision,
        is_known=before is not None and after is not None,
        parts=[part for part in parts if part.part in READ_BY_CLIENTS],
        others=[part.label for part in parts if part.part not in READ_BY_CLIENTS],
    )


def decide(
    *, program: Program, by: User, seen: Mapping[str, int], accept: Collection[str], reason: str, over: int
) -> Version | None:
    """Take the newer wording of those to `accept` in a new version, and keep the others' until they are revised again.

    `seen` says which revision of each exercise the therapist has compared, `over` the number of the version. Conflict
    when either is not what it was. Raises ValidationError without a reason, when something is accepted.
    """
    with transaction.atomic():
        program = Program.objects.locked("episode", "current").get(pk=program.pk)
        program.require_open()
        uses = {use.exercise.slug: use for use in revised_uses(program)}
        if program.current is None or program.current.number != over:
            raise Conflict(_("Another version has been published since; look at it first."))
        if {slug: use.exercise.revision for slug, use in uses.items()} != dict(seen):
            raise Conflict(_("The catalogue has changed again meanwhile. Look at the differences once more."))
        for slug, use in uses.items():
            if slug not in accept:
                use.kept_revision = use.exercise.revision
                use.save(update_fields=["kept_revision"])
        if not accept:
            return None
        return publish(program=program, by=by, reason=reason, over=over, rewording=True)


def usual_reason(count: int) -> str:
    """What the therapist may say to the client, or change."""
    return ngettext(
        "The description of an exercise has become clearer.",
        "The descriptions of some exercises have become clearer.",
        count,
    )
