"""What a client has to do on a day, over all programs."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from programs.changes import Changes, changes_between
from programs.models import Program, Result, Session, Version
from programs.schedule import DayPlan, due_on, next_due
from programs.session_body import SessionBody
from programs.sessions import record
from programs.tally import version_on


@dataclass(frozen=True)
class ProgramDay:
    """A program on a day; `changes` since the version that the client last looked at, if any.

    `sessions` are those of the day, with their results; `next_day` is when something is due again.
    """

    program: Program
    version: Version
    plan: DayPlan
    changes: Changes | None
    sessions: tuple[Session, ...]

    @property
    def next_day(self) -> datetime.date | None:
        return next_due(self.version.document, self.program.calendar, self.plan.day)

    @property
    def is_short(self) -> bool:
        """Whether the client chose the short version, and there is one."""
        return any(session.short for session in self.sessions) and bool(self.plan.shortened().items)

    @property
    def said(self) -> dict[str, str]:
        """Item key to the status that the client gave it last that day."""
        return {result.item_key: result.status for session in self.sessions for result in session.results.all()}


@dataclass(frozen=True)
class ShortOffer:
    """The short version of a day over all programs."""

    exercises: int
    seconds: int

    @property
    def minutes(self) -> int:
        """Rounded, at least one."""
        return max(1, round(self.seconds / 60))

    @classmethod
    def of(cls, days: Iterable[ProgramDay]) -> "ShortOffer | None":
        """None where no program has items for it, or where they are all that is due anyway."""
        plans = [(day.plan, day.plan.shortened()) for day in days]
        choices = [choice for _whole, short in plans for choice in short.choices]
        if not choices or all(len(whole.items) == len(short.items) for whole, short in plans):
            return None
        return cls(len(choices), sum(choice.seconds_left for choice in choices))


def program_days(user: User, day: datetime.date, shown: Mapping[UUID, int] | None = None) -> list[ProgramDay]:
    """In the order in which the programs were written; at most six queries.

    The version is the one in force on the day, or the number in `shown`: what the client's page was made from.
    """
    programs = list(
        Program.objects.followed_by(user, day)
        .select_related("episode__clinic", "current")
        .prefetch_related("pauses")
        .order_by("created_at", "pk")
    )
    versions = versions_for(programs, day, shown or {})
    sessions = sessions_on(programs, day)
    seen = seen_versions(programs)
    return [
        program_day(program, versions[program.pk], day, sessions.get(program.pk, []), seen.get(program.pk))
        for program in programs
    ]


def program_day(
    program: Program, version: Version, day: datetime.date, sessions: Sequence[Session], seen: Version | None
) -> ProgramDay:
    current = program.current
    assert current is not None  # followed_by() has published programs only
    plan = due_on(version.document, program.calendar, day, counts(sessions))
    return ProgramDay(program, version, plan, changes_between(seen, current) if seen else None, tuple(sessions))


def versions_for(programs: Iterable[Program], day: datetime.date, shown: Mapping[UUID, int]) -> dict[object, Version]:
    """Program to version. The current one is at hand; older ones are read only for those that need one."""
    chosen: dict[object, Version] = {}
    older: list[Program] = []
    for program in programs:
        current = program.current
        assert current is not None
        wanted = shown.get(program.pk)
        if current.number == wanted or (wanted is None and current.effective_on <= day):
            chosen[program.pk] = current
        else:
            older.append(program)
    rows: dict[object, list[Version]] = {program.pk: [] for program in older}
    for version in Version.objects.filter(program__in=older) if older else ():
        rows[version.program_id].append(version)
    for program in older:
        named = [version for version in rows[program.pk] if version.number == shown.get(program.pk)]
        chosen[program.pk] = named[0] if named else version_on(rows[program.pk], day)
    return chosen


def sessions_on(programs: Iterable[Program], day: datetime.date) -> dict[object, list[Session]]:
    """The day's sessions by program, the first one first."""
    found: dict[object, list[Session]] = {}
    rows = Session.objects.kept().filter(program__in=programs, day=day).prefetch_related("results")
    for session in rows.order_by("started_at", "pk"):
        found.setdefault(session.program_id, []).append(session)
    return found


def counts(sessions: Iterable[Session]) -> Counter[str]:
    """Item key to how often it was done, whole or in part."""
    done: Counter[str] = Counter()
    for session in sessions:
        for result in session.results.all():
            if result.status != Result.Status.SKIPPED:
                done[result.item_key] += result.times
    return done


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


def mark_first_seen(days: Iterable[ProgramDay]) -> None:
    """Whoever opens a program for the first time has nothing to compare it with."""
    new = [day.program.pk for day in days if day.program.seen_number == 0]
    if new:
        current = Version.objects.filter(pk=OuterRef("current")).values("number")
        Program.objects.filter(pk__in=new, seen_number=0).update(seen_number=Subquery(current))


def mark_seen(*, by: User, program: Program, number: int | None = None) -> None:
    """The client has read what changes up to that version, by default up to the current one."""
    if program.current is None or not Program.objects.of_client(by).contains(program):
        raise PermissionDenied(_("Only the client can say that it was read."))
    latest = program.current.number
    program.mark_seen(latest if number is None else min(number, latest))


def record_all(*, by: User, entries: Iterable[tuple[UUID, SessionBody]]) -> list[Session]:
    """Keep the sessions of several programs that a client did in one go: all of them or none. Raises as `record`."""
    entries = list(entries)
    with transaction.atomic():
        # All the programs first and in one order: each record then locks what the therapist's desk shows as well.
        programs = Program.objects.select_for_update(of=("self",)).filter(pk__in=[body.program for _, body in entries])
        list(programs.order_by("pk").values_list("pk"))
        return [record(by=by, uuid=uuid, body=body)[0] for uuid, body in entries]
