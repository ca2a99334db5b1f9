"""Planned and done per day."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum

from programs.models import DayTally, Program, Result, Session, Version
from programs.schedule import ONE_DAY, DayPlan, due_on


def version_on(versions: Sequence[Version], day: datetime.date) -> Version:
    """The version in force on the day: the last that took effect until then. Versions come in order of number."""
    in_force = (version for version in reversed(versions) if version.effective_on <= day)
    return next(in_force, versions[0])


def refresh_tally(program: Program, day: datetime.date) -> None:
    """Count the day anew from its sessions. Belongs in the transaction that changed one of them."""
    sessions = Session.objects.kept().filter(program=program, day=day)
    numbers = sessions.aggregate(
        sessions=Count("pk"),
        timed=Count("pk", filter=Q(evidence=Session.Evidence.TIMED)),
        worst_pain=Max("worst_pain"),
        effort=Max("effort"),
    )
    results = Result.objects.filter(session__in=sessions).values_list("item_key", "status")
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for key, status, times in results.annotate(n=Sum("times")).order_by():
        told[key][status] += times
    document = version_on(list(program.versions.all()), day).document
    plan = due_on(document, program.calendar, day, {key: done_of(counts) for key, counts in told.items()})
    counts = counted(plan, told)
    DayTally.objects.update_or_create(
        program=program,
        day=day,
        defaults={**numbers, "planned": plan.planned, **{status: counts[status] for status in Result.Status.values}},
    )


def done_of(counts: Mapping[str, int]) -> int:
    return counts[Result.Status.DONE] + counts[Result.Status.PART]


def counted(plan: DayPlan, told: Mapping[str, Counter[str]]) -> Counter[str]:
    """What was told of the day by status, a habit with an interval as one thing."""
    habits = {due.item["key"]: due for due in plan.items if due.has_interval}
    total: Counter[str] = Counter()
    for key, counts in told.items():
        if key not in habits:
            total += counts
        elif done_of(counts):
            total[Result.Status.DONE if habits[key].kept else Result.Status.PART] += 1
        else:
            total[Result.Status.SKIPPED] += 1
    return total


@dataclass(frozen=True)
class DayProgress:
    """A day as planned and as done; pain and effort 0-10 or None, `timed` of the `sessions` ran with the timer."""

    day: datetime.date
    state: str
    planned: int
    done: int = 0
    part: int = 0
    skipped: int = 0
    sessions: int = 0
    timed: int = 0
    worst_pain: int | None = None
    effort: int | None = None


def versions_in_force(
    programs: Iterable[Program], first: datetime.date, last: datetime.date
) -> dict[object, list[Version]]:
    """Program to the versions that were in force on some day, in order of number; other documents are not read."""
    heads: dict[object, list[Version]] = defaultdict(list)
    rows = Version.objects.filter(program__in=programs).defer("plan", "document", "reason", "digest")
    for version in rows.order_by("number"):
        heads[version.program_id].append(version)
    days = [first + index * ONE_DAY for index in range((last - first).days + 1)]
    wanted = {version_on(versions, day).pk for versions in heads.values() for day in days}
    found: dict[object, list[Version]] = {program: [] for program in heads}
    for version in Version.objects.filter(pk__in=wanted).defer("plan").order_by("number"):
        found[version.program_id].append(version)
    return found


def progress(program: Program, first: datetime.date, last: datetime.date) -> list[DayProgress]:
    """Every day from first to last, in four queries whatever the length of the history."""
    return progress_of_each([program], first, last)[program.pk]


def progress_of_each(
    programs: Sequence[Program],
    first: datetime.date,
    last: datetime.date,
    in_force: Mapping[object, Sequence[Version]] | None = None,
) -> dict[object, list[DayProgress]]:
    """Program to its days, in three queries however many they are, if pauses are prefetched.

    One query, when the versions `in_force` are at hand.
    """
    versions = versions_in_force(programs, first, last) if in_force is None else in_force
    rows = DayTally.objects.filter(program__in=programs, day__range=(first, last))
    tallies = {(tally.program_id, tally.day): tally for tally in rows}
    days = [first + index * ONE_DAY for index in range((last - first).days + 1)]
    found: dict[object, list[DayProgress]] = {}
    for program in programs:
        plans = [planned_on(program, versions.get(program.pk, ()), day) for day in days]
        found[program.pk] = [day_progress(plan, tallies.get((program.pk, plan.day))) for plan in plans]
    return found


def planned_on(program: Program, versions: Sequence[Version], day: datetime.date) -> DayPlan:
    if not versions:
        return DayPlan(day, "before")
    return due_on(version_on(versions, day).document, program.calendar, day)


def day_progress(plan: DayPlan, tally: DayTally | None) -> DayProgress:
    if tally is None:
        return DayProgress(plan.day, plan.state, plan.planned)
    return DayProgress(
        day=plan.day,
        state=plan.state,
        planned=plan.planned,
        done=tally.done,
        part=tally.part,
        skipped=tally.skipped,
        sessions=tally.sessions,
        timed=tally.timed,
        worst_pain=tally.worst_pain,
        effort=tally.effort,
    )
