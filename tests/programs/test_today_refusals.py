"""What Today refuses, and that nothing typed is lost by it."""

import datetime

import pytest
import time_machine

from programs.models import Program, Session
from programs.schedule import ONE_DAY
from tests.cast import Cast
from tests.programs.pages import browser_of, field_of, kept, page_of, ticked, unmarked


def test_client_saves_nothing_marked_and_loses_nothing(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = unmarked(page_of(browser)) | {"note": "Only this.", "worst_pain": "4"}
    response = browser.post("/today/", data)
    assert response.status_code == 400
    assert "Mark at least one exercise" in response.content.decode()
    assert "Only this." in response.content.decode()
    assert data["uuid"] in response.content.decode()
    assert kept(cast.client) == []


def test_client_types_numbers_without_a_mark_and_is_asked(cast: Cast) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    data = ticked(form, "glute-bridge") | {field_of(form, "bird-dog", "reps"): "5"}
    response = browser.post("/today/", data)
    assert response.status_code == 400
    assert "Tick it, or say that you did it partly" in response.content.decode()
    assert kept(cast.client) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"worst_pain": "11"},
        {"effort": "-1"},
        {"effort": "much"},
        {"uuid": "not-one"},
        {"uuid": ""},
        {"started_at": "soon"},
        {"started_at": "2026-11-22T10:00:00"},
        {"started_at": "0001-01-01T00:00:00+00:00"},
        {"note": "x" * 2001},
        {"note": "a\x00b"},
        {"day": "2999-01-01"},
        {"day": "9999-12-31"},
    ],
)
def test_client_sends_what_cannot_be_and_gets_400(cast: Cast, wrong: dict[str, str]) -> None:
    browser = browser_of(cast.client)
    assert browser.post("/today/", ticked(page_of(browser)) | wrong).status_code == 400
    assert kept(cast.client) == []


@pytest.mark.parametrize("wrong", [{"sets": "101"}, {"sets": "-1"}, {"reps": "many"}, {"how": "unheard-of"}])
def test_client_sends_impossible_numbers_and_gets_400(cast: Cast, wrong: dict[str, str]) -> None:
    browser = browser_of(cast.client)
    form = page_of(browser)
    data = ticked(form) | {field_of(form, "glute-bridge", name): value for name, value in wrong.items()}
    assert browser.post("/today/", data).status_code == 400
    assert kept(cast.client) == []


def test_client_in_a_zone_that_we_do_not_know_loses_nothing(cast: Cast) -> None:
    browser = browser_of(cast.client)
    browser.post("/today/", ticked(page_of(browser), time_zone="Moon/Tranquility"))
    assert kept(cast.client)[0].time_zone == "UTC"


def test_client_whose_program_was_paused_meanwhile_gets_409_and_keeps_the_page(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = ticked(page_of(browser), note="Half an hour of work")
    cast.program.pause(cast.client.today())
    response = browser.post("/today/", data)
    assert response.status_code == 409
    assert "This program is paused on that day." in response.content.decode()
    assert "Half an hour of work" in response.content.decode()
    assert kept(cast.client) == []


def test_client_whose_program_ended_meanwhile_gets_409(cast: Cast) -> None:
    browser = browser_of(cast.client)
    data = ticked(page_of(browser))
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - 2 * ONE_DAY, tick=False):
        Program.objects.filter(pk=cast.program.pk).update(start_on=cast.client.today())
        cast.program.refresh_from_db()
        cast.program.end(cast.client.today())
    response = browser.post("/today/", data)
    assert response.status_code == 409
    assert "has ended meanwhile" in response.content.decode()


def test_client_cannot_record_in_the_program_of_another(cast: Cast) -> None:
    data = ticked(page_of(browser_of(cast.client)))
    response = browser_of(cast.other_client).post("/today/", data)
    assert response.status_code == 409
    assert not Session.objects.exists()
