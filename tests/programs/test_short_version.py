"""The short version for a bad day: offered, done, counted as the whole day and told apart."""

import uuid
from typing import Any

import pytest

from accounts.plans import Item, Phase, Plan
from programs.models import DayTally, Program, Session
from programs.progress import ProgramProgress, progress_between
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import make_exercise, read_dose, session_body
from tests.programs.pages import browser_of, page_of, published_again, ticked


@pytest.fixture
def program(cast: Cast) -> Program:
    """Three exercises, one of which stays on a bad day."""
    make_exercise("Cat cow")
    items = (
        Item(key="cat-cow", exercise="cat-cow", dose=read_dose("1x8"), short=True),
        Item(key="bridge", exercise="glute-bridge", dose=read_dose("3x10")),
        Item(key="bird", exercise="bird-dog", dose=read_dose("3x8")),
    )
    return published_again(cast, Plan(phases=(Phase(items=items),)))


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def short_page(cast: Cast) -> Any:
    return browser_of(cast.client).get("/today/short/").context["form"]


def test_client_is_offered_the_short_version_and_does_it(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    today = text_of(browser.get("/today/"))
    assert "A bad day? 1 min" in today
    assert "The short version: 1 exercise<" in today
    page = text_of(browser.get("/today/short/"))
    assert "Cat cow" in page
    assert "Bird dog" not in page
    answer = browser.post("/today/short/", ticked(short_page(cast)))
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    session = Session.objects.get(program=program)
    assert session.short
    tally = DayTally.objects.get(program=program)
    assert (tally.planned, tally.done, tally.short) == (1, 1, True)
    today = text_of(browser.get("/today/"))
    assert "The short version is done, and the day counts." in today
    assert "A bad day?" not in today
    assert "Bird dog" in today


def today_of(program: Program) -> ProgramProgress:
    program = Program.objects.select_related("episode").prefetch_related("pauses", "versions").get(pk=program.pk)
    today = program.episode.local_day()
    [course] = progress_between([program], today, today)
    return course


def test_day_in_the_short_version_counts_in_full_and_is_told_apart(program: Program, cast: Cast) -> None:
    browser_of(cast.client).post("/today/short/", ticked(short_page(cast)))
    shown = today_of(program)
    assert (shown.graded.planned, shown.graded.done, shown.graded.percent) == (1, 1, 100)
    assert shown.days[-1].short
    session = Session.objects.get(program=program)
    therapist = browser_of(cast.therapist)
    assert "short version" in text_of(therapist.get(cast.episode.get_absolute_url())).lower()
    assert "Short version" in text_of(therapist.get(session.get_absolute_url()))


def test_more_than_the_short_version_does_not_make_the_day_worse(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    browser.post("/today/short/", ticked(short_page(cast)))
    browser.post("/today/", ticked(page_of(browser), "bird-dog"))
    shown = today_of(program)
    assert shown.graded.percent == 100


def test_plan_without_short_items_offers_none(cast: Cast) -> None:
    browser = browser_of(cast.client)
    assert "A bad day?" not in text_of(browser.get("/today/"))
    answer = browser.get("/today/short/")
    assert answer.status_code == 200
    assert "No short version today" in text_of(answer)
    assert browser.post("/today/short/", {}).status_code == 400


def test_app_says_that_the_short_version_was_done(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    address = f"/api/v1/sessions/{uuid.uuid4()}/"
    body = session_body(program, short=True, results=[{"item": "cat-cow", "status": "done"}])
    assert browser.put(address, body, content_type="application/json").json()["short"] is True
    assert browser.get("/api/v1/today/").json()["programs"][-1]["short"] is True
    [day] = browser.get(f"/api/v1/programs/{program.pk}/progress/?first={program.start_on}").json()["days"]
    assert (day["planned"], day["done"], day["short"]) == (1, 1, True)
    wrong = browser.put(address, {**body, "short": "yes"}, content_type="application/json")
    assert wrong.status_code == 400
    assert "short" in wrong.json()


def test_marker_does_not_change_what_sessions_from_before_say(program: Program, cast: Cast) -> None:
    """The same upload from a phone that knows nothing of the marker is still the same one."""
    body = session_body(program)
    name = uuid.uuid4()
    record(by=cast.client, uuid=name, body=SessionBody.model_validate(body))
    _session, outcome = record(by=cast.client, uuid=name, body=SessionBody.model_validate({**body, "short": False}))
    assert outcome == "unchanged"
    assert SessionBody.model_validate(body).digest() != SessionBody.model_validate({**body, "short": True}).digest()


def test_correction_keeps_the_short_version_short(program: Program, cast: Cast) -> None:
    browser = browser_of(cast.client)
    browser.post("/today/short/", ticked(short_page(cast)))
    session = Session.objects.get(program=program)
    form = browser.get(f"{session.get_absolute_url()}edit/").context["form"]
    sent = ticked(form, "cat-cow", worst_pain=4)
    assert browser.post(f"{session.get_absolute_url()}edit/", sent).status_code == 302
    session.refresh_from_db()
    assert (session.revision, session.worst_pain, session.short) == (2, 4, True)
