"""Which published templates use an exercise. They are public; other routines are their owners' business."""

from collections import Counter
from collections.abc import Mapping, Sequence

from accounts.models import Routine
from exercises.editorial.usage import Usage
from exercises.models import Exercise


def templates(exercises: Sequence[int]) -> Mapping[int, Usage]:
    ids = dict(Exercise.objects.filter(pk__in=exercises).values_list("slug", "pk"))
    plans = Routine.objects.templates().values_list("plan", flat=True)
    used = Counter(slug for plan in plans for slug in slugs(plan) if slug in ids)
    return {ids[slug]: Usage(templates=count) for slug, count in used.items()}


def slugs(plan: dict[str, list[dict[str, list[dict[str, str]]]]]) -> set[str]:
    """As `Plan.slugs`, but without reading every dose of every template for each list of exercises."""
    items = [item for phase in plan.get("phases", ()) for item in phase.get("items", ())]
    return {item[name] for item in items for name in ("exercise", "easier") if name in item}
