"""A tab that is killed after each single step of a session: what was done is kept whole, and once."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from programs.models import Program, Session
from tests.browser.patience import eventually
from tests.browser.playing import (
    KEPT,
    client_of,
    is_sent,
    kept_place,
    make_client,
    open_player,
    press,
    save,
    start,
    tell,
    wait,
)

SignIn = Callable[[BrowserContext, Any], None]

# Ready, two repetitions, rest, two repetitions; ready, a hold, change of sides, a hold.
LINES = (("glute-bridge", "2x2 r5"), ("knee-to-chest", "1x1 4s e/s"))
# What is kept of the pain in the first exercise.
PAIN = """async () => {
  const { openDevice } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice();
  const session = await device.read("player");
  device.close();
  return session?.records[0].pain;
}"""
SENT = """async () => {
  const { openDevice } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice();
  await device.send();
  return (await device.unsent()).length;
}"""
# As if it was killed between two writes: what comes after the queue never happens.
DIES_AFTER_QUEUE = """async () => {
  const { Device } = await import("/static/backfit/js/device/device.js");
  Device.prototype.remove = () => new Promise(() => {});
}"""

pytestmark = pytest.mark.parametrize("size", ["phone"])


@pytest.fixture
def program(db: Any) -> Program:
    return make_client(*LINES)


def killed(page: Page) -> Page:
    """Closed without being asked, and opened again."""
    context = page.context
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto("/play/")
    return page


def test_tab_that_is_killed_after_every_step_keeps_the_session_whole_and_once(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 11)
    # Of somebody who only got ready, or did not finish the first repetition, there is nothing to go on with.
    page = killed(page)
    start(page)
    wait(page, 14)
    for line, step in [*((0, step) for step in range(2, 6)), *((1, step) for step in range(4))]:
        seconds = kept_place(page, line, step)
        page = killed(page)
        press(page, "Go on")
        wait(page, seconds + 0.1)
    assert kept_place(page, 2, 0) == 0
    page = killed(page)
    tell(page, pain=1, effort=2)
    page = killed(page)
    tell(page, pain=1, effort=2)
    save(page)
    is_sent(page)
    page = killed(page)
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    session = Session.objects.get()
    assert (session.evidence, session.worst_pain) == ("timed", 1)
    told = [
        (result.exercise, result.status, result.sets, result.reps, result.seconds) for result in session.results.all()
    ]
    assert told == [("glute-bridge", "done", 2, 2, None), ("knee-to-chest", "done", 1, None, 4)]


def test_tab_that_is_killed_as_it_saves_offers_nothing_a_second_time(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 100)
    tell(page, pain=1, effort=2)
    page.evaluate(DIES_AFTER_QUEUE)
    press(page, "Save")
    eventually(page, lambda: page.evaluate(KEPT) is None, "nothing of it is kept any more")
    assert page.evaluate(SENT) == 0
    page = killed(page)
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    assert Session.objects.get().results.count() == 2


def test_tab_that_is_killed_at_severe_pain_does_not_offer_to_go_on(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 12)
    press(page, "It hurts")
    press(page, "8")
    expect(page.get_by_role("dialog", name="Stop for today")).to_be_visible()
    eventually(page, lambda: page.evaluate(PAIN) == 8, "the pain is kept")
    page = killed(page)
    expect(page.get_by_role("group", name="Worst pain").get_by_role("radio", name="8")).to_be_checked()
    expect(page.get_by_role("button", name="Go on")).to_have_count(0)
    save(page)
    expect(page.get_by_role("dialog", name="Stop for today")).to_be_visible()
    eventually(page, lambda: page.evaluate(SENT) == 0, "it is sent")
    assert Session.objects.get().worst_pain == 8
