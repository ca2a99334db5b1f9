"""Planned and done per day."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.expressions import CombinedExpression

from programs.models import DayTally, Program, Result, Session, Version
from programs.schedule import ONE_DAY, DayPlan, DueItem, due_on


def version_on(versions: Sequence[Version], day: datetime.date) -> Version:
    """The version in force on the day: the last that took effect until then. Versions come in order of number."""
    in_force = (version for version in reversed(versions) if version.effective_on <= day)
    return next(in_force, versions[0])


def refresh_tally(program: Program, day: datetime.date) -> None:
    """Count the day anew from its sessions. Belongs in the transaction that changed one of them.

    The breaks of a day are one session: sixteen of them would drown the others.
    """
    sessions = Session.objects.kept().filter(program=program, day=day)
    numbers = sessions.aggregate(
        sessions=as_sessions(),
        timed=as_sessions(evidence=Session.Evidence.TIMED),
        worst_pain=Max("worst_pain"),
        effort=Max("effort"),
        shortened=Count("pk", filter=Q(short=True)),
    )
    shortened = bool(numbers.pop("shortened"))
    document = version_on(list(program.versions.all()), day).document
    counts = counts_of(program, document, day, told_on(sessions)[day], shortened=shortened)
    DayTally.objects.update_or_create(program=program, day=day, defaults={**numbers, **counts})


def as_sessions(**among: str) -> CombinedExpression:
    """Counts sessions in an aggregate, the breaks of a day as one; those with these values when some are named."""
    exercised = Count("pk", filter=Q(**among, is_break=False))
    return exercised + Count("day", filter=Q(**among, is_break=True), distinct=True)


def recount(program: Program, first: datetime.date) -> None:
    """Count the days from `first` on anew that something was recorded on, after a change of what is planned on them.

    Belongs in the transaction of that change; five queries whatever the length of the history.
    """
    tallies = list(DayTally.objects.filter(program=program, day__gte=first))
    if not tallies:
        return
    # Read anew: the one at hand may know pauses and versions from before the change.
    program = Program.objects.select_related("episode").get(pk=program.pk)
    versions = list(program.versions.all())
    sessions = Session.objects.kept().filter(program=program, day__gte=first)
    told, shortened = told_on(sessions), set(sessions.filter(short=True).values_list("day", flat=True))
    for tally in tallies:
        document = version_on(versions, tally.day).document
        counts = counts_of(program, document, tally.day, told[tally.day], shortened=tally.day in shortened)
        for name, value in counts.items():
            setattr(tally, name, value)
    DayTally.objects.bulk_update(tallies, ["planned", "short", *Result.Status.values])


Told = dict[str, Counter[str]]


def told_on(sessions: QuerySet[Session]) -> defaultdict[datetime.date, Told]:
    """Day to item key to status to how often."""
    found: defaultdict[datetime.date, Told] = defaultdict(lambda: defaultdict(Counter))
    rows = Result.objects.filter(session__in=sessions).values_list("session__day", "item_key", "status")
    for day, key, status, times in rows.annotate(n=Sum("times")).order_by():
        found[day][key][status] += times
    return found


def counts_of(
    program: Program, document: Mapping[str, Any], day: datetime.date, told: Told, *, shortened: bool
) -> dict[str, int]:
    """The counters of a DayTally that depend on the plan."""
    plan = due_on(document, program.calendar, day, {key: done_of(counts) for key, counts in told.items()})
    counts = counted(plan, told)
    wanted = asked(plan, shortened=shortened)
    return {
        "planned": wanted.planned,
        "short": wanted is not plan,
        **{status: counts[status] for status in Result.Status.values},
    }


def asked(plan: DayPlan, *, shortened: bool) -> DayPlan:
    """What a day is measured by: when the client chose the short version, by that, if the day has one."""
    short = plan.shortened()
    return short if shortened and short.items else plan


def done_of(counts: Mapping[str, int]) -> int:
    return counts[Result.Status.DONE] + counts[Result.Status.PART]


def counted(plan: DayPlan, told: Mapping[str, Counter[str]]) -> Counter[str]:
    """What was told of the day by status: a habit with an interval as one thing, and of a choice one item."""
    due = {each.item["key"]: each for each in plan.items}
    words = {item["key"]: item.get("choose") for item in (plan.phase or {}).get("items", ())}
    total: Counter[str] = Counter()
    chosen: dict[str, list[str]] = defaultdict(list)
    for key, counts in told.items():
        if words.get(key):
            chosen[words[key]].append(key)
        else:
            total += counted_item(due.get(key), counts)
    for word, keys in chosen.items():
        members = [(due.get(key), counted_item(due.get(key), told[key])) for key in keys]
        largest = max((each.counts for each in plan.items if each.choice == word), default=0)
        total += counted_choice(members, largest)
    return total


def counted_item(due: DueItem | None, counts: Counter[str]) -> Counter[str]:
    if due is None or not due.has_interval:
        return counts
    if done_of(counts):
        return Counter({Result.Status.DONE if due.kept else Result.Status.PART: 1})
    return Counter({Result.Status.SKIPPED: 1})


def counted_choice(members: Sequence[tuple[DueItem | None, Counter[str]]], largest: int) -> Counter[str]:
    """One of several items that were there to choose from; together they never count more than the largest."""
    size = largest or max(sum(counts.values()) for _due, counts in members)
    complete = next((counts for due, counts in members if due and due.is_complete), None)
    if complete is not None:
        part = min(complete[Result.Status.PART], size)
        return Counter({Result.Status.DONE: size - part, Result.Status.PART: part})
    together: Counter[str] = sum((counts for _due, counts in members), Counter())
    done = min(together[Result.Status.DONE], size)
    part = min(together[Result.Status.PART], size - done)
    # Who left the other one out has made the choice, and left nothing out.
    skipped = 0 if done or part else min(together[Result.Status.SKIPPED], size)
    return Counter({Result.Status.DONE: done, Result.Status.PART: part, Result.Status.SKIPPED: skipped})


@dataclass(frozen=True)
class DayProgress:
    """A day as planned and as done; pain and effort 0-10 or None, `timed` of the `sessions` ran with the timer.

    On a `short` day the client chose the short version, and that is what was planned.
    """

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
    short: bool = False


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
        planned=asked(plan, shortened=tally.short).planned,
        short=tally.short,
        done=tally.done,
        part=tally.part,
        skipped=tally.skipped,
        sessions=tally.sessions,
        timed=tally.timed,
        worst_pain=tally.worst_pain,
        effort=tally.effort,
    )
