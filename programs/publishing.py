from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.builder.fitting import marks_for
from accounts.builder.obstacles import obstacles
from accounts.builder.pending import read_pending
from accounts.models import User
from accounts.plan_exercises import require_in_catalogue
from accounts.plan_lines import Names
from accounts.plans import Plan
from backfit.refusals import Conflict
from exercises.models import Exercise
from programs.document import compile_document, described_in, digest_of, wording_of
from programs.models import Program, Proposal, Version, VersionExercise


def publish(
    *, program: Program, by: User, reason: str = "", over: int | None = None, rewording: bool = False
) -> Version:
    """Compile the program's draft into its next version; with `rewording` what the client has, in today's words.

    Wording that the therapist decided to keep stays. `over` is the number of the version that the writer saw (0 for
    none): Conflict when another came in between. Raises ValidationError for an empty plan, an unknown exercise or a
    missing reason; Conflict when the episode or the program has ended or nothing has changed. Nothing is kept of a
    publication that fails.
    """
    with transaction.atomic():
        program = Program.objects.locked("episode", "current").get(pk=program.pk)
        program.require_open()
        plan = Plan.from_json(program.current.plan) if rewording and program.current else publishable(program)
        last = program.current.number if program.current else 0
        if over is not None and over != last:
            raise Conflict(_("Version %(number)s has been published since; look at it first.") % {"number": last})
        if not rewording and not program.has_changes:
            raise Conflict(nothing_new())
        version = write_version(program, plan, number=last + 1, by=by, reason=reason_for(last, reason))
        program.current = version
        program.save(update_fields=["current"])
        Proposal.objects.open().filter(program=program).update(state=Proposal.State.LAPSED)
        program.count_again(version.effective_on)
    return version


def preview(program: Program) -> dict[str, Any]:
    """The document that publishing the draft now would give, without a reason; nothing is kept.

    Raises Conflict when an exercise of the draft has been deleted from the catalogue.
    """
    plan = program.read_draft()
    number = program.current.number + 1 if program.current else 1
    exercises = exercises_of(plan)
    if gone := sorted(plan.slugs() - exercises.keys()):
        raise Conflict(_("There is no exercise “%(slug)s” in the catalogue.") % {"slug": gone[0]})
    kept = wording_kept(program).keys()
    return with_wording(
        compile_document(program, plan, number=number, reason="", exercises=exercises), program.current, kept
    )


def wording_kept(program: Program) -> dict[str, VersionExercise]:
    """Slug to row of what was revised since, and whose wording the therapist decided to keep as it is."""
    rows = VersionExercise.objects.filter(version=program.current_id, kept_revision__gte=F("exercise__revision"))
    return {row.exercise.slug: row for row in rows.select_related("exercise")}


def with_wording(document: dict[str, Any], before: Version | None, kept: Collection[str]) -> dict[str, Any]:
    """The document with the words, and the picture, that the version before had of these exercises."""
    if before is None or not kept:
        return document
    words = {item["exercise"]: wording_of(item) for item in described_in(before.document)}
    for item in described_in(document):
        if item["exercise"] in kept and item["exercise"] in words:
            item.pop("figure", None)
            item |= words[item["exercise"]]
    return document


def exercises_of(plan: Plan) -> dict[str, Exercise]:
    rows = Exercise.objects.filter(slug__in=plan.slugs()).with_content()
    return {exercise.slug: exercise for exercise in rows}


def nothing_new() -> str:
    return _("Nothing has changed since the last version.")


def publishable(program: Program) -> Plan:
    """The draft. Raises ValidationError with every reason why no client can be given it yet."""
    plan, among, kept = program.read_draft(), program.usable_exercises(), program.slugs_in_use()
    marks = marks_for(program.episode.read_home(), plan.slugs(), among)
    names = Names(plan.slugs(), among)
    if found := obstacles(plan, read_pending(program.pending), names, kept=kept, marks=marks):
        raise ValidationError([obstacle.text for obstacle in found])
    require_in_catalogue(plan, among=among, kept=kept)
    return plan


def reason_for(last: int, reason: str) -> str:
    """The client is told why something changes; the first version needs no reason."""
    reason = reason.strip()
    if not reason and last:
        raise ValidationError({"reason": _("Say in one line why the program changes; your client reads it.")})
    if len(reason) > 300:
        raise ValidationError({"reason": _("Keep the reason under 300 characters.")})
    return reason or _("Your first program")


def write_version(program: Program, plan: Plan, *, number: int, by: User, reason: str) -> Version:
    exercises = exercises_of(plan)
    kept = wording_kept(program)
    document = compile_document(program, plan, number=number, reason=reason, exercises=exercises)
    document = with_wording(document, program.current, kept)
    version = Version.objects.create(
        program=program,
        number=number,
        plan=plan.to_json(),
        document=document,
        digest=digest_of(document),
        reason=reason,
        published_by=by,
        published_at=timezone.now(),
        effective_on=program.episode.local_day(),
    )
    VersionExercise.objects.bulk_create(
        VersionExercise(
            version=version,
            exercise=exercise,
            revision=kept[slug].revision if slug in kept else exercise.revision,
            kept_revision=kept[slug].kept_revision if slug in kept else None,
        )
        for slug, exercise in exercises.items()
    )
    return version
