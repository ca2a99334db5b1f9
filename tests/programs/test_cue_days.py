"""How often each chosen moment was met: as a property of every history there can be, and on the two pages."""

import datetime
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cue_days import days_at
from programs.models import Program
from programs.reminders.cues import choose_cues
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import session_body
from tests.programs.pages import browser_of

FIRST = datetime.date(2027, 3, 1)
MORNING, EVENING = 8 * 60, 20 * 60
minutes = st.none() | st.integers(0, 24 * 60 - 1)
cues = st.lists(st.integers(0, 24 * 60 - 1), max_size=6, unique=True).map(sorted)
histories = st.dictionaries(st.integers(0, 27).map(lambda day: FIRST + day * ONE_DAY), st.lists(minutes, max_size=8))


@given(cues, histories)
def test_no_moment_is_met_more_often_than_there_were_days_or_sessions(
    cues: list[int], history: dict[datetime.date, list[int | None]]
) -> None:
    found = days_at(cues, history)
    days = [told for told in history.values() if told]
    assert len(found) == len(cues)
    assert all(0 <= number <= len(days) for number in found)
    assert sum(found) <= sum(len(told) for told in days)
    if len(cues) == 1:
        assert found == [len(days)]
    if cues:
        assert sum(found) >= len(days)  # whatever was done counts somewhere


@given(cues, histories, st.randoms(use_true_random=False), minutes)
def test_the_order_does_not_matter_and_one_session_more_takes_nothing_away(
    cues: list[int], history: dict[datetime.date, list[int | None]], chance: Any, more: int | None
) -> None:
    found = days_at(cues, history)
    mixed = {day: chance.sample(told, len(told)) for day, told in history.items()}
    assert days_at(cues, mixed) == found
    after = days_at(cues, {day: [*told, more] for day, told in history.items()})
    assert all(then >= now for now, then in zip(found, after, strict=True))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([7 * 60], [1, 0]),
        ([14 * 60], [1, 0]),  # as near to both
        ([14 * 60 + 1], [0, 1]),
        ([30], [0, 1]),  # half past midnight is nearer to the evening
        ([None], [1, 0]),
        ([None, 8 * 60], [1, 1]),
        ([None, None, None], [1, 1]),
        ([8 * 60, 9 * 60], [1, 0]),
        ([], [0, 0]),
    ],
)
def test_a_session_belongs_to_the_nearest_moment(told: list[int | None], found: list[int]) -> None:
    assert days_at([MORNING, EVENING], {FIRST: told}) == found


@pytest.fixture
def followed(cast: Cast) -> Cast:
    """Four days ago it began: two mornings and an evening were done, and one session was left out."""
    first = cast.client.today() - 4 * ONE_DAY
    Program.objects.filter(pk=cast.program.pk).update(start_on=first)
    cast.program.versions.update(effective_on=first)
    moments = [("After breakfast", datetime.time(8)), ("Before bed", datetime.time(22))]
    choose_cues(by=cast.client, program=cast.program, cues=moments)
    for number, hour, status in ((0, 8, "done"), (1, 7, "part"), (1, 21, "done"), (2, 8, "skipped")):
        did(cast, first + number * ONE_DAY, hour, status)
    return cast


def did(cast: Cast, day: datetime.date, hour: int, status: str) -> None:
    at = datetime.datetime.combine(day, datetime.time(hour), tzinfo=datetime.UTC)
    assert cast.program.current is not None
    key = cast.program.current.document["phases"][0]["items"][0]["key"]
    results = [{"item": key, "status": status}]
    body = session_body(cast.program, started_at=at.isoformat(), time_zone="UTC", day=day.isoformat(), results=results)
    record(by=cast.client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))


def test_therapist_reads_how_often_each_moment_was_met(followed: Cast) -> None:
    page = words_at(followed, f"/episodes/{followed.episode.pk}/")
    assert "After breakfast</strong>" in page
    assert "done on 2 of 4 planned days" in page
    assert "done on 1 of 4 planned days" in page


def test_client_reads_it_too_and_of_a_moment_without_a_day_no_nought(followed: Cast) -> None:
    page = words_at(followed, "/progress/")
    assert "done on 2 of 4 planned days" in page
    assert f'href="/programs/{followed.program.pk}/moments/"' in page
    choose_cues(by=followed.client, program=followed.program, cues=[("At night", datetime.time(2))])
    followed.client.sessions.all().update(deleted_at=followed.program.created_at)
    page = words_at(followed, "/progress/")
    assert "no day yet" in page
    assert "done on 0" not in page


def test_without_a_moment_nothing_is_said_of_any(cast: Cast) -> None:
    assert "chosen moments" not in words_at(cast, f"/episodes/{cast.episode.pk}/")
    assert "Your moments" not in words_at(cast, "/progress/")


def words_at(cast: Cast, address: str) -> str:
    user = cast.therapist if "episodes" in address else cast.client
    return " ".join(browser_of(user).get(address).content.decode().split())
