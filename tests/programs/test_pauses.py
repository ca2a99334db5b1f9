"""Pauses with dates, the last day of a program, and counters that agree with what is planned now."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.plans import Plan
from backfit.refusals import Conflict
from programs.models import DayTally, DeskState, Program
from programs.progress import progress_between
from programs.publishing import publish
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import make_plan, session_body
from tests.plan_page import text_of


@pytest.fixture
def program(cast: Cast) -> Program:
    """Begun three weeks ago, with something recorded today, yesterday and a week ago."""
    today = cast.client.today()
    Program.objects.filter(pk=cast.program.pk).update(start_on=today - 21 * ONE_DAY)
    program = Program.objects.select_related("current", "episode").get(pk=cast.program.pk)
    for days in (0, 1, 7):
        first, _second = session_body(program)["results"]
        body = session_body(program, day=(today - days * ONE_DAY).isoformat(), results=[first])
        record(by=cast.client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))
    return program


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


def day(program: Program, days: int) -> datetime.date:
    return program.episode.local_day() + days * ONE_DAY


def planned(program: Program) -> list[int]:
    """Of the days that have counters, the newest first."""
    return list(DayTally.objects.filter(program=program).order_by("-day").values_list("planned", flat=True))


def agree(program: Program, *, one_version: bool = True) -> None:
    """The counters of each day, the client's page and the desk say the same."""
    program = Program.objects.select_related("episode").prefetch_related("pauses", "versions").get(pk=program.pk)
    last = program.episode.local_day()
    [course] = progress_between([program], last - 6 * ONE_DAY, last)
    for shown in course.days:
        tally = DayTally.objects.filter(program=program, day=shown.day).first()
        assert tally is None or (tally.planned, tally.done) == (shown.planned, shown.done)
    row = DeskState.objects.get(episode=program.episode_id)
    assert not one_version or (row.planned, row.done) == (course.graded.planned, course.graded.done)


def test_therapist_pauses_from_a_day_to_a_day(desk: Client, program: Program) -> None:
    url = program.get_absolute_url()
    first, last = day(program, 3), day(program, 9)
    assert desk.post(f"{url}pause/", {"from_on": first, "until_on": last}).status_code == 302
    page = text_of(desk.get(url))
    assert f"From {first.day} {first:%B %Y} to {last.day} {last:%B %Y}" in page
    calendar = Program.objects.get(pk=program.pk).calendar
    assert [calendar.is_paused(day(program, number)) for number in (2, 3, 9, 10)] == [False, True, True, False]


def test_overlapping_pauses_are_refused_with_a_sentence(desk: Client, program: Program) -> None:
    url = program.get_absolute_url()
    program.pause(day(program, 10), day(program, 14))
    for first, last in ((14, 20), (8, 10), (11, 12), (1, None)):
        sent = {"from_on": day(program, first), "until_on": "" if last is None else day(program, last)}
        answer = desk.post(f"{url}pause/", sent)
        assert answer.status_code == 409
        assert "That overlaps the pause from" in text_of(answer)
    assert desk.post(f"{url}pause/", {"from_on": day(program, 15), "until_on": day(program, 15)}).status_code == 302
    assert desk.post(f"{url}pause/", {"from_on": day(program, 9), "until_on": day(program, 8)}).status_code == 400
    answer = desk.post(f"{url}pause/", {"from_on": "0001-01-01", "until_on": "x"})
    assert answer.status_code == 400
    assert program.pauses.count() == 2


def test_therapist_changes_a_pause_and_takes_it_back(desk: Client, program: Program) -> None:
    url = program.get_absolute_url()
    pause = program.pause(day(program, 3), day(program, 9))
    other = program.pause(day(program, 20), day(program, 22))
    address = f"{url}pauses/{pause.pk}/"
    assert "Change the pause" in text_of(desk.get(address))
    answer = desk.post(address, {"from_on": day(program, 4), "until_on": day(program, 20)})
    assert answer.status_code == 409
    assert "That overlaps the pause from" in text_of(answer)
    assert desk.post(address, {"from_on": day(program, 4), "until_on": day(program, 2)}).status_code == 400
    assert desk.post(address, {"from_on": day(program, 4), "until_on": day(program, 5)}).status_code == 302
    pause.refresh_from_db()
    assert (pause.from_on, pause.until_on) == (day(program, 4), day(program, 5))
    assert desk.post(f"{address}delete/").status_code == 302
    assert list(program.pauses.all()) == [other]
    assert desk.get(address).status_code == 404
    assert desk.get(f"{url}pauses/99999999999999999999999/").status_code == 404


def test_somebody_elses_pause_is_not_reached_through_an_own_program(desk: Client, program: Program, cast: Cast) -> None:
    other = Program.begin(
        episode=cast.other_episode, by=cast.therapist, name="Other", start_on=day(program, 0), plan=Plan()
    )
    pause = other.pause(day(program, 3), day(program, 9))
    assert desk.post(f"{program.get_absolute_url()}pauses/{pause.pk}/delete/").status_code == 404


