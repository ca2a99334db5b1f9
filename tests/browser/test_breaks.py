"""The page that runs breaks: a client's whole round, what a visitor can do, and a machine that is away."""

import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exercises.loading import load_catalogue
from programs.models import DayTally, Program, Session
from tests.browser.look import assert_fits, look
from tests.browser.people import SignIn
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user

UNTIL_SENT = """async () => {
  const { openDevice } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice();
  while ((await device.unsent()).length) await new Promise((done) => setTimeout(done, 100));
}"""
EVERY_HALF_HOUR = "60s every 30min 9-17"


@pytest.fixture
def program(db: Any) -> Program:
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    client = make_user("carl@example.org", "Carl")
    episode = make_episode(clinic=clinic, therapist=therapist, client=client)
    lines = (("bird-dog", "3x8 5s e/s"), ("movement-break", EVERY_HALF_HOUR), ("hourly-walk", "5min every 1h 9-17"))
    return make_published(episode=episode, by=therapist, plan=make_plan(*lines))


def do(page: Page, name: str) -> None:
    page.locator("#breaks").get_by_role("button", name=name, exact=True).click()


def expect_said(page: Page, words: str) -> None:
    expect(page.locator("#breaks-title")).to_contain_text(words)


def later(page: Page, minutes: float) -> None:
    """The clock on the wall moves on; the worker's ticks are real ones."""
    now = page.evaluate("Date.now()")
    page.clock.set_system_time(now / 1000 + 60 * minutes)


def test_client_runs_breaks_for_a_day_and_they_count(page: Page, sign_in: SignIn, program: Program) -> None:
    page.clock.set_system_time(noon(program))
    sign_in(page.context, program.episode.client)
    page.goto("/today/")
    page.get_by_role("link", name="Run your breaks").click()
    expect_said(page, "Ready when you are")
    look(page, "breaks-start")
    do(page, "Start for today")
    expect_said(page, "Next break at")
    look(page, "breaks-waiting")
    later(page, 30)
    expect_said(page, "Time for a break")
    expect(page).to_have_title("Break now · Breaks · Backfit")
    look(page, "breaks-due")
    do(page, "Start the break")
    expect_said(page, "Your break")
    look(page, "breaks-taking")
    later(page, 1)
    expect_said(page, "Next break at")
    expect(page.locator("#breaks")).to_contain_text("1 of 16 breaks today")
    page.locator("form[data-took]").first.get_by_role("button").click()
    expect(page.locator("#breaks")).to_contain_text("2 of 16 breaks today")
    is_recorded(page, program)


def noon(program: Program) -> float:
    today = program.episode.local_day()
    return datetime.datetime.combine(today, datetime.time(12), tzinfo=datetime.UTC).timestamp()


def is_recorded(page: Page, program: Program) -> None:
    page.evaluate(UNTIL_SENT)
    first, second = Session.objects.order_by("pk")
    assert (first.evidence, second.evidence) == ("timed", "ticked")
    assert first.is_break
    assert second.is_break
    assert first.results.get().seconds == 60
    assert DayTally.objects.get().sessions == 1
    page.goto("/today/")
    expect(page.get_by_role("complementary")).to_contain_text("2 breaks")
    look(page, "today-breaks")
