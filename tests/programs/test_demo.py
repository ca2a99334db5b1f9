"""The demonstration is written in bulk; what it writes is what recording would have written."""

import random
from typing import Any

import pytest

from accounts.models import Episode, Routine
from exercises.loading import load_catalogue
from exercises.models import Exercise
from programs.demo import make_demo
from programs.demo.clients import CLIENTS
from programs.demo.days import day_of
from programs.models import DayTally, Session
from programs.session_body import SessionBody
from programs.sessions import body_of
from programs.tally import refresh_tally
from tests.kept import Kept

FIELDS = ("planned", "done", "part", "skipped", "sessions", "timed", "worst_pain", "effort")


def make_demo_clinic() -> None:
    load_catalogue()
    make_demo()


kept_demo = Kept(make_demo_clinic, for_a_minute=False)


@pytest.fixture
def demo(db: None) -> None:
    kept_demo()


def numbers(tally: DayTally) -> dict[str, Any]:
    return {field: getattr(tally, field) for field in FIELDS}


def test_demo_has_forty_clients_whose_days_count_as_recorded_ones(demo: None) -> None:
    treated = Episode.objects.filter(client__isnull=False)
    assert treated.count() == len(CLIENTS) == 40
    assert Session.objects.count() > 1400
    for session in Session.objects.select_related("program", "version").order_by("uuid")[:40]:
        SessionBody.model_validate(body_of(session))
        before = numbers(DayTally.objects.get(program=session.program, day=session.day))
        refresh_tally(session.program, session.day)
        assert numbers(DayTally.objects.get(program=session.program, day=session.day)) == before


def test_demo_clinic_has_an_exercise_of_its_own(demo: None) -> None:
    own = Exercise.objects.get(clinic__isnull=False)
    assert own.is_published
    assert any(own.slug in routine.read_plan().slugs() for routine in Routine.objects.all())


def test_demo_is_the_same_every_time() -> None:
    client = CLIENTS[3]
    days = [day_of(client, number, 42 - number, random.Random(f"{client.key} {number}")) for number in range(42)]
    again = [day_of(client, number, 42 - number, random.Random(f"{client.key} {number}")) for number in range(42)]
    assert days == again
    assert max(day.pain for day in days[-2:]) >= 6  # the flare of the story
    assert len({client.key for client in CLIENTS}) == len({client.name for client in CLIENTS}) == len(CLIENTS)