def test_going_on_ends_a_pause_with_dates_as_well(desk: Client, program: Program) -> None:
    program.pause(day(program, -2), day(program, 5))
    desk.post(f"{program.get_absolute_url()}resume/")
    assert program.pauses.get().until_on == day(program, -1)


def test_counters_follow_a_pause_that_is_made_changed_and_taken_back(program: Program) -> None:
    assert planned(program) == [2, 2, 2]
    pause = program.pause(day(program, -1), day(program, 3))
    assert planned(program) == [0, 0, 2]
    agree(program)
    pause.change(day(program, -8), day(program, -7))
    assert planned(program) == [2, 2, 0]
    agree(program)
    pause.take_back()
    assert planned(program) == [2, 2, 2]
    agree(program)
    program.pause(day(program, -10))
    assert planned(program) == [0, 0, 0]
    program.resume(day(program, 0))
    assert planned(program) == [2, 0, 0]
    agree(program)


def test_counters_follow_a_publication_and_another_first_day(program: Program, cast: Cast) -> None:
    program.save_plan(make_plan(("glute-bridge", "3x10")))
    publish(program=program, by=cast.therapist, reason="One is enough")
    assert planned(program) == [1, 2, 2]
    agree(program, one_version=False)
    weekly = make_plan(("glute-bridge", "3x10"), days=(day(program, 1).isoweekday(),))
    program.save_plan(weekly)
    publish(program=program, by=cast.therapist, reason="Once a week")
    assert planned(program) == [0, 2, 2]
    agree(program, one_version=False)
    program.change(start_on=day(program, -3))
    assert planned(program) == [0, 2, 0]
    agree(program, one_version=False)


def test_counters_follow_a_first_day_that_was_moved_on_the_page(desk: Client, program: Program) -> None:
    assert planned(program) == [2, 2, 2]
    moved = {"name": program.name, "start_on": day(program, -3).isoformat()}
    assert desk.post(f"{program.get_absolute_url()}edit/", moved).status_code == 302
    assert planned(program) == [2, 2, 0]


def test_counting_again_costs_the_same_however_long_the_history(
    program: Program, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(32):  # half of them count anew what the desk shows
        program.pause(day(program, -20), day(program, 3))


def test_program_ends_on_a_day_to_come(desk: Client, program: Program, cast: Cast) -> None:
    url, last = program.get_absolute_url(), day(program, 10)
    answer = desk.post(f"{url}end/", {"on": last}, follow=True)
    assert f"The program ends on {last.day} {last:%B %Y}." in text_of(answer)
    assert f"It ends on {last.day} {last:%B %Y}." in text_of(answer)
    program.refresh_from_db()
    assert (program.ended_on, program.is_over) == (last, False)
    assert program in Program.objects.followed_by(cast.client, last)
    assert program not in Program.objects.followed_by(cast.client, last + ONE_DAY)
    assert program.episode.client_name in text_of(desk.get("/clients/?show=all"))
    program.save_plan(make_plan(("glute-bridge", "3x12")))
    desk.post(f"{url}end/", {"on": day(program, 5)})
    program.refresh_from_db()
    assert program.ended_on == day(program, 5)


def test_program_does_not_end_before_something_that_was_recorded(desk: Client, program: Program) -> None:
    answer = desk.post(f"{program.get_absolute_url()}end/", {"on": day(program, -3)})
    assert answer.status_code == 409
    assert "end the program on that day or later" in text_of(answer)
    with pytest.raises(Conflict):
        program.end(day(program, -1))
    assert desk.post(f"{program.get_absolute_url()}end/", {"on": "yesterday"}).status_code == 400
    assert desk.post(f"{program.get_absolute_url()}end/").status_code == 302
    program.refresh_from_db()
    assert (program.ended_on, program.is_over) == (day(program, 0), True)


def test_records_system_pauses_and_ends_with_dates(desk: Client, program: Program) -> None:
    address = f"/api/v1/programs/{program.pk}/"
    sent = {"from_on": day(program, 3).isoformat(), "until_on": day(program, 9).isoformat()}
    answer = desk.post(f"{address}pause/", sent, content_type="application/json")
    assert answer.json()["pauses"] == [sent]
    assert desk.post(f"{address}pause/", sent, content_type="application/json").status_code == 409
    wrong = {**sent, "until_on": day(program, 2).isoformat()}
    answer = desk.post(f"{address}pause/", wrong, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["until_on"])
    last = day(program, 30).isoformat()
    assert desk.post(f"{address}end/", {"on": last}, content_type="application/json").json()["ended_on"] == last
    assert desk.post(f"{address}end/", {"on": ["x"]}, content_type="application/json").status_code == 400
