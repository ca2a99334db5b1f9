"""Where a plan meets the catalogue."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.plans import Item, Plan
from exercises.models import Exercise
from exercises.models.catalogue import ExerciseQuerySet


def offered(plan: Plan, among: ExerciseQuerySet) -> set[str]:
    """The slugs of the plan that are there now."""
    return set(among.filter(slug__in=plan.slugs()).values_list("slug", flat=True))


def require_in_catalogue(plan: Plan, *, among: ExerciseQuerySet, kept: Collection[str] = ()) -> None:
    """Raises ValidationError for slugs that are not among these exercises, which are those that the plan may have.

    `kept` may stay although they were retired.
    """
    unknown = sorted(plan.slugs() - offered(plan, among) - set(kept))
    if unknown:
        raise ValidationError(
            [_("There is no exercise “%(slug)s” in the catalogue.") % {"slug": slug} for slug in unknown]
        )


def require_shareable(plan: Plan, clinic: Any) -> None:
    """Raises ValidationError for exercises of another clinic than the one whose therapists may read the plan.

    Without a clinic everybody may, and no clinic's own exercise can be in it.
    """
    foreign = Exercise.objects.filter(slug__in=plan.slugs(), clinic__isnull=False)
    foreign = foreign if clinic is None else foreign.exclude(clinic=clinic)
    if names := sorted(foreign.values_list("name", flat=True)):
        raise ValidationError(
            _("Only one clinic has these exercises, and others would read them here: %(names)s. Take them out first.")
            % {"names": ", ".join(names)}
        )


def without_reasons(plan: Plan) -> Plan:
    """As a plan of nobody's: why something was given to a client although it does not fit is said of that client."""
    phases = tuple(
        phase.model_copy(update={"items": tuple(item.model_copy(update={"despite": None}) for item in phase.items)})
        for phase in plan.phases
    )
    return plan.model_copy(update={"phases": phases})


def without_retired(plan: Plan, among: ExerciseQuerySet, *, kept: Collection[str] = ()) -> tuple[Plan, list[str]]:
    """A plan to start anew from, and the names of what it may not have (any more) and was left out.

    `kept` may stay although they were retired.

    What was merged into another exercise goes on as that one. Of an exercise that was deleted since, only the slug
    is left to call it by.
    """
    here = offered(plan, among) | (plan.slugs() & set(kept))
    merged = Exercise.objects.merged(plan.slugs() - set(kept))
    phases = tuple(
        phase.model_copy(
            update={
                "items": tuple(
                    going_on(item, here, merged)
                    for item in phase.items
                    if item.exercise in here or item.exercise in merged
                )
            }
        )
        for phase in plan.phases
    )
    gone = plan.slugs() - here - merged.keys()
    names = dict(Exercise.objects.filter(slug__in=gone).values_list("slug", "name"))
    return plan.model_copy(update={"phases": phases}), sorted(names.get(slug, slug) for slug in gone)


def going_on(item: Item, here: Collection[str], merged: Mapping[str, str]) -> Item:
    """The item with what was merged as what it is now, and without an easier version that is not there any more."""
    exercise = merged.get(item.exercise, item.exercise)
    easier = merged.get(item.easier or "", item.easier)
    stays = easier in {*here, *merged.values()} and easier != exercise
    return item.model_copy(update={"exercise": exercise, "easier": easier if stays else None})


def strength_of(plan: Plan) -> set[str]:
    """Of the plan's exercises, those of kind strength."""
    rows = Exercise.objects.filter(slug__in=plan.slugs(), kind=Exercise.Kind.STRENGTH)
    return set(rows.values_list("slug", flat=True))
