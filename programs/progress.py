"""How an episode goes: per program what was planned and done, and how it felt."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Episode, User
from programs.charts import BarChart, ScoreChart, bar_chart, score_chart
from programs.models import Program, Session
from programs.schedule import ONE_DAY
from programs.tally import DayProgress, progress, progress_of_each

DAYS = 28


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
    program: Program
    days: list[DayProgress]
    graded: Graded
    bars: BarChart
    scores: ScoreChart

    @property
    def ways_in_words(self) -> str:
        """Such as "30 played with the timer, 11 filled in later"."""
        ways = ((Session.Evidence(way).label, number) for way, number in self.graded.ways.items())
        return ", ".join(f"{number} {str(label).lower()}" for label, number in ways)

    @property
    def told(self) -> list[DayProgress]:
        """Days worth a line in the table, the newest first."""
        return [day for day in reversed(self.days) if day.planned or day.sessions]


def progress_of(episode: Episode, user: User) -> list[ProgramProgress]:
    """The published programs that ran in the last four weeks of the client's calendar, the newest first."""
    last = episode.local_day()
    first = last - (DAYS - 1) * ONE_DAY
    rows = Program.objects.visible_to(user).filter(episode=episode, current__isnull=False)
    programs = list(rows.select_related("episode", "current").prefetch_related("pauses", "versions"))
    ways = ways_recorded(programs, first, last)
    return [
        progress_in(program, first, last, ways[program.pk])
        for program in programs
        if program.calendar.ended_on is None or program.calendar.ended_on >= first
    ]


def progress_in(program: Program, first: datetime.date, last: datetime.date, ways: dict[str, int]) -> ProgramProgress:
    days = progress(program, first, last)
    versions = list(program.versions.all())
    return ProgramProgress(program, days, grade(days, ways), bar_chart(days, versions), score_chart(days, versions))


@dataclass(frozen=True)
class Course:
    """How a program went from one day to another, both included."""

    program: Program
    first: datetime.date
    last: datetime.date
    days: list[DayProgress]
    graded: Graded


def progress_between(programs: Sequence[Program], first: datetime.date, last: datetime.date) -> list[Course]:
    """Two queries however many programs there are, if their versions and pauses are prefetched."""
    days, ways = progress_of_each(programs, first, last), ways_recorded(programs, first, last)
    return [
        Course(program, first, last, days[program.pk], grade(days[program.pk], ways[program.pk]))
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
    """Program to evidence to number of sessions."""
    found: dict[object, dict[str, int]] = defaultdict(dict)
    kept = Session.objects.kept().filter(program__in=programs, day__range=(first, last)).order_by()
    for program, evidence, number in kept.values_list("program", "evidence").annotate(number=Count("pk")):
        found[program][evidence] = number
    return found
