"""Reads how the running phase of a program went, for the rules of progression."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Episode
from accounts.plans import Phase, Plan
from programs.models import CheckIn, DayTally, Program, Result, SafetyReport, Session, Version
from programs.progress import grade
from programs.proposals.course import Course, Done, DoneItem
from programs.proposals.ladders import Ladders
from programs.schedule import ONE_DAY, WEEK, Calendar, phase_on
from programs.tally import DayProgress, progress_of_each
from programs.usual_pain import FIRST_WEEK, usual_pain

DAYS = 8 * WEEK  # as far back as the longest rule looks
ADHERENCE_DAYS = 28
SESSIONS = 60
SEVERE_DAYS = 14
SEVERE = 8
"""Pain of 8 or more keeps steps up away for two weeks, whatever the plan's rules say (clinical notes, 4.2)."""


@dataclass(frozen=True)
class Place:
    """Number of the phase, from 0, and how many of its days are over; past the end the last one."""

    phase: int
    since: int
    is_over: bool = False


def place_on(document: Mapping[str, Any], calendar: Calendar, day: datetime.date) -> Place:
    phases = document["phases"]
    phase, since = phase_on(document, calendar, day)
    if phase is None:
        return Place(len(phases) - 1, WEEK * (phases[-1]["weeks"] or 0), is_over=True)
    return Place(next(number for number, each in enumerate(phases) if each is phase), since)


def course_of(program: Program) -> Course | None:
    """None while there is nothing to judge: before the first day, paused, ended or never published, or self-guided,
    where there is nobody to decide.

    Wants `episode` and `current` at hand; about twelve queries, and nine more when a step depends on the catalogue.
    """
    version, calendar, today = program.current, program.calendar, program.episode.local_day()
    if version is None or program.episode.clinic_id is None or not is_under_way(calendar, today):
        return None
    place, plan = place_on(version.document, calendar, today), Plan.from_json(version.plan)
    mornings = mornings_of(program, today)
    days = days_of(program, version, today)
    kept = grade([day for day in days[-ADHERENCE_DAYS:] if is_in(version, calendar, day.day, place.phase)])
    return Course(
        plan=plan,
        phase=place.phase,
        since=place.since,
        sessions=[done_of(session) for session in sessions_in(version, calendar, place.phase, today)],
        mornings=mornings,
        usual=usual_of(program.episode),
        planned=kept.planned,
        done=kept.done,
        weeks_missed=weeks_missed(days),
        is_over=place.is_over,
        is_barred=is_barred(program, mornings, today),
        ladders=ladders_of(program, plan.phases[place.phase]),
    )


def is_under_way(calendar: Calendar, day: datetime.date) -> bool:
    return calendar.ended_on is None and day >= calendar.start_on and not calendar.is_paused(day)


def ladders_of(program: Program, phase: Phase) -> Ladders:
    slugs = frozenset(item.exercise for item in phase.items)
    return Ladders(slugs, program.usable_exercises(), program.episode.read_home())


def is_in(version: Version, calendar: Calendar, day: datetime.date, phase: int) -> bool:
    return place_on(version.document, calendar, day).phase == phase


def sessions_in(version: Version, calendar: Calendar, phase: int, today: datetime.date) -> list[Session]:
    """The last ones of this version in this phase; breaks say nothing about how exercise goes.

    What a clock that was ahead dated weeks from now waits for its day: it would stand as the newest until then, before
    the session of today that hurt. Tomorrow is today for who travels east.
    """
    days = (calendar.start_on, today + ONE_DAY)
    kept = Session.objects.kept().exercised().filter(version=version, day__range=days)
    found = kept.order_by("-day", "-pk").prefetch_related("results")[:SESSIONS]
    return [session for session in found if is_in(version, calendar, session.day, phase)]


def done_of(session: Session) -> Done:
    lines = tuple(
        DoneItem(
            result.item_key,
            result.status,
            result.sets,
            result.reps,
            result.seconds,
            result.pain,
            result.skip_because == Result.Because.PAIN,
            result.variant == Result.Variant.EASIER,
        )
        for result in session.results.all()
    )
    return Done(str(session.pk), session.day, session.worst_pain, session.effort, lines)


def mornings_of(program: Program, today: datetime.date) -> dict[datetime.date, int]:
    rows = CheckIn.objects.filter(episode=program.episode_id, day__range=(today - DAYS * ONE_DAY, today))
    return dict(rows.order_by().values_list("day", "pain"))


def days_of(program: Program, version: Version, today: datetime.date) -> list[DayProgress]:
    """Up to yesterday, since the version took effect."""
    first = max(version.effective_on, program.start_on, today - DAYS * ONE_DAY)
    return progress_of_each([program], first, today - ONE_DAY)[program.pk] if first < today else []


def weeks_missed(days: Sequence[DayProgress]) -> int:
    """Whole weeks up to the last day in which something was planned and no session told of; pauses end the count."""
    missed = 0
    while len(days) >= WEEK * (missed + 1):
        week = days[len(days) - WEEK * (missed + 1) : len(days) - WEEK * missed]
        if any(day.sessions for day in week) or not any(day.planned for day in week):
            break
        missed += 1
    return missed


def usual_of(episode: Episode) -> int | None:
    """From the first week in which the client told anything, over all programs of the episode."""
    if episode.usual_pain is not None:
        return episode.usual_pain
    mornings = dict(CheckIn.objects.filter(episode=episode).order_by("day").values_list("day", "pain")[:WEEK])
    tallies = DayTally.objects.filter(program__episode=episode, worst_pain__isnull=False).order_by("day")
    first = tallies.values_list("day", flat=True).first()
    pains: dict[datetime.date, int] = {}
    if first is not None:
        for tally in tallies.filter(day__lt=first + FIRST_WEEK):
            pains[tally.day] = max(tally.worst_pain or 0, pains.get(tally.day, 0))
    return usual_pain(None, mornings, pains)


def is_barred(program: Program, mornings: Mapping[datetime.date, int], today: datetime.date) -> bool:
    """An open warning sign, or severe pain told in the last two weeks: in a session, of an item, or in the morning."""
    first, episode = today - SEVERE_DAYS * ONE_DAY, program.episode_id
    if any(pain >= SEVERE for day, pain in mornings.items() if day >= first):
        return True
    days = DayTally.objects.filter(program__episode=episode, day__gte=first, worst_pain__gte=SEVERE)
    items = Result.objects.filter(session__program__episode=episode, session__day__gte=first, pain__gte=SEVERE)
    signs = SafetyReport.objects.open().filter(episode=episode)
    return signs.exists() or days.exists() or items.filter(session__deleted_at__isnull=True).exists()
