"""The easier version that a therapist may allow of an exercise in a plan: which may be named, and how it is dosed.

It is done in the dose of the item, so it must be measured in the same thing: minutes, holds, or repetitions, whether
or not each is held. Three parts of a dose belong to the movement and not to the amount, and are decided here: the side
is the one that the easier exercise usually has, unless the therapist asked for the left or the right; load and
progression are left out, for they were meant for the harder one.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.plan_lines import Names
from accounts.plans import Item, Plan
from exercises.dose import Dose
from exercises.models import Exercise
from exercises.models.catalogue import PUBLISHED, ExerciseQuerySet

Measure = Literal["minutes", "holds", "repetitions", "open"]


class Easier(NamedTuple):
    """An exercise that the catalogue knows as a step easier."""

    slug: str
    name: str


def measure_of(dose: Dose) -> Measure:
    """What a dose counts in; "open" where it leaves that to the person, as in "until it feels easier"."""
    if dose.duration_seconds:
        return "minutes"
    if dose.hold_seconds and dose.reps_per_set is None and (dose.reps or 1) == 1:
        return "holds"
    return "repetitions" if dose.reps or dose.reps_per_set else "open"


def takes(usual: Dose, dose: Dose) -> bool:
    """Whether an exercise that is usually dosed so can be done in that dose."""
    return measure_of(usual) == measure_of(dose)


def easier_dose(dose: Dose, usual: Dose) -> Dose:
    """The dose of an item for its easier version, whose usual dose is `usual`."""
    side = dose.side if dose.side in ("left", "right") else usual.side
    less = {"side": side, "load": None, "progression": None}
    amounts = (dose.sets, dose.reps, dose.reps_per_set, dose.hold_seconds, dose.duration_seconds, dose.until)
    return dose.model_copy(update=less) if any(amounts) else dose


def require_easier_fits(plan: Plan, *, before: Plan | None = None) -> None:
    """Raises ValidationError for each easier version that cannot be done in the dose of its item.

    What the plan had `before` may stay, though the catalogue says something else of that exercise by now.
    """
    asked = {(item.easier, measure_of(item.dose)) for item in before.items() if item.easier} if before else set()
    new = [item for item in plan.items() if item.easier and (item.easier, measure_of(item.dose)) not in asked]
    if not new:
        return
    slugs = {slug for item in new for slug in (item.exercise, item.easier)}
    rows = {row.slug: row for row in Exercise.objects.filter(slug__in=slugs).only("slug", "name", "default_dose")}
    found = [
        unlike(rows[item.exercise].name if item.exercise in rows else item.exercise, rows[item.easier].name)
        for item in new
        if item.easier in rows and not takes(rows[item.easier].dose, item.dose)
    ]
    if found:
        raise ValidationError(found)


def named_easier(text: str, item: Item | None, names: Names) -> Exercise | None:
    """The exercise that somebody named; None for none. Raises ValidationError for what is no name.

    What the item has already keeps its name, though retired from the catalogue since.
    """
    text = " ".join(text.split())
    own = names.exercise(item.easier) if item and item.easier else None
    if not text or (own is not None and text in (own.name, own.slug)):
        return own if text else None
    found = names.read(text)
    if found.rest:
        raise ValidationError(_("Name the easier exercise alone: it is done in the dose of this line."))
    return found.exercise


def unlike(name: str, easier: str) -> str:
    said = _(
        "“%(easier)s” cannot stand in for “%(name)s” as an easier version: one is counted in repetitions, holds or"
        " minutes, and the other is not."
    )
    return said % {"easier": easier, "name": name}


def known_easier(items: Iterable[Item], among: ExerciseQuerySet) -> dict[str, list[Easier]]:
    """Item key to what the catalogue has as a step easier and can be done in its dose, by name. One query."""
    items = list(items)
    if not items:
        return {}
    published = among.filter(status=PUBLISHED).order_by().values("pk")
    rows = Exercise.harder.through._default_manager.filter(
        to_exercise__slug__in={item.exercise for item in items}, from_exercise__in=published
    )
    below: dict[str, list[tuple[Easier, Dose]]] = defaultdict(list)
    columns = ("to_exercise__slug", "from_exercise__slug", "from_exercise__name", "from_exercise__default_dose")
    for slug, low, name, dose in rows.order_by("from_exercise__name", "from_exercise").values_list(*columns):
        below[slug].append((Easier(low, name), Dose.from_json(dose)))
    return {item.key: [easier for easier, usual in below[item.exercise] if takes(usual, item.dose)] for item in items}
