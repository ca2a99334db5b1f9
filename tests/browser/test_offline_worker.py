"""The worker by itself: it sends with no page open, and carries the player through a day without a network."""

import datetime
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program, Session
from tests.browser.offline import client_of, cut, keep, open_today, without_sending
from tests.browser.people import SignIn
from tests.browser.playing import WHOLE, make_client, open_player, press, save, start, tell, wait

PATIENCE = 30  # seconds

pytestmark = pytest.mark.parametrize("size", ["phone"])


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def arrived() -> None:
    until = time.monotonic() + PATIENCE
    while not Session.objects.exists():
        assert time.monotonic() < until, "The worker has sent nothing."
        time.sleep(0.1)


def test_worker_sends_what_is_queued_with_no_page_open(
    page: Page, sign_in: SignIn, program: Program, base_url: str, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    [name] = keep(page, program)
    page.goto("about:blank")
    page.context.unroute_all()
    assert not Session.objects.exists()
    browser = page.context.new_cdp_session(page)
    found: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(
            row["registrationId"] for row in told["registrations"] if base_url in row["scopeURL"]
        ),
    )
    browser.send("ServiceWorker.enable")
    until = time.monotonic() + PATIENCE
    while not found and time.monotonic() < until:
        page.wait_for_timeout(50)
    about = {"origin": f"{base_url}/", "registrationId": found[-1], "tag": "backfit-queue", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", about)
    arrived()
    assert str(Session.objects.get().uuid) == name
    page.goto("/unsent/")
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    faults.clear()


def finish(page: Page, seconds: float) -> None:
    wait(page, seconds)
    tell(page, pain=1, effort=2)
    save(page)
    expect(page.locator("#player")).to_contain_text("Saved on this device, not yet sent.")


def connect(page: Page) -> list[str]:
    """With a network again, all of it is sent; the days of what has arrived."""
    page.context.set_offline(False)
    page.goto("/unsent/")
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    return [str(session.day) for session in Session.objects.order_by("day")]


def test_client_reloads_the_player_and_finishes_and_begins_the_next_day_without_a_network(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    client = client_of(program)
    sign_in(page.context, client)
    open_today(page)
    open_player(page)
    start(page)
    wait(page, 60)
    cut(page.context, page)
    page.reload()
    press(page, "Go on")
    finish(page, WHOLE)
    assert not Session.objects.exists()
    today, tomorrow = client.today(), client.today() + datetime.timedelta(days=1)
    assert connect(page) == [str(today)]
    assert [result.status for result in Session.objects.get().results.all()] == ["done"] * 3
    page.goto("/play/")
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    cut(page.context, page)
    page.clock.set_system_time(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1))
    page.goto("/play/")
    expect(page.get_by_role("listitem")).to_contain_text(["Bridge", "Knee to chest", "Knee rolls"])
    start(page)
    finish(page, WHOLE + 1)
    assert connect(page) == [str(today), str(tomorrow)]
    faults.clear()
