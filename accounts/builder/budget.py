"""What a phase asks of a client: time, exercises, changes of position, equipment; and what could be dropped. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.plans import Item, Phase

# In people with neck or back pain, more than six exercises went with doing them less often than three or fewer did
# (Medina-Mirapeix 2009: an association in one cohort). That five is where it becomes much is convention.
FEW = 3
MUCH = 5
MOST = 6

Tone = Literal["good", "amber", "warn"]


@dataclass(frozen=True)
class Facts:
    """What the budget asks about an exercise."""

    name: str
    kind: str = ""
    position: str = ""
    difficulty: int = 1
    regions: frozenset[str] = frozenset()
    equipment: tuple[str, ...] = ()

    @property
    def is_habit(self) -> bool:
        return self.kind == "habit"


@dataclass(frozen=True)
class Counted:
    """An item that takes a part of a session."""

    item: Item
    facts: Facts

    @property
    def seconds_a_day(self) -> int:
        return self.item.dose.seconds() * self.item.dose.times_per_day


@dataclass(frozen=True)
class Drop:
    key: str
    name: str
    why: str


@dataclass(frozen=True)
class Budget:
    """Minutes are rounded up; `limit` is what the client's own day has room for, None when nobody asked."""

    minutes: int
    minutes_a_day: int
    limit: int | None
    exercises: int
    positions: int
    equipment: tuple[str, ...]
    tone: Tone
    say: tuple[str, ...]
    drop: tuple[Drop, ...]


def counted(phase: Phase, facts: dict[str, Facts]) -> list[Counted]:
    """What is done in a session: not what is done once, and no habit that has an interval of its own."""
    rows = [Counted(item, facts.get(item.exercise, Facts(item.exercise))) for item in phase.chosen() if not item.once]
    return [row for row in rows if not (row.facts.is_habit and has_interval(row.item))]


def has_interval(item: Item) -> bool:
    pace = item.dose.frequency
    return pace is not None and (pace.every_hours is not None or pace.every_minutes is not None)


def budget_of(phase: Phase, facts: dict[str, Facts], *, limit: int | None) -> Budget:
    rows = counted(phase, facts)
    a_day = minutes(row.seconds_a_day for row in rows)
    positions = [row.facts.position for row in rows if row.facts.position]
    return Budget(
        minutes=minutes(row.item.dose.seconds() for row in rows),
        minutes_a_day=a_day,
        limit=limit,
        exercises=len(rows),
        positions=sum(before != after for before, after in pairwise(positions)),
        equipment=tuple(dict.fromkeys(name for row in rows for name in row.facts.equipment)),
        tone=tone_of(len(rows), a_day, limit),
        say=tuple(said(len(rows), a_day, limit)),
        drop=tuple(dropped(rows, limit)),
    )


def minutes(seconds: Iterable[int]) -> int:
    return -(-sum(seconds) // 60)


def tone_of(count: int, a_day: int, limit: int | None) -> Tone:
    if count > MOST:
        return "warn"
    return "amber" if count > MUCH or is_over(a_day, limit) else "good"


def is_over(a_day: int, limit: int | None) -> bool:
    return limit is not None and a_day > limit


def said(count: int, a_day: int, limit: int | None) -> Iterable[str]:
    if 0 < count <= FEW:
        yield _("Few exercises: short programs tend to be done more often.")
    if count > MOST:
        yield _(
            "%(count)s exercises are many. In a study of people with neck or back pain, those who were given more than"
            " %(most)s did them less often than those with %(few)s or fewer (Medina-Mirapeix 2009)."
        ) % {"count": count, "most": MOST, "few": FEW}
    elif count > MUCH:
        yield _("%(count)s exercises: fewer tend to be done more often. Is each of them needed now?") % {"count": count}
    if limit is not None and a_day > limit:
        yield ngettext(
            "About %(minutes)s minute a day; your client has %(limit)s.",
            "About %(minutes)s minutes a day; your client has %(limit)s.",
            a_day,
        ) % {"minutes": a_day, "limit": limit}


def dropped(rows: Sequence[Counted], limit: int | None) -> Iterable[Drop]:
    """What to leave out until it is no longer much, most dispensable first, each with its reason.

    What does the same as another goes first, then what takes longest while there is too little time, then the
    hardest. What belongs to the short version for a bad day is the core of the program and stays.
    """
    left = list(rows)
    while len(left) > MUCH or is_over(minutes(row.seconds_a_day for row in left), limit):
        chosen = next_to_drop([row for row in left if not row.item.short], in_time=len(left) > MUCH)
        if chosen is None or len(left) == 1:
            return
        left.remove(chosen[0])
        yield Drop(chosen[0].item.key, chosen[0].facts.name, chosen[1])


def next_to_drop(rows: Sequence[Counted], *, in_time: bool) -> tuple[Counted, str] | None:
    """The one to leave out and why; `in_time` when there are too many, and not only too long ones."""
    for place, row in enumerate(rows):
        twin = next((other for other in rows[:place] if alike(row.facts, other.facts)), None)
        if twin is not None:
            return row, _("Works the same region in the same way as “%(name)s”.") % {"name": twin.facts.name}
    if not rows:
        return None
    hardest = max(rows, key=lambda row: (row.facts.difficulty, row.seconds_a_day))
    if in_time and any(row.facts.difficulty < hardest.facts.difficulty for row in rows):
        return hardest, _("The hardest of them.")
    longest = max(rows, key=lambda row: row.seconds_a_day)
    count = minutes([longest.seconds_a_day])
    return longest, ngettext("Takes the longest: %(count)s minute.", "Takes the longest: %(count)s minutes.", count) % {
        "count": count
    }


def alike(one: Facts, other: Facts) -> bool:
    return one.kind == other.kind and one.name != other.name and bool(one.regions & other.regions)


def busiest(budgets: Sequence[Budget]) -> Budget:
    return max(budgets, key=lambda budget: (budget.exercises, budget.minutes_a_day))
