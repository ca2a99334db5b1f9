"""Clocks that are wrong, journeys, and the nights on which the clock is moved."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from programs.models import Program, Session
from tests.browser.offline import client_of, cut, make_client, open_today
from tests.browser.people import SignIn

ZONES = [
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "UTC",
]
NIGHTS = ["2026-10-24", "2026-10-25", "2027-03-28", "2026-11-01", "2026-10-04", "2028-02-29", "2026-12-31"]

pytestmark = pytest.mark.parametrize("size", ["phone"])


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def test_day_of_the_device_is_that_of_the_server_in_every_zone_and_night(page: Page, db: Any) -> None:
    moments = [
        datetime.datetime.fromisoformat(f"{night}T00:00:00+00:00") + datetime.timedelta(minutes=30 * step)
        for night in NIGHTS
        for step in range(-12, 60)
    ]
    page.goto("/offline/")
    script = """async ([zones, moments]) => {
      const { dayIn } = await import("/static/backfit/js/offline/day.js");
      return zones.map((zone) => moments.map((moment) => dayIn(zone, new Date(moment))));
    }"""
    found = page.evaluate(script, [ZONES, [moment.isoformat() for moment in moments]])
    expected = [[moment.astimezone(ZoneInfo(zone)).date().isoformat() for moment in moments] for zone in ZONES]
    assert found == expected


def mark_one(page: Page) -> None:
    page.goto("/today/")
    page.get_by_role("checkbox", name="Bird dog done").check()
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("status").filter(has_text="Saved on this device.")).to_be_visible()


def test_clock_that_is_behind_or_ahead_by_a_day_loses_nothing_and_is_told(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    cut(page.context, page)
    now = datetime.datetime.now(datetime.UTC)
    today = client_of(program).today()
    page.clock.set_fixed_time(now - datetime.timedelta(days=1))
    mark_one(page)
    expect(page.get_by_text("The clock of this device seems to be wrong.")).to_be_visible()
    page.clock.set_fixed_time(now + datetime.timedelta(days=1))
    mark_one(page)
    expect(page.get_by_text("The clock of this device seems to be wrong.")).to_be_hidden()
    page.clock.set_fixed_time(now)
    page.context.set_offline(False)
    page.goto("/unsent/")
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    days = Session.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [today, today + datetime.timedelta(days=1)]
    faults.clear()


def test_day_on_a_journey_is_the_one_of_the_profile_and_the_zone_is_told(
    browser: Browser, base_url: str, sign_in: SignIn, program: Program
) -> None:
    page = browser.new_context(base_url=base_url, timezone_id="Pacific/Kiritimati").new_page()
    sign_in(page.context, client_of(program))
    open_today(page)
    cut(page.context, page)
    mark_one(page)
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="All sent")).to_be_visible()
    session = Session.objects.get()
    assert (session.day, session.time_zone) == (client_of(program).today(), "Pacific/Kiritimati")
    page.context.close()
