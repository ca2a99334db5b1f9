"""Twelve weeks of somebody's days, written in bulk: recorded one by one they would take a minute of the first start.

The rows are those that `record` and `check_in` write; tests/programs/test_demo.py holds them against it.
"""

import datetime
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import Episode, User
from programs.demo.clients import DemoClient
from programs.demo.days import REASONS, Day, day_of
from programs.models import CheckIn, DayTally, Measure, Program, Result, Session, Version
from programs.schedule import ONE_DAY, DayPlan, due_on
from programs.session_body import ResultBody, SessionBody
from programs.sessions import fill, results_of
from programs.tally import counted, done_of, version_on

ZONE = ZoneInfo("Europe/Paris")
MEASURES = (
    ("Hip flexion", "°", "left", (92, 98, 104, 108)),
    ("Hip flexion", "°", "right", (96, 99, 105, 109)),
    ("30-second chair stand", "times", "", (10, 11, 13, 15)),
    ("Side plank hold", "s", "", (12, 18, 25, 31)),
)


def write_history(*, client: DemoClient, program: Program) -> None:
    """Every day that the client kept, up to yesterday, and the mornings after."""
    program = (
        Program.objects.select_related("episode__client", "created_by").prefetch_related("pauses").get(pk=program.pk)
    )
    versions = list(program.versions.all())
    sessions: list[Session] = []
    results: list[Result] = []
    tallies: list[DayTally] = []
    mornings: list[CheckIn] = []
    for day, told, chance in days(client, program):
        version = version_on(versions, day)
        plan = due_on(version.document, program.calendar, day)
        if told.morning is not None and plan.state not in ("before", "ended"):
            mornings.append(morning(program.episode, day + ONE_DAY, told.morning))
        if not told.kept or not plan.items:
            continue
        session = session_of(program, version, body_of(program, day, told, plan, chance), chance)
        sessions.append(session[0])
        results.extend(results_of(*session))
        tallies.append(tally_of(program, version, *session))
    today = program.episode.local_day()
    CheckIn.objects.bulk_create(morning for morning in mornings if morning.day <= today)
    Session.objects.bulk_create(sessions)
    for result in results:
        result.session_id = result.session.pk
    Result.objects.bulk_create(results)
    DayTally.objects.bulk_create(tallies)


def days(client: DemoClient, program: Program) -> Iterator[tuple[datetime.date, Day, random.Random]]:
    today = program.episode.local_day()
    for number in range((today - program.start_on).days):
        day = program.start_on + number * ONE_DAY
        chance = random.Random(f"{client.key} {number}")
        yield day, day_of(client, number, (today - day).days, chance), chance


def body_of(program: Program, day: datetime.date, told: Day, plan: DayPlan, chance: random.Random) -> SessionBody:
    started = datetime.datetime.combine(day, datetime.time(7, chance.randrange(60)), tzinfo=ZONE)
    return SessionBody(
        program=program.pk,
        started_at=started,
        time_zone=ZONE.key,
        worst_pain=told.pain,
        effort=told.effort,
        note=told.note,
        evidence=told.way,  # type: ignore[arg-type]
        results=list(result_bodies(plan, told, chance)),
    )


def result_bodies(plan: DayPlan, told: Day, chance: random.Random) -> Iterator[ResultBody]:
    sore = chance.randrange(len(plan.items))  # the one that the day's worst pain belongs to
    for index, due in enumerate(plan.items):
        status = chance.choices(("done", "part", "skipped"), (88, 8, 4))[0]
        yield ResultBody(
            item=due.item["key"],
            status=status,  # type: ignore[arg-type]
            skip_reason=chance.choice(REASONS) if status == "skipped" else "",
            pain=told.pain if index == sore else max(0, told.pain - chance.choice((1, 2, 2))),
            times=max(1, round(due.times * chance.uniform(0.3, 1))) if due.has_interval else 1,
        )


def session_of(
    program: Program, version: Version, body: SessionBody, chance: random.Random
) -> tuple[Session, SessionBody]:
    client = program.episode.client
    assert client is not None
    name = uuid.UUID(int=chance.getrandbits(128), version=4)
    writer = program.created_by if body.evidence == Session.Evidence.PAPER else client
    session = Session(uuid=name, client=client, program=program, recorded_by=writer, received_at=body.started_at)
    fill(session, version, body)
    if body.note:
        # All but the newest notes have been read.
        session.note_read_at = None if (program.episode.local_day() - session.day).days <= 1 else body.started_at
    return session, body


def tally_of(program: Program, version: Version, session: Session, body: SessionBody) -> DayTally:
    told: dict[str, Counter[str]] = {
        result.item: Counter({str(result.status): result.times}) for result in body.results
    }
    done = {key: done_of(counts) for key, counts in told.items()}
    plan = due_on(version.document, program.calendar, session.day, done)
    counts = counted(plan, told)
    return DayTally(
        program=program,
        day=session.day,
        planned=plan.planned,
        sessions=1,
        timed=int(session.evidence == Session.Evidence.TIMED),
        worst_pain=session.worst_pain,
        effort=session.effort,
        **{status: counts[status] for status in Result.Status.values},
    )


def morning(episode: Episode, day: datetime.date, pain: int) -> CheckIn:
    assert episode.client is not None
    return CheckIn(episode=episode, day=day, pain=pain, told_by=episode.client)


def write_measures(*, episode: Episode, by: User, weeks: int) -> None:
    """One visit every four weeks."""
    Measure.objects.bulk_create(
        Measure(
            episode=episode,
            name=name,
            unit=unit,
            side=side,
            day=episode.started_on + visit * 28 * ONE_DAY,
            value=Decimal(value),
            recorded_by=by,
        )
        for name, unit, side, values in MEASURES
        for visit, value in enumerate(values)
        if visit * 4 < weeks
    )
