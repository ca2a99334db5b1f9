"""Where a plan meets the catalogue."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.plans import Plan
from exercises.models import Exercise


def offered(plan: Plan) -> set[str]:
    """The slugs of the plan that the catalogue has now."""
    return set(Exercise.objects.published().filter(slug__in=plan.slugs()).values_list("slug", flat=True))


def require_in_catalogue(plan: Plan, *, kept: Collection[str] = ()) -> None:
    """Raises ValidationError for slugs that are not published; `kept` may stay although they were retired."""
    unknown = sorted(plan.slugs() - offered(plan) - set(kept))
    if unknown:
        raise ValidationError(
            [_("There is no exercise “%(slug)s” in the catalogue.") % {"slug": slug} for slug in unknown]
        )


def without_retired(plan: Plan) -> tuple[Plan, list[str]]:
    """A plan to start anew from, and the names of what the catalogue no longer offers and was left out.

    What was merged into another exercise goes on as that one. Of an exercise that was deleted since, only the slug
    is left to call it by.
    """
    here, merged = offered(plan), Exercise.objects.merged(plan.slugs())
    phases = tuple(
        phase.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"exercise": merged.get(item.exercise, item.exercise)})
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
