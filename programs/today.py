"""What a client has to do today, over all programs."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from programs.changes import Changes, changes_between
from programs.models import Program, Result, Session, Version
from programs.schedule import DayPlan, due_on


@dataclass(frozen=True)
class ProgramDay:
    """A program on a day; `changes` since the version that the client last looked at, if any."""

    program: Program
    version: Version
    plan: DayPlan
    changes: Changes | None


def program_days(user: User, day: datetime.date) -> list[ProgramDay]:
    """In the order in which the programs were written; at most four queries."""
    programs = list(
        Program.objects.followed_by(user)
        .select_related("episode", "current")
        .prefetch_related("pauses")
        .order_by("created_at", "pk")
    )
    done = done_on(programs, day)
    seen = seen_versions(programs)
    return [program_day(program, day, done[program.pk], seen.get(program.pk)) for program in programs]


def program_day(program: Program, day: datetime.date, done: dict[str, int], seen: Version | None) -> ProgramDay:
    version = program.current
    assert version is not None  # followed_by() has published programs only
    plan = due_on(version.document, program.calendar, day, done)
    return ProgramDay(program, version, plan, changes_between(seen, version) if seen else None)


def done_on(programs: Iterable[Program], day: datetime.date) -> dict[object, dict[str, int]]:
    """Program to item key to how often it was done, whole or in part, that day."""
    counts: dict[object, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    kept = Session.objects.kept().filter(program__in=programs, day=day)
    rows = Result.objects.filter(session__in=kept).exclude(status=Result.Status.SKIPPED)
    for program, key in rows.values_list("session__program", "item_key"):
        counts[program][key] += 1
    return counts


def seen_versions(programs: Iterable[Program]) -> dict[object, Version]:
    """For programs with changes that the client has not seen: the version seen last."""
    behind = {
        program.pk: program.seen_number
        for program in programs
        if program.current and 0 < program.seen_number < program.current.number
    }
    if not behind:
        return {}
    versions = Version.objects.filter(program__in=behind, number__in=set(behind.values()))
    return {version.program_id: version for version in versions if behind[version.program_id] == version.number}
