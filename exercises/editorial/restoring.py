"""An earlier text in the catalogue of today, which may lack some of its words and neighbours."""

from collections.abc import Iterable, Sequence
from typing import Any

from exercises.editorial.document import ExerciseDocument
from exercises.models import Equipment, Exercise, Muscle, PrecautionTag, Region
from exercises.neighbours import reachable, steps_without


def fitting(exercise: Exercise, document: ExerciseDocument) -> tuple[ExerciseDocument, list[str]]:
    """The document without what could not be kept today, and the names of what was left out.

    A caution stays without the tag that is gone.
    """
    left_out: list[str] = []
    muscles = {
        role: known(Muscle.objects, "name", names, left_out)
        for role, names in (("primary", document.muscles.primary), ("secondary", document.muscles.secondary))
    }
    tags = known(PrecautionTag.objects, "slug", [part.tag for part in document.cautions if part.tag], left_out)
    near = Exercise.objects.in_reach_of(exercise)
    harder, easier = (known(near, "slug", slugs, left_out) for slugs in (document.harder, document.easier))
    fields = {
        "regions": known(Region.objects, "slug", document.regions, left_out),
        "equipment": known(Equipment.objects, "slug", document.equipment, left_out),
        "muscles": muscles,
        "cautions": [{"tag": part.tag if part.tag in tags else None, "text": part.text} for part in document.cautions],
        "harder": harder,
        "easier": below(exercise, easier, harder, left_out),
    }
    return document.with_changes(**fields), left_out


def known(rows: Any, key: str, wanted: Iterable[str], left_out: list[str]) -> list[str]:
    """Those of the wanted that are there; the others are added to what is left out."""
    wanted = list(wanted)
    there = set(rows.filter(**{f"{key}__in": wanted}).values_list(key, flat=True))
    left_out += sorted({word for word in wanted if word not in there} - set(left_out))
    return [word for word in wanted if word in there]


def below(exercise: Exercise, easier: Sequence[str], harder: Sequence[str], left_out: list[str]) -> list[str]:
    """The easier neighbours that no harder one leads up to by now."""
    rows = Exercise.objects.filter(slug__in=[*easier, *harder])
    keys = dict(rows.values_list("slug", "pk"))
    steps = steps_without(exercise)
    above = {pk for high in harder for pk in (keys[high], *reachable(keys[high], steps))} | {exercise.pk}
    left_out += [low for low in easier if keys[low] in above]
    return [low for low in easier if keys[low] not in above]
