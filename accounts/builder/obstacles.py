"""Why a plan cannot be given to anybody yet: one sentence for each reason, the same at every door."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.builder.fitting import Marks
from accounts.builder.pending import Pending, unfinished
from accounts.fit import Mark
from accounts.plan_lines import Names
from accounts.plans import Plan, PlanError


@dataclass(frozen=True)
class Obstacle:
    """`key` is that of the line it is about, `phase` the number of the phase, from 1; None for the plan as a whole."""

    text: str
    key: str | None = None
    phase: int | None = None


def obstacles(
    plan: Plan, pending: Sequence[Pending], names: Names, *, kept: Collection[str] = (), marks: Marks | None = None
) -> list[Obstacle]:
    """`kept` are exercises that may stay though retired, `marks` say what does not fit the client's home."""
    return [
        *unread(pending),
        *refusals_of(plan.require_publishable),
        *retired(plan, names, kept),
        *unexplained(plan, names, marks or {}),
    ]


def unready(plan: Plan, pending: Sequence[Pending], names: Names) -> list[Obstacle]:
    """Why it is no template yet; what is to choose from may stay, since who uses a template chooses."""
    return [*unread(pending), *refusals_of(plan.require_filled), *retired(plan, names)]


def unread(pending: Sequence[Pending]) -> list[Obstacle]:
    return [Obstacle(sentence, key=pending[0].line.key) for sentence in unfinished(pending)]


def refusals_of(check: Callable[[], None]) -> list[Obstacle]:
    try:
        check()
    except PlanError as error:
        return [Obstacle(sentence, phase=error.phase) for sentence in error.sentences]
    return []


def retired(plan: Plan, names: Names, kept: Collection[str] = ()) -> Iterator[Obstacle]:
    first = {item.exercise: item.key for item in reversed(list(plan.items()))}
    for slug in dict.fromkeys(item.exercise for item in plan.items()):
        exercise = names.exercise(slug)
        if slug not in kept and (exercise is None or not exercise.is_published):
            said = _("“%(name)s” is not in the catalogue any more: take another exercise.")
            yield Obstacle(said % {"name": names.name(slug)}, key=first[slug])
    for item in plan.items():
        easier = names.exercise(item.easier) if item.easier else None
        if item.easier and item.easier not in kept and (easier is None or not easier.is_published):
            said = _("The easier version “%(name)s” is not in the catalogue any more: name another one.")
            yield Obstacle(said % {"name": names.name(item.easier)}, key=item.key)


def unexplained(plan: Plan, names: Names, marks: Marks) -> Iterator[Obstacle]:
    """What does not fit and has no reason yet."""
    for item in plan.items():
        said_why = (item.despite or "").strip()
        for slug in () if said_why else (item.exercise, item.easier or ""):
            if slug in marks:
                yield Obstacle(misfit_in_words(names.name(slug), marks[slug]), key=item.key)


def misfit_in_words(name: str, mark: Mark) -> str:
    reasons = "; ".join(str(why).rstrip(".") for why in mark.reasons)
    said = _(
        "“%(name)s” does not fit your client's home (%(reasons)s). Say why you give it all the same, or take"
        " another exercise."
    )
    return said % {"name": name, "reasons": reasons}
