"""What the journeys through the player have in common."""

import datetime
from typing import Any

from playwright.sync_api import Page, expect

from accounts.models import User
from exercises.loading import load_catalogue
from programs.models import Program
from tests.browser.patience import eventually
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user

LINES = (("glute-bridge", "2x3 r20"), ("knee-to-chest", "1x2 5s e/s"), ("knee-rolls", "1x10s"))
MODULES = "/static/backfit/js/player"
KEPT = """async () => {
  const { openDevice } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice();
  const { line, step, lines } = (await device.read("player")) ?? {};
  device.close();
  if (!lines) return null;
  const { seconds = 0, work = false } = lines[line]?.steps[step] ?? {};
  return [line, step, work ? seconds + 3 : seconds];
}"""
# Seconds of these lines without a break: ready, two sets, rest; ready, side, switch, side; ready, hold.
WHOLE = (10 + 9 + 20 + 9) + (10 + 16 + 5 + 16) + (10 + 10)


def make_client(*lines: tuple[str, str], plan: Any = None) -> Program:
    """Carl's program, which runs for some days already."""
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    type(clinic).objects.filter(pk=clinic.pk).update(phone="+353 1 234 5678")
    client = make_user("carl@example.org", "Carl")
    episode = make_episode(clinic=clinic, therapist=therapist, client=client)
    plan = plan or make_plan(*(lines or LINES))
    start = client.today() - datetime.timedelta(days=3)
    return make_published(episode=episode, by=therapist, plan=plan, start_on=start)


def client_of(program: Program) -> User:
    client = program.episode.client
    assert client is not None
    return client


def open_player(page: Page, address: str = "/play/") -> None:
    """With a clock that stands until the test moves it."""
    page.clock.install()
    page.goto(address)
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    # It goes on until it hears of this, and cannot go back.
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 30)


def start(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("timer")).to_contain_text("Get ready")


def wait(page: Page, seconds: float) -> None:
    page.clock.run_for(round(1000 * seconds))


def kept_place(page: Page, line: int, step: int) -> float:
    """What the player keeps is written while it goes on: until the disk has it at that step of that line.

    How many seconds the step takes of somebody who needs 3 s to get back into position; 0 behind the last.
    """
    eventually(page, lambda: (page.evaluate(KEPT) or [])[:2] == [line, step], f"step {step} of line {line} is kept")
    return float(page.evaluate(KEPT)[2])


def press(page: Page, name: str) -> None:
    """What lies below an open dialogue cannot be pressed, although Playwright finds it."""
    place = page.locator("dialog[open], body:not(:has(dialog[open]))")
    place.get_by_role("button", name=name, exact=True).click()


def tell(page: Page, *, pain: int, effort: int, note: str = "") -> None:
    page.get_by_role("group", name="Worst pain").get_by_role("radio", name=str(pain), exact=True).check()
    page.get_by_role("group", name="How hard was it?").get_by_role("radio", name=str(effort), exact=True).check()
    page.get_by_label("Anything to tell your therapist?").fill(note)


def save(page: Page) -> None:
    press(page, "Save")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def is_sent(page: Page) -> None:
    expect(page.locator("#player").get_by_role("status")).to_have_text("Your therapist can see it now.")


def look_quickly(page: Page) -> Any:
    """Where the player is: its heading, side and set, and the words around the number."""
    where = page.locator(".stage__where").inner_text()
    return page.get_by_role("heading", level=1).inner_text(), where, page.get_by_role("timer").inner_text()
