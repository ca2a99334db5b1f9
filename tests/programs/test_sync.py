"""What devices send: twice, late, out of order, from two, with wrong clocks: the end is as of one ordered run."""

import datetime
import random
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from rest_framework.test import APIClient

from accounts.models import User
from programs.models import DayTally, Program, Result, Session, Version
from programs.sessions import withdraw
from tests.cast import Cast, make_cast
from tests.factories import session_body

SYNC = "/api/v1/sessions/sync/"
ENTRIES = 500
THREADS = 20
RESULT = ("session__uuid", "item_key", "exercise", "status", "sets", "reps", "seconds", "times", "skip_reason", "pain")
SESSION = ("uuid", "program", "version", "day", "started_at", "time_zone", "worst_pain", "effort", "note", "evidence")
TALLY = ("program", "day", "planned", "done", "part", "skipped", "sessions", "timed", "worst_pain", "effort", "short")


def send(user: User, entries: list[Any]) -> list[Any]:
    api = APIClient()
    # Not a sign-in for each: beyond ten places the oldest ends.
    api.force_authenticate(user)
    answer = api.post(SYNC, entries, format="json", headers={"X-Backfit-Person": str(user.pk)})
    assert answer.status_code == 200
    return list(answer.json()["results"])


def running_since(program: Program, days: int, user: User) -> None:
    first = user.today() - datetime.timedelta(days=days)
    Program.objects.filter(pk=program.pk).update(start_on=first)
    Version.objects.filter(program=program).update(effective_on=first)


def entries_of(cast: Cast, number: int = ENTRIES) -> list[dict[str, Any]]:
    """Up to nine sessions a day, of all kinds."""
    chance = random.Random(6)
    body = session_body(cast.program)
    found = []
    for index in range(number):
        day = cast.client.today() - datetime.timedelta(days=index % 56)
        results = [{**result, "status": chance.choice(["done", "part", "skipped"])} for result in body["results"]]
        told = {"worst_pain": chance.randint(0, 5), "effort": chance.randint(0, 10), "note": f"Number {index}"}
        evidence = chance.choice(["timed", "ticked", "later"])
        moment = datetime.datetime.combine(day, datetime.time(8), datetime.UTC) + datetime.timedelta(minutes=index)
        about = {"day": day.isoformat(), "started_at": moment.isoformat(), "evidence": evidence}
        found.append({"uuid": str(uuid.UUID(int=index + 1)), **body, **told, **about, "results": results})
    return found


def state() -> list[Any]:
    return [
        sorted(map(str, model.objects.values_list(*fields)))
        for model, fields in ((Session, SESSION), (Result, RESULT), (DayTally, TALLY))
    ]


