"""What the rules of progression look at: how one phase of a program went. Pure values, read from rows elsewhere."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.plan_rules import Rules
from accounts.plans import Phase, Plan
from exercises.dose import Dose
from programs.schedule import ONE_DAY, WEEK


@dataclass(frozen=True)
class DoneItem:
    """A line of a session: status done, part or skipped; numbers as far as they were told, pain 0-10."""

    key: str
    status: str = "done"
    sets: int | None = None
    reps: int | None = None
    seconds: int | None = None
    pain: int | None = None
    hurt: bool = False
    """Left out or broken off because of pain, whether or not a number was told."""
    easier: bool = False
    """The easier version was done: it counts as done, and never as a dose that was reached."""


@dataclass(frozen=True)
class Done:
    """A session. `pain` is the worst, 0-10; None is what was not told."""

    key: str
    day: datetime.date
    pain: int | None = None
    effort: int | None = None
    items: tuple[DoneItem, ...] = ()


@dataclass(frozen=True)
class TrainingDay:
    """All sessions of a day as one: between two on the same day there is no next morning to judge the first by."""

    day: datetime.date
    keys: tuple[str, ...]
    pain: int | None
    effort: int | None
    morning: int | None
    items: tuple[DoneItem, ...]

    @property
    def hurt(self) -> bool:
        """Whether anything was left out or broken off because of pain."""
        return any(line.hurt for line in self.items)

    @property
    def was_easier(self) -> bool:
        """Whether anything was done in its easier version only."""
        whole = {line.key for line in self.items if not line.easier and line.status == "done"}
        return any(line.easier and line.key not in whole for line in self.items)

    def lines(self, key: str) -> list[DoneItem]:
        return [line for line in self.items if line.key == key]


@dataclass(frozen=True)
class Rung:
    """A neighbour on the ladder that fits the client, with the dose that it usually has."""

    slug: str
    dose: Dose


@dataclass(frozen=True)
class Ladder:
    """What the catalogue says of an exercise; a balance exercise is not for a machine to judge."""

    kind: str
    is_balance: bool = False
    harder: Rung | None = None
    easier: Rung | None = None


@dataclass(frozen=True)
class Course:
    """One phase under one version.

    `phase` is its number in the plan, from 0, and `since` how many of its days are over. `sessions` are those of this
    version in this phase; `mornings` the check-ins; `planned` and `done` count what was due since then, up to
    yesterday. `weeks_missed` are whole weeks without a session, up to yesterday. `is_barred`: a warning sign is open,
    or severe pain was told.
    """

    plan: Plan
    phase: int
    since: int
    sessions: Sequence[Done]
    mornings: Mapping[datetime.date, int] = field(default_factory=dict)
    usual: int | None = None
    planned: int = 0
    done: int = 0
    weeks_missed: int = 0
    is_over: bool = False
    is_barred: bool = False
    ladders: Mapping[str, Ladder] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        return self.plan.rules_in_force

    @property
    def running(self) -> Phase:
        return self.plan.phases[self.phase]

    @property
    def is_last(self) -> bool:
        return self.phase == len(self.plan.phases) - 1

    @property
    def days_left(self) -> int | None:
        """Of the phase, today included; None when it has no end."""
        return None if self.running.weeks is None else max(0, WEEK * self.running.weeks - self.since)

    @property
    def percent(self) -> int | None:
        """Done of what was planned, rounded down; None when nothing was planned yet."""
        return 100 * self.done // self.planned if self.planned else None

    def latest(self, number: int) -> list[TrainingDay]:
        """The last days with a session, in order; fewer when there are not as many."""
        return training_days(self.sessions, self.mornings)[-number:]


def training_days(sessions: Iterable[Done], mornings: Mapping[datetime.date, int]) -> list[TrainingDay]:
    by_day: dict[datetime.date, list[Done]] = defaultdict(list)
    for session in sessions:
        by_day[session.day].append(session)
    return [training_day(day, by_day[day], mornings.get(day + ONE_DAY)) for day in sorted(by_day)]


def training_day(day: datetime.date, sessions: Sequence[Done], morning: int | None) -> TrainingDay:
    return TrainingDay(
        day=day,
        keys=tuple(sorted(session.key for session in sessions)),
        pain=worst(session.pain for session in sessions),
        effort=worst(session.effort for session in sessions),
        morning=morning,
        items=tuple(line for session in sessions for line in session.items),
    )


def worst(numbers: Iterable[int | None]) -> int | None:
    """Of what was told."""
    return max((number for number in numbers if number is not None), default=None)
