"""The kept counters are what a recount gives, whatever was recorded, corrected and deleted in whichever order."""

import datetime
import random
import uuid
from collections import Counter

import pytest

from programs.models import DayTally, Program, Session, Version
from programs.progress import grade
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record, withdraw
from programs.tally import DayProgress, progress, version_on
from tests.cast import Cast
from tests.factories import make_exercise, make_plan, make_published, session_body

STATUSES = ("done", "part", "skipped")


def random_body(program: Program, chance: random.Random, start: datetime.date) -> SessionBody:
    body = session_body(
        program,
        day=(start + chance.randrange(5) * ONE_DAY).isoformat(),
        worst_pain=chance.choice((None, 0, 3, 8)),
        effort=chance.choice((None, 4, 6)),
        evidence=chance.choice(("timed", "ticked", "later")),
    )
    for result in body["results"]:
        result |= {"status": chance.choice(STATUSES), "times": chance.randrange(1, 4)}
    return SessionBody.model_validate(body)


def recount(program: Program, day: datetime.date) -> dict[str, int | None]:
    sessions = Session.objects.kept().filter(program=program, day=day)
    counts: Counter[str] = Counter()
    for session in sessions:
        for result in session.results.all():
            counts[result.status] += result.times
    pains = [session.worst_pain for session in sessions if session.worst_pain is not None]
    efforts = [session.effort for session in sessions if session.effort is not None]
    return {
        **{status: counts[status] for status in STATUSES},
        "sessions": len(sessions),
        "timed": sum(session.evidence == "timed" for session in sessions),
        "worst_pain": max(pains, default=None),
        "effort": max(efforts, default=None),
        "planned": 2,
    }


@pytest.mark.parametrize("seed", range(4))
def test_tally_equals_a_recount_after_any_history(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    start = cast.client.today() - 6 * ONE_DAY
    Program.objects.filter(pk=cast.program.pk).update(start_on=start)
    for _step in range(20):
        kept = list(Session.objects.kept())
        what = chance.choice(("new", "new", "correct", "delete")) if kept else "new"
        if what == "delete":
            withdraw(chance.choice(kept))
            continue
        session = chance.choice(kept) if what == "correct" else None
        name, revision = (session.uuid, session.revision) if session else (uuid.uuid4(), None)
        record(by=cast.client, uuid=name, body=random_body(cast.program, chance, start), corrects=revision)
    for tally in DayTally.objects.filter(program=cast.program):
        wanted = recount(cast.program, tally.day)
        assert {name: getattr(tally, name) for name in wanted} == wanted


def test_days_without_a_session_are_planned_and_not_done(cast: Cast) -> None:
    today = cast.client.today()
    cast.program.pause(today + 2 * ONE_DAY)
    days = progress(Program.objects.get(pk=cast.program.pk), today - ONE_DAY, today + 2 * ONE_DAY)
    assert [(day.state, day.planned, day.done) for day in days] == [
        ("before", 0, 0),
        ("due", 2, 0),
        ("due", 2, 0),
        ("paused", 0, 0),
    ]


def test_extra_work_on_one_day_does_not_make_up_for_another() -> None:
    day = datetime.date(2027, 3, 1)
    days = [
        DayProgress(day, "due", planned=2, done=6),
        DayProgress(day + ONE_DAY, "due", planned=2),
        DayProgress(day + 2 * ONE_DAY, "rest", planned=0, done=2),
        DayProgress(day + 3 * ONE_DAY, "due", planned=2, done=1, part=1),
    ]
    graded = grade(days, {"timed": 2, "later": 1})
    assert (graded.planned, graded.done, graded.part, graded.sessions, graded.percent) == (6, 4, 1, 3, 67)
    assert grade([]).percent == 0


def test_version_in_force_is_the_last_that_took_effect_even_after_travel_to_the_west() -> None:
    day = datetime.date(2027, 3, 10)
    versions = [Version(number=1, effective_on=day), Version(number=2, effective_on=day - ONE_DAY)]
    assert version_on(versions, day).number == 2
    assert version_on(versions, day - ONE_DAY).number == 2
    assert version_on(versions, day - 5 * ONE_DAY).number == 1


@pytest.mark.parametrize(("times", "done", "part"), [(8, 1, 0), (4, 1, 0), (3, 0, 1), (0, 0, 0)])
def test_a_habit_with_an_interval_is_one_thing_a_day(cast: Cast, times: int, done: int, part: int) -> None:
    """Eight breaks are due; half of them keep the habit, fewer keep it in part. None drowns the bridge beside it."""
    make_exercise("Stand up", dose="60s every 60min 9-17", kind="habit")
    plan = make_plan(("stand-up", "60s every 60min 9-17"), ("glute-bridge", "3x10"))
    program = make_published(episode=cast.episode, by=cast.therapist, plan=plan)
    breaks, bridge = session_body(program)["results"]
    results = [bridge] if not times else [bridge, {**breaks, "times": times}]
    body = SessionBody.model_validate(session_body(program, results=results))
    record(by=cast.client, uuid=uuid.uuid4(), body=body)
    tally = DayTally.objects.get(program=program)
    assert (tally.planned, tally.done, tally.part) == (2, 1 + done, part)