def batches(entries: list[Any], seed: int) -> Iterator[list[Any]]:
    """Three copies of all, shuffled, by one, seven and two hundred."""
    chance = random.Random(seed)
    for size in (1, 7, 200):
        copies = list(entries)
        chance.shuffle(copies)
        # One by one takes longest, and one in ten shows as much.
        copies = copies[: len(copies) // 10] if size == 1 else copies
        yield from (copies[first : first + size] for first in range(0, len(copies), size))


def send_ordered(cast: Cast, entries: list[Any]) -> list[Any]:
    """The state after one run in order, which is then forgotten."""
    for first in range(0, len(entries), 100):
        assert {result["status"] for result in send(cast.client, entries[first : first + 100])} == {201}
    found = state()
    assert len(found[0]) == len(entries)
    for model in (Result, Session, DayTally):
        model.objects.all().delete()
    return found


def send_shuffled(cast: Cast, entries: list[Any]) -> None:
    created = 0
    for batch in batches(entries, seed=7):
        results = send(cast.client, batch)
        assert [result["uuid"] for result in results] == [entry["uuid"] for entry in batch]
        assert {result["status"] for result in results} <= {200, 201}
        created += sum(result["status"] == 201 for result in results)
    assert created == len(entries)


@pytest.mark.parametrize("number", [60, pytest.param(ENTRIES, marks=pytest.mark.hostile)])
def test_entries_sent_three_times_in_any_order_end_as_sent_once_in_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    # What follows for the therapist's desk is counted anew each time, takes longest, and is in test_sync_whole.py.
    monkeypatch.setattr("programs.sessions.propose_after", lambda **about: None)
    monkeypatch.setattr("programs.sessions.refresh", lambda episodes: None)
    running_since(cast.program, 60, cast.client)
    entries = entries_of(cast, number)
    ordered = send_ordered(cast, entries)
    send_shuffled(cast, entries)
    assert state() == ordered


@pytest.mark.django_db(transaction=True)
def test_two_devices_send_the_same_at_once_and_each_is_kept_once(db: Any) -> None:
    cast = make_cast()
    running_since(cast.program, 60, cast.client)
    entries = entries_of(cast, 21)
    ordered = send_ordered(cast, entries)
    both = [*batches(entries, seed=1), *batches(entries, seed=2)]
    # SQLite's one writer at a time is what the server has too; in memory its threads would share one transaction.
    if connection.vendor == "sqlite":
        results = [send(cast.client, batch) for batch in both]
    else:
        with ThreadPoolExecutor(THREADS) as threads:
            results = list(threads.map(lambda batch: alone(cast.client, batch), both))
    assert {result["status"] for batch in results for result in batch} <= {200, 201}
    assert sum(result["status"] == 201 for batch in results for result in batch) == len(entries)
    assert state() == ordered


def alone(user: User, batch: list[Any]) -> list[Any]:
    try:
        return send(user, batch)
    finally:
        connections.close_all()


def test_corrections_before_what_they_correct_arrive_within_three_rounds(cast: Cast) -> None:
    entry = {"uuid": str(uuid.uuid4()), **session_body(cast.program)}
    correction = {**entry, "note": "second", "corrects": 1}
    later = {**entry, "note": "third", "corrects": 2}
    waiting = [later, correction, entry]
    for _round in range(3):
        results = send(cast.client, waiting)
        waiting = [each for each, result in zip(waiting, results, strict=True) if result["status"] not in (200, 201)]
    assert waiting == []
    session = Session.objects.get()
    assert (session.note, session.revision) == ("third", 3)
    # Whose answers were lost send all of it again; nothing is undone by that.
    assert [result["status"] for result in send(cast.client, [entry, correction, later])] == [200, 200, 200]
    session.refresh_from_db()
    assert (session.note, session.revision) == ("third", 3)
    assert [answer["status"] for answer in send(cast.client, [{**entry, "note": "else"}])] == [422]


def test_deleted_session_that_is_replayed_stays_deleted_and_the_rest_is_kept(cast: Cast) -> None:
    entries = entries_of(cast, 3)
    running_since(cast.program, 60, cast.client)
    send(cast.client, entries)
    withdraw(Session.objects.get(uuid=entries[0]["uuid"]))
    before = state()
    assert [result["status"] for result in send(cast.client, entries)] == [410, 200, 200]
    assert state() == before


def clocks() -> Iterable[tuple[str, datetime.timedelta]]:
    yield from (
        ("an hour behind", datetime.timedelta(hours=-1)),
        ("an hour ahead", datetime.timedelta(hours=1)),
        ("a day behind", datetime.timedelta(days=-1)),
        ("a day ahead", datetime.timedelta(days=1)),
        ("three days ahead", datetime.timedelta(days=3)),
    )


@pytest.mark.parametrize(("clock", "skew"), list(clocks()))
def test_wrong_clock_is_kept_as_told_and_flagged(cast: Cast, clock: str, skew: datetime.timedelta) -> None:
    running_since(cast.program, 60, cast.client)
    moment = datetime.datetime.now(datetime.UTC) + skew
    told = {"started_at": moment.isoformat(), "day": moment.date().isoformat()}
    entry = {"uuid": str(uuid.uuid4()), **session_body(cast.program), **told}
    assert [result["status"] for result in send(cast.client, [entry])] == [201]
    session = Session.objects.get()
    assert (session.started_at, session.day) == (moment, moment.date())
    assert abs(session.received_at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=5)
    assert session.clock_was_ahead == (skew > datetime.timedelta(days=1))


def test_therapist_reads_that_the_clock_was_ahead(cast: Cast) -> None:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)
    told = {"started_at": moment.isoformat(), "day": moment.date().isoformat()}
    send(cast.client, [{"uuid": str(uuid.uuid4()), **session_body(cast.program), **told}])
    session = Session.objects.get()
    api = APIClient()
    api.force_login(cast.therapist)
    assert api.get(f"/api/v1/sessions/{session.uuid}/").json()["clock_was_ahead"] is True
    assert "The clock of the device was wrong" in api.get(session.get_absolute_url()).content.decode()


def test_day_to_come_is_refused_for_what_is_written_down_later(cast: Cast) -> None:
    day = (cast.client.today() + datetime.timedelta(days=3)).isoformat()
    entry = {"uuid": str(uuid.uuid4()), **session_body(cast.program, day=day, evidence="later")}
    far = {"uuid": str(uuid.uuid4()), **session_body(cast.program, day="2097-01-01")}
    answers = send(cast.client, [entry, far])
    assert [(answer["status"], list(answer["error"])) for answer in answers] == [(400, ["day"])] * 2


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Europe/Paris", "2026-10-25T02:30:00+02:00", "2026-10-25"),  # the first of two half past two
        ("Europe/Paris", "2026-10-25T02:30:00+01:00", "2026-10-25"),  # the second
        ("Europe/Paris", "2026-03-29T03:30:00+02:00", "2026-03-29"),  # half past two did not exist
        ("America/New_York", "2026-11-01T01:30:00-05:00", "2026-11-01"),
        ("Australia/Lord_Howe", "2026-10-04T02:45:00+11:00", "2026-10-04"),
        ("Asia/Kathmandu", "2026-10-24T18:30:00+00:00", "2026-10-25"),
        ("Pacific/Kiritimati", "2026-10-24T10:30:00+00:00", "2026-10-25"),
        ("Pacific/Apia", "2026-10-24T10:30:00+00:00", "2026-10-24"),
        ("Pacific/Pago_Pago", "2026-10-25T10:30:00+00:00", "2026-10-24"),
    ],
)
def test_day_is_the_one_where_the_client_was_on_any_night(cast: Cast, zone: str, moment: str, day: str) -> None:
    running_since(cast.program, 1000, cast.client)
    entry = {"uuid": str(uuid.uuid4()), **session_body(cast.program, time_zone=zone, started_at=moment)}
    assert [result["status"] for result in send(cast.client, [entry, entry])] == [201, 200]
    session = Session.objects.get()
    assert (session.day.isoformat(), session.time_zone) == (day, zone)
    assert session.started_at == datetime.datetime.fromisoformat(moment)
    assert [tally.sessions for tally in DayTally.objects.all()] == [1]
