"""Why a plan cannot be given to anybody yet: one sentence for each reason, the same at every door."""

from collections.abc import Callable, Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from accounts.builder.fitting import Marks
from accounts.builder.pending import Pending, unfinished
from accounts.plan_lines import Names
from accounts.plans import Plan, PlanError


def obstacles(
    plan: Plan, pending: Sequence[Pending], names: Names, *, kept: Collection[str] = (), marks: Marks | None = None
) -> list[str]:
    """`kept` are exercises that may stay though retired, `marks` say what does not fit the client's home."""
    return [
        *unfinished(pending),
        *refusals_of(plan.require_publishable),
        *retired(plan, names, kept),
        *unexplained(plan, names, marks or {}),
    ]


def unready(plan: Plan, pending: Sequence[Pending], names: Names) -> list[str]:
    """Why it is no template yet; what is to choose from may stay, since who uses a template chooses."""
    return [*unfinished(pending), *refusals_of(plan.require_filled), *retired(plan, names)]


def refusals_of(check: Callable[[], None]) -> list[str]:
    try:
        check()
    except PlanError as error:
        return error.sentences
    return []


def retired(plan: Plan, names: Names, kept: Collection[str] = ()) -> Iterator[str]:
    for slug in dict.fromkeys(item.exercise for item in plan.items()):
        exercise = names.exercise(slug)
        if slug not in kept and (exercise is None or not exercise.is_published):
            yield _("“%(name)s” is not in the catalogue any more: take another exercise.") % {"name": names.name(slug)}


def unexplained(plan: Plan, names: Names, marks: Marks) -> Iterator[str]:
    """What does not fit and has no reason yet."""
    for item in plan.items():
        mark = marks.get(item.exercise)
        if mark is not None and not (item.despite or "").strip():
            yield _(
                "“%(name)s” does not fit your client's home (%(reasons)s). Say why you give it all the same, or take"
                " another exercise."
            ) % {"name": names.name(item.exercise), "reasons": "; ".join(str(why).rstrip(".") for why in mark.reasons)}
