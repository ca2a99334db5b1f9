"""A returned paper sheet: two weeks in one screen, kept as sessions marked as from paper."""

import datetime
import uuid
from typing import Any

import pytest

from programs.models import Attention, CheckIn, DayTally, Pause, Program, Session
from programs.publishing import publish
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record, withdraw
from tests.budgets import LOGGED
from tests.cast import Cast
from tests.factories import make_episode, make_plan, make_program, make_published, session_body
from tests.programs.pages import browser_of


@pytest.fixture
def running(cast: Cast) -> Cast:
    """The program began thirty days ago."""
    Program.objects.filter(pk=cast.program.pk).update(start_on=cast.client.today() - 30 * ONE_DAY)
    cast.program.versions.update(effective_on=cast.client.today() - 30 * ONE_DAY)
    return cast


def first_of(cast: Cast) -> datetime.date:
    return cast.client.today() - 14 * ONE_DAY


def keys_of(cast: Cast) -> list[str]:
    assert cast.program.current is not None
    return [item["key"] for phase in cast.program.current.document["phases"] for item in phase["items"]]


def send(cast: Cast, who: str = "therapist", **data: str) -> Any:
    body = {"first": first_of(cast).isoformat(), "note": "", **data}
    return browser_of(getattr(cast, who)).post(f"/programs/{cast.program.pk}/paper/", body)


def ticks(cast: Cast, *days: int) -> dict[str, str]:
    """Both exercises on each of the days, which are counted from the first."""
    return {f"tick-{day}-{key}": "on" for day in days for key in keys_of(cast)}


def open_sheet(cast: Cast, who: str = "therapist", query: str = "") -> Any:
    return browser_of(getattr(cast, who)).get(f"/programs/{cast.program.pk}/paper/{query}")


def test_therapist_enters_two_weeks_in_one_go(running: Cast) -> None:
    page = open_sheet(running).content.decode()
    assert page.count('type="checkbox"') == 2 * 14
    data = ticks(running, 0, 3) | {f"tick-13-{keys_of(running)[0]}": "on"}
    data |= {"pain-0": "4", "effort-0": "6", "morning-0": "5", "pain-13": "0", "note": "Slept badly."}
    assert send(running, **data).status_code == 302
    sessions = list(Session.objects.order_by("day"))
    assert [session.day for session in sessions] == [first_of(running) + number * ONE_DAY for number in (0, 3, 13)]
    assert {session.evidence for session in sessions} == {"paper"}
    assert {(session.client, session.recorded_by) for session in sessions} == {(running.client, running.therapist)}
    assert [(session.worst_pain, session.effort) for session in sessions] == [(4, 6), (None, None), (0, None)]
    assert [session.results.count() for session in sessions] == [2, 2, 1]
    assert [session.note for session in sessions] == ["", "", "Slept badly."]
    check_in = CheckIn.objects.get()
    assert (check_in.day, check_in.pain) == (first_of(running) + ONE_DAY, 5)
    assert DayTally.objects.get(day=first_of(running)).done == 2
    record_page = browser_of(running.therapist).get(f"/episodes/{running.episode.pk}/").content.decode()
    assert record_page.count('href="#way-paper"') == 3 + 1  # and one in the legend
    assert "5 from paper" in record_page


def test_the_same_sheet_sent_twice_changes_nothing(running: Cast) -> None:
    data = ticks(running, 1, 2) | {"pain-1": "3", "morning-1": "2", "note": "Once."}
    assert send(running, **data).status_code == 302
    kept = list(Session.objects.order_by("pk").values())
    assert send(running, **data).status_code == 302
    assert list(Session.objects.order_by("pk").values()) == kept
    assert CheckIn.objects.count() == 1


def test_a_second_sheet_with_other_answers_is_refused_and_keeps_nothing(running: Cast) -> None:
    send(running, **ticks(running, 1))
    response = send(running, **ticks(running, 1, 4), **{"pain-1": "8"})
    assert response.status_code == 400
    assert "It was entered before with other answers" in response.content.decode()
    assert Session.objects.get().worst_pain is None


def test_days_that_have_a_session_are_shown_and_not_overwritten(running: Cast) -> None:
    day = first_of(running) + 2 * ONE_DAY
    body = SessionBody.model_validate(session_body(running.program, day=day.isoformat(), evidence="timed"))
    record(by=running.client, uuid=uuid.uuid4(), body=body)
    CheckIn.objects.create(episode=running.episode, day=day + ONE_DAY, pain=6, told_by=running.client)
    page = open_sheet(running).content.decode()
    assert f'name="tick-2-{keys_of(running)[0]}"' not in page
    assert 'name="pain-2"' not in page
    assert 'name="morning-2"' not in page
    assert "timed" in page
    response = send(running, **ticks(running, 2, 5))
    assert response.status_code == 400
    assert "Nothing can be entered here: recorded already." in response.content.decode()
    assert Session.objects.count() == 1
    assert send(running, **ticks(running, 5), **{"morning-2": "1"}).status_code == 400
    assert CheckIn.objects.get().pain == 6


def test_what_the_client_deleted_is_not_entered_again(running: Cast) -> None:
    send(running, **ticks(running, 1))
    withdraw(Session.objects.get())
    assert "deleted by the client" in open_sheet(running).content.decode()
    assert send(running, **ticks(running, 1)).status_code == 400


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"pain-0": "11"}, "Worst pain is a whole number from 0 to 10."),
        ({"effort-0": "-1"}, "Effort is a whole number from 0 to 10."),
        ({"morning-0": "2.5"}, "Pain next morning is a whole number from 0 to 10."),
        ({"pain-0": "9" * 400}, "Worst pain is a whole number from 0 to 10."),
        ({"pain-1": "3"}, "Tick what was done, too"),
        ({"tick-0-nonsense": "on"}, "The program has changed since this sheet was opened."),
        ({"tick-99-nonsense": "on"}, "The program has changed since this sheet was opened."),
        ({"note": "n" * 2001}, "at most 2000 characters"),
    ],
)
def test_one_fault_keeps_nothing_and_everything_typed(running: Cast, data: dict[str, str], sentence: str) -> None:
    response = send(running, **{**ticks(running, 0), **data})
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert page.count(" checked") == 2
    assert not Session.objects.exists()


