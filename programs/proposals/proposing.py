"""Keeps the proposals of a program in step with what its client told.

Belongs at the end of the transaction that changed a session, a check-in or a safety report, before the desk is counted
(`attention_rows.refresh`), and in the daily chore, for what comes of days going by.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Episode
from backfit.refusals import Gone
from programs.attention.rows import refresh
from programs.models import DayTally, Program, Proposal
from programs.proposals.course import Course, TrainingDay, worst
from programs.proposals.limits import limits_of
from programs.proposals.progression import Finding, decide, pains_of
from programs.proposals.reading import course_of
from programs.schedule import ONE_DAY

RECENT_DAYS = 60
AT_ONCE_DAYS = 14


def propose(*, program: Program) -> Proposal | None:
    """The open proposal of the program, made, kept or lapsed by what is known now.

    The same finding keeps its row, with the sessions that it rests on now. What a therapist has answered does not come
    back from the same sessions. What is paused keeps what it has. Safe to call again and at once.
    """
    with transaction.atomic():
        try:
            program.hold()
        except Gone:
            return None
        program = Program.objects.select_related("episode__client", "episode__clinic", "current").get(pk=program.pk)
        open_one = program.proposals.open().first()
        if open_one is not None:
            open_one.program = program
        course = course_of(program)
        if course is None and program.calendar.ended_on is None:
            return open_one
        if course is None:
            lapse(open_one)
            return None
        finding = decide(course)
        if not finding.is_proposal or was_answered(program, finding):
            lapse(open_one)
            return None
        if open_one is not None and is_same(open_one, program, finding):
            return rest_on(open_one, course, finding)
        lapse(open_one)
        return make(program, course, finding)


def propose_after(*, program: Program, days: Iterable[datetime.date]) -> None:
    """What was told of these days has changed. Of what is long past only the daily look takes notice."""
    if max(days) >= program.episode.local_day() - AT_ONCE_DAYS * ONE_DAY:
        propose(program=program)


def propose_for(episode: Episode) -> None:
    """For each program of the episode that runs; they are locked in the order of their ids."""
    running = Program.objects.running(episode.local_day()).filter(episode=episode)
    for program in running.order_by("pk"):
        propose(program=program)


def propose_due() -> None:
    """For all programs with a session in the last weeks; the desk is counted anew where something came of it."""
    today = timezone.now().date()
    recent = DayTally.objects.filter(day__gte=today - RECENT_DAYS * ONE_DAY, sessions__gt=0)
    programs = Program.objects.running(today - ONE_DAY).filter(pk__in=recent.values("program"))
    for program in programs.select_related("episode__client", "episode__clinic").order_by("pk"):
        with transaction.atomic():
            before = program.proposals.open().first()
            after = propose(program=program)
            if (before and before.pk) != (after and after.pk):
                refresh([program.episode_id])


def lapse(open_one: Proposal | None) -> None:
    if open_one is not None:
        open_one.state = Proposal.State.LAPSED
        open_one.save(update_fields=["state"])


def is_same(row: Proposal, program: Program, finding: Finding) -> bool:
    said = row.kind, row.why.get("rule"), row.changes
    return row.version_id == program.current_id and said == (finding.kind, finding.rule, list(finding.changes))


def was_answered(program: Program, finding: Finding) -> bool:
    """A step back comes again with one new session; anything else not before all its sessions are new ones."""
    keys = set(keys_of(finding.days))
    answered = program.proposals.filter(
        kind=finding.kind, state__in=[Proposal.State.ACCEPTED, Proposal.State.DECLINED]
    ).prefetch_related("sessions")
    for row in answered.order_by("-answered_at")[:20]:
        known = {session.pk for session in row.sessions.all()}
        if keys <= known or (finding.kind != Proposal.Kind.STEP_BACK and keys & known):
            return True
    return False


def make(program: Program, course: Course, finding: Finding) -> Proposal:
    version, today = program.current, program.episode.local_day()
    assert version is not None  # there is a course
    proposal = Proposal.objects.create(
        program=program,
        version=version,
        kind=finding.kind,
        changes=list(finding.changes),
        why=why(course, finding, today),
        made_on=today,
    )
    proposal.sessions.set(keys_of(finding.days))
    return proposal


def rest_on(row: Proposal, course: Course, finding: Finding) -> Proposal:
    row.why = why(course, finding, row.program.episode.local_day())
    row.save(update_fields=["why"])
    row.sessions.set(keys_of(finding.days))
    return row


def keys_of(days: Iterable[TrainingDay]) -> list[int]:
    return [int(key) for day in days for key in day.keys]


def why(course: Course, finding: Finding, today: datetime.date) -> dict[str, Any]:
    """The numbers that it rests on and the limits that they were held against, for `proposal_words`."""
    leaving = finding.kind == Proposal.Kind.NEXT_PHASE
    limits = limits_of(course.rules, course.running, course.usual, leaving=leaving)
    return {
        "rule": finding.rule,
        "day": today.isoformat(),
        "days": days_told(finding.days),
        "usual": course.usual,
        "pain_at_most": limits.pain_at_most,
        "by_rise": limits.goes_by_rise,
        "effort_at_most": limits.effort_at_most,
        "rules": course.rules.model_dump(mode="json", exclude={"extra"}),
        "planned": course.planned,
        "done": course.done,
        "weeks_missed": course.weeks_missed,
        "phase": course.phase,
        "days_left": course.days_left,
        "balance": list(finding.balance),
    }


def days_told(days: Sequence[TrainingDay]) -> list[dict[str, Any]]:
    return [
        {"day": day.day.isoformat(), "pain": worst(pains_of(day)), "effort": day.effort, "morning": day.morning}
        for day in days
    ]
