"""The demonstration is written in bulk; what it writes is what recording would have written."""

import random
from typing import Any

import pytest

from accounts.models import Episode
from exercises.loading import load_catalogue
from programs.demo import make_demo
from programs.demo.clients import CLIENTS
from programs.demo.days import day_of
from programs.models import DayTally, Session
from programs.sessions import SessionBody, body_of
from programs.tally import refresh_tally

FIELDS = ("planned", "done", "part", "skipped", "sessions", "timed", "worst_pain", "effort")


@pytest.fixture
def demo(db: None) -> None:
    load_catalogue()
    make_demo()


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


def test_demo_is_the_same_every_time() -> None:
    client = CLIENTS[3]
    days = [day_of(client, number, 42 - number, random.Random(f"{client.key} {number}")) for number in range(42)]
    again = [day_of(client, number, 42 - number, random.Random(f"{client.key} {number}")) for number in range(42)]
    assert days == again
    assert max(day.pain for day in days[-2:]) >= 6  # the flare of the story
    assert len({client.key for client in CLIENTS}) == len({client.name for client in CLIENTS}) == len(CLIENTS)
