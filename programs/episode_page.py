"""What the client's page shows of an episode: its programs, how each goes, what was noted and measured."""

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from accounts.models import Episode, User
from programs.charts.scores import ScoreChart, score_chart
from programs.cue_days import DAYS, CueDays, cue_days
from programs.day_cells import Cell, done_by_way, weeks_of
from programs.exercise_lines import ExerciseLine, exercise_lines
from programs.models import CheckIn, Program, Result, Session, Version
from programs.program_page import state_of
from programs.progress import Graded, grade
from programs.schedule import ONE_DAY
from programs.session_lines import session_lines
from programs.spans import Span, day_spans, week_spans
from programs.tally import DayProgress, progress_of_each, versions_in_force
from programs.window import Window

LATELY = (7, DAYS)
# More weeks than these are drawn a week at a time, and their calendar stands in several columns.
WEEKS_BY_DAY = 13


@dataclass(frozen=True)
class Lately:
    """Adherence of the last 7 or 28 days."""

    days: int
    graded: Graded


@dataclass(frozen=True)
class ProgramCourse:
    """How a program goes in the window. `by_way` is how much of what was done was recorded in which way."""

    program: Program
    state: dict[str, str]
    graded: Graded
    by_way: dict[str, int]
    lately: list[Lately]
    blocks: list[list[list[Cell]]]
    spans: list[Span]
    chart: ScoreChart
    exercises: list[ExerciseLine]
    moments: list[CueDays]

    @property
    def ways_in_words(self) -> str:
        """Such as "30 played with the timer, 11 filled in later"."""
        ways = ((Session.Evidence(way).label, number) for way, number in self.by_way.items())
        return ", ".join(f"{number} {str(label).lower()}" for label, number in ways)

    @property
    def is_by_week(self) -> bool:
        return any(span.is_week for span in self.spans)

    @property
    def is_compact(self) -> bool:
        return len(self.blocks) > 1

    @property
    def told(self) -> list[Span]:
        """Spans worth a line in the table, the newest first."""
        return [span for span in reversed(self.spans) if span.is_told]


def programs_of(episode: Episode, user: User) -> list[Program]:
    """The newest first; their calendars and cues need no further query."""
    rows = Program.objects.visible_to(user).filter(episode=episode).select_related("current")
    programs = list(rows.defer("current__document", "current__plan", "draft").prefetch_related("pauses", "cues"))
    for program in programs:
        program.episode = episode
    return programs


def begun_on(programs: Iterable[Program], today: datetime.date) -> datetime.date:
    return min((program.start_on for program in programs if program.current_id), default=today)


def sessions_in(programs: Iterable[Program], window: Window) -> list[Any]:
    """Newest first, each with the number of its lines by status; never less than what a note stays new for."""
    first = min(window.first, window.last - max(LATELY) * ONE_DAY)
    kept = Session.objects.kept().filter(program__in=programs, day__range=(first, window.last))
    counted = {status: Count("results", filter=Q(results__status=status)) for status in ("done", "part", "skipped")}
    counted["easier"] = Count("results", filter=Q(results__variant=Result.Variant.EASIER))
    return list(kept.annotate(**counted, times=Sum("results__times")).order_by("-day", "-started_at", "-pk"))


def courses(
    episode: Episode, programs: Sequence[Program], window: Window, sessions: Sequence[Any]
) -> list[ProgramCourse]:
    """The published programs that ran in the window, in five queries."""
    shown = [program for program in programs if program.current_id and ran_in(program, window)]
    if not shown:
        return []
    first = min(window.first, window.last - (max(LATELY) - 1) * ONE_DAY)
    versions = versions_in_force(shown, first, window.last)
    days = progress_of_each(shown, first, window.last, versions)
    lines = exercise_lines(shown, versions, window.first, window.last)
    check_ins = CheckIn.objects.filter(episode=episode, day__range=(first + ONE_DAY, window.last + ONE_DAY))
    # It stands beside the day that it tells about, which is the one before.
    mornings = {day - ONE_DAY: pain for day, pain in check_ins.values_list("day", "pain")}
    by_program = defaultdict(list)
    for session in sessions:
        by_program[session.program_id].append(session)
    return [
        course(program, window, days[program.pk], versions[program.pk], by_program[program.pk], mornings, lines)
        for program in shown
    ]


def ran_in(program: Program, window: Window) -> bool:
    ended = program.calendar.ended_on
    return program.start_on <= window.last and (ended is None or ended >= window.first)


def course(
    program: Program,
    window: Window,
    days: Sequence[DayProgress],
    versions: Sequence[Version],
    sessions: Iterable[Any],
    mornings: Mapping[datetime.date, int],
    lines: Mapping[object, list[ExerciseLine]],
) -> ProgramCourse:
    sessions = list(sessions)
    ways: dict[datetime.date, set[str]] = defaultdict(set)
    told: dict[tuple[datetime.date, str], int] = defaultdict(int)
    for line in session_lines(sessions):
        # The breaks of a day are one thing of its plan, however many they were.
        ways[line.day].add(line.session.evidence)
        told[line.day, line.session.evidence] += 1 if line.is_breaks else line.session.done + line.session.part
    inside = [day for day in days if day.day >= window.first]
    rows = weeks_of(inside, ways, window.today)
    by_week = window.weeks > WEEKS_BY_DAY
    spans = (week_spans if by_week else day_spans)(inside, mornings)
    return ProgramCourse(
        program=program,
        state=state_of(program),
        graded=grade(inside),
        by_way=done_by_way(inside, told, ways),
        lately=[Lately(number, grade(days[-number:])) for number in LATELY],
        blocks=blocks_of(rows),
        spans=spans,
        chart=score_chart(spans, [(each.number, each.effective_on) for each in versions], program.calendar.pauses),
        exercises=lines[program.pk],
        # Of an earlier stretch nobody knows what was chosen then.
        moments=cue_days(
            list(program.cues.all() if window.last == window.today else ()), days_to_meet(days, window.today), sessions
        ),
    )


def days_to_meet(days: Sequence[DayProgress], today: datetime.date) -> set[datetime.date]:
    """Of the last four weeks those on which something was due; today is not over, so it counts once it was done."""
    return {day.day for day in days[-DAYS:] if day.planned and (day.day < today or day.done or day.part)}


def blocks_of(rows: list[list[Cell]]) -> list[list[list[Cell]]]:
    """The weeks of one calendar, or of several about a quarter long that stand beside each other."""
    if len(rows) <= WEEKS_BY_DAY:
        return [rows]
    size = math.ceil(len(rows) / max(2, round(len(rows) / WEEKS_BY_DAY)))
    return [rows[start : start + size] for start in range(0, len(rows), size)]
