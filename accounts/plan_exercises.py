"""Where a plan meets the catalogue."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.plans import Plan
from exercises.models import Exercise


def require_in_catalogue(plan: Plan, *, kept: Collection[str] = ()) -> None:
    """Raises ValidationError for slugs that are not published; `kept` may stay although they were retired."""
    known = set(Exercise.objects.published().filter(slug__in=plan.slugs()).values_list("slug", flat=True))
    unknown = sorted(plan.slugs() - known - set(kept))
    if unknown:
        raise ValidationError(
            [_("There is no exercise “%(slug)s” in the catalogue.") % {"slug": slug} for slug in unknown]
        )


def names_of(plan: Plan) -> dict[str, str]:
    """Slug to name for every exercise of the plan, retired ones included."""
    return dict(Exercise.objects.filter(slug__in=plan.slugs()).values_list("slug", "name"))


def without_retired(plan: Plan) -> tuple[Plan, list[str]]:
    """A plan to start anew from, and the names of what the catalogue no longer offers and was left out."""
    rows = Exercise.objects.filter(slug__in=plan.slugs())
    gone = dict(rows.exclude(status=Exercise.Status.PUBLISHED).values_list("slug", "name"))
    phases = tuple(
        phase.model_copy(update={"items": tuple(item for item in phase.items if item.exercise not in gone)})
        for phase in plan.phases
    )
    return plan.model_copy(update={"phases": phases}), sorted(gone.values())