def test_an_empty_sheet_is_asked_back(running: Cast) -> None:
    assert "Nothing is ticked yet." in send(running).content.decode()
    assert "the note is kept with it" in send(running, note="Only words.", **{"morning-0": "3"}).content.decode()
    assert not CheckIn.objects.exists()


def test_days_before_pauses_and_days_to_come_are_closed(running: Cast) -> None:
    today = running.client.today()
    Program.objects.filter(pk=running.program.pk).update(start_on=first_of(running) + 2 * ONE_DAY)
    Pause.objects.create(program=running.program, from_on=today - 6 * ONE_DAY, until_on=today - 5 * ONE_DAY)
    page = open_sheet(running).content.decode()
    assert page.count('type="checkbox"') == 2 * (14 - 2 - 2)
    for why in ("before the first day", "paused"):
        assert why in page
    assert send(running, **ticks(running, 3, 0)).status_code == 400
    ahead = open_sheet(running, query=f"?first={today.isoformat()}").content.decode()
    assert "still to come" in ahead
    assert ahead.count('type="checkbox"') == 2
    assert 'name="morning-0"' not in ahead, "the next morning has not come yet"


def test_a_change_of_version_shows_the_items_of_both(running: Cast) -> None:
    [bridge, bird_dog] = keys_of(running)
    program = Program.objects.get(pk=running.program.pk)
    plan = make_plan(("glute-bridge", "3x12"))
    program.save_plan(plan)
    version = publish(program=program, by=running.therapist, reason="Less.")
    type(version).objects.filter(pk=version.pk).update(effective_on=first_of(running) + 7 * ONE_DAY)
    page = open_sheet(running).content.decode()
    new = plan.phases[0].items[0].key
    assert page.count('type="checkbox"') == 7 * 2 + 7
    assert f'name="tick-6-{bird_dog}"' in page
    assert f'name="tick-7-{bird_dog}"' not in page
    assert "not in the program on that day" in page
    assert send(running, **{f"tick-6-{bridge}": "on", f"tick-7-{new}": "on"}).status_code == 302
    assert [session.version.number for session in Session.objects.order_by("day")] == [1, 2]


def test_a_sheet_waits_until_the_client_has_an_account(cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_name="Nora New")
    program = make_published(episode=episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))
    browser = browser_of(cast.therapist)
    for response in (browser.get(f"/programs/{program.pk}/paper/"), browser.post(f"/programs/{program.pk}/paper/")):
        assert response.status_code == 409
        assert "Nora New has not accepted the invitation yet." in response.content.decode()


def test_a_draft_has_no_sheet(cast: Cast) -> None:
    program = make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))
    response = browser_of(cast.therapist).get(f"/programs/{program.pk}/paper/")
    assert response.status_code == 409
    assert "has not been published yet" in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("client", 403), ("colleague", 404), ("stranger", 404), ("manager", 404)])
def test_a_sheet_is_for_the_care_team(running: Cast, who: str, status: int) -> None:
    assert open_sheet(running, who).status_code == status
    assert send(running, who, **ticks(running, 0)).status_code == status
    assert not Session.objects.exists()


@pytest.mark.parametrize("first", ["nonsense", "0225-01-01", "2027-02-30", "9999-12-31"])
def test_a_first_day_that_is_none_is_asked_back(running: Cast, first: str) -> None:
    assert open_sheet(running, query=f"?first={first}").status_code == 400
    assert send(running, first=first).status_code == 400


@pytest.mark.parametrize("first", ["2000-01-01", "2099-12-31"])
def test_weeks_without_the_program_have_no_grid(running: Cast, first: str) -> None:
    response = open_sheet(running, query=f"?first={first}")
    assert response.status_code == 200
    assert "The program did not run in these two weeks" in response.content.decode()


def test_a_sheet_costs_as_few_queries_however_much_is_recorded(
    running: Cast, django_assert_max_num_queries: Any
) -> None:
    send(running, **ticks(running, *range(14)), **{f"morning-{day}": "3" for day in range(14)})
    browser = browser_of(running.therapist)
    with django_assert_max_num_queries(11 + LOGGED):
        assert browser.get(f"/programs/{running.program.pk}/paper/").status_code == 200


def test_a_morning_that_has_not_come_is_not_kept(running: Cast) -> None:
    """Whatever the browser sends: the page has no field for it."""
    today = running.client.today()
    first = {"first": today.isoformat()}
    refused = send(running, **ticks(running, 0), **first, **{"morning-0": "4"})
    assert refused.status_code == 400
    assert "cannot be entered for this day" in refused.content.decode()
    Program.objects.filter(pk=running.program.pk).update(start_on=first_of(running) + 5 * ONE_DAY)
    assert 'name="morning-3"' not in open_sheet(running).content.decode()
    assert send(running, **{"morning-3": "4"}).status_code == 400
    assert not CheckIn.objects.exists()
    assert not Session.objects.exists()


def test_a_bad_morning_from_paper_is_seen_at_once(running: Cast) -> None:
    running.episode.change(usual_pain=2)
    assert send(running, **ticks(running, 12), **{"morning-12": "7"}).status_code == 302
    kinds = Attention.objects.open().filter(episode=running.episode).values_list("kind", flat=True)
    assert "morning-rise" in kinds
