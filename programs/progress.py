"""How an episode goes: per program what was planned and done, and how it felt."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from programs.models import Program, Session
from programs.tally import DayProgress, as_sessions, progress_of_each


@dataclass(frozen=True)
class Graded:
    """Adherence without flattery: what was done beyond the plan of a day does not make up for another day.

    `done` includes what was done in part; `ways` counts the sessions by how they were recorded.
    """

    planned: int
    done: int
    part: int
    ways: dict[str, int]

    @property
    def sessions(self) -> int:
        return sum(self.ways.values())

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.planned) if self.planned else 0


@dataclass(frozen=True)
class ProgramProgress:
    """How a program went from one day to another, both included."""

    program: Program
    first: datetime.date
    last: datetime.date
    days: list[DayProgress]
    graded: Graded


def progress_between(programs: Sequence[Program], first: datetime.date, last: datetime.date) -> list[ProgramProgress]:
    """Four queries however many programs there are, if their pauses are prefetched."""
    days, ways = progress_of_each(programs, first, last), ways_recorded(programs, first, last)
    return [
        ProgramProgress(program, first, last, days[program.pk], grade(days[program.pk], ways[program.pk]))
        for program in programs
    ]


def grade(days: Sequence[DayProgress], ways: Mapping[str, int] | None = None) -> Graded:
    return Graded(
        planned=sum(day.planned for day in days),
        done=sum(min(day.done + day.part, day.planned) for day in days),
        part=sum(day.part for day in days),
        ways=dict(ways or {}),
    )


def ways_recorded(
    programs: Iterable[Program], first: datetime.date, last: datetime.date
) -> dict[object, dict[str, int]]:
    """Program to evidence to number of sessions, the breaks of a day as one."""
    found: dict[object, dict[str, int]] = defaultdict(dict)
    kept = Session.objects.kept().filter(program__in=programs, day__range=(first, last)).order_by()
    for program, evidence, number in kept.values_list("program", "evidence").annotate(number=as_sessions()):
        found[program][evidence] = number
    return found
