"""The page that runs breaks: a client's whole round, what a visitor can do, and a machine that is away."""

import datetime
import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exercises.loading import load_catalogue
from programs.models import DayTally, Program, Session
from tests.browser.look import assert_fits, look
from tests.browser.offline import client_of
from tests.browser.patience import until
from tests.browser.people import SignIn
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user

UNTIL_SENT = """async () => {
  const { openDevice } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice();
  while ((await device.unsent()).length) await new Promise((done) => setTimeout(done, 100));
}"""
EVERY_HALF_HOUR = "60s every 30min 9-17"
MINUTE = 60_000  # ms
HALF_HOUR = 30 * MINUTE
PATIENCE = 60_000  # ms, for what takes eight seconds


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


def before(page: Page, moment: float, seconds: float) -> None:
    """So many seconds before a moment that the page's own log names in ms: what it took to get here is left out."""
    page.clock.set_system_time(moment / 1000 - seconds)


def log_of(page: Page, owner: object) -> Any:
    return json.loads(page.evaluate("name => localStorage.getItem(name)", f"backfit-breaks:{owner}:log"))


def has_ticked(page: Page, owner: str) -> None:
    """The page has looked at the clock as it stands now: steps that it met as one would be longer ones."""
    script = "([name, now]) => JSON.parse(localStorage.getItem(name)).seen >= now"
    until(page, script, [f"backfit-breaks:{owner}:log", page.evaluate("Date.now()")])


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


def at_noon(day: datetime.date) -> float:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC).timestamp()


def noon(program: Program) -> float:
    return at_noon(program.episode.local_day())


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


@pytest.mark.parametrize("size", ["phone"])
def test_client_without_a_network_keeps_the_break_until_it_is_sent(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    page.clock.set_system_time(noon(program))
    sign_in(page.context, program.episode.client)
    page.goto("/breaks/")
    expect_said(page, "Ready when you are")
    page.context.set_offline(True)
    do(page, "Take a break now")
    do(page, "Done")
    expect(page.locator("#breaks")).to_contain_text("1 of 16 breaks today")
    expect(page.locator("#breaks")).to_contain_text("Not sent yet: 1.")
    assert not Session.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert Session.objects.get().evidence == "ticked"
    faults.clear()  # the browser complains of each request that found no network


@pytest.mark.parametrize("size", ["desktop"])
def test_client_with_the_keyboard_alone_on_a_narrow_screen(page: Page, sign_in: SignIn, program: Program) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.clock.set_system_time(noon(program))
    sign_in(page.context, program.episode.client)
    page.goto("/breaks/")
    expect_said(page, "Ready when you are")
    assert_fits(page, "breaks at 320 px")
    page.locator("#breaks").get_by_role("button", name="Start for today").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take a break now")).to_be_focused()
    later(page, 30)
    expect_said(page, "Time for a break")
    assert_fits(page, "a break that is due at 320 px")
    expect(page.get_by_role("button", name="Start the break")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="In 5 min")).to_be_focused()
    page.keyboard.press("Enter")
    expect_said(page, "Next break at 12:35")
    later(page, 6)
    expect_said(page, "Time for a break")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Done")).to_be_focused()
    assert_fits(page, "a break that goes on at 320 px")
    page.keyboard.press("Enter")
    expect(page.locator("#breaks")).to_contain_text("1 of 16 breaks today")


@pytest.mark.parametrize("size", ["desktop"])
def test_visitor_runs_breaks_that_stay_in_the_browser(page: Page, db: Any) -> None:
    load_catalogue()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    page.clock.set_system_time(at_noon(datetime.datetime.now(datetime.UTC).date()))
    page.goto("/exercises/eyes-20-20-20/")
    page.get_by_role("link", name="Run it at your desk").click()
    expect(page.locator("#breaks [data-habit]:visible")).to_contain_text("20-20-20")
    page.get_by_label("Every").select_option("40")
    page.get_by_label("At most").select_option("4")
    page.get_by_label("Until").fill("08:00")
    page.get_by_label("Until").blur()
    expect(page.locator("#breaks-hours")).to_contain_text("the second at least an hour after the first")
    page.get_by_label("From").fill("22:00")
    page.get_by_label("Until").fill("06:00")
    page.get_by_label("Until").blur()
    expect(page.locator("#breaks-hours")).to_be_hidden()
    expect(page.locator("#breaks [data-line]")).to_contain_text("22:00 to 06:00")
    page.get_by_label("From").fill("09:00")
    page.get_by_label("Until").fill("17:00")
    page.get_by_label("Until").blur()
    expect(page.locator("#breaks-hours")).to_be_hidden()
    look(page, "breaks-visitor")
    page.clock.set_system_time(at_noon(datetime.datetime.now(datetime.UTC).date()))  # looking took its time
    do(page, "Start for today")
    expect_said(page, "Next break at 12:40")
    page.goto("/breaks/")
    expect_said(page, "Next break at 12:40")
    ignores_three(page)
    assert not sent


def ignores_three(page: Page) -> None:
    page.evaluate(TWO_WERE_IGNORED)
    later(page, 40)
    expect_said(page, "Time for a break")
    for _tick in range(3):  # longer steps are those of a computer that slept
        later(page, 4)
        has_ticked(page, "visitor")
    expect(page.locator("[data-slower]")).to_contain_text("they now come every 80 min")
    look(page, "breaks-slower")
    do(page, "Back to every 40 min")
    expect(page.locator("[data-slower]")).to_be_hidden()
    do(page, "Mute today")
    expect_said(page, "Muted for today")
    do(page, "Unmute")
    do(page, "Stop for today")
    expect_said(page, "Ready when you are")


TWO_WERE_IGNORED = """() => {
  const name = "backfit-breaks:visitor:log";
  const log = JSON.parse(localStorage.getItem(name));
  log.events = [1, 2].map(() => ({ at: log.started, kind: "ignored", cue: log.started }));
  localStorage.setItem(name, JSON.stringify(log));
}"""


@pytest.mark.parametrize("size", ["phone"])
def test_a_nurse_on_nights_has_one_run_and_it_counts_for_the_evening(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    """From 22 to 6: what is taken at 2 belongs to the day before, and so does the page that is loaded then."""
    evening = program.episode.local_day() - datetime.timedelta(days=1)
    begun_earlier(program, evening)
    page.clock.set_system_time(at_noon(evening) + 10 * 3600)
    sign_in(page.context, program.episode.client)
    page.goto(f"/breaks/?day={evening}")
    page.get_by_label("From").fill("22:00")
    page.get_by_label("Until").fill("06:00")
    page.get_by_label("Until").blur()
    do(page, "Start for today")
    expect_said(page, "Next break at 22:30")
    later(page, 4 * 60)
    expect_said(page, "Time for a break")
    do(page, "Start the break")
    do(page, "Done")
    expect(page.locator("#breaks")).to_contain_text("1 of 16 breaks today")
    page.evaluate(UNTIL_SENT)
    assert Session.objects.get().day == evening
    page.goto("/breaks/")
    page.wait_for_url(f"**/breaks/?day={evening}")
    expect(page.locator("#breaks")).to_contain_text("1 of 16 breaks today")
    look(page, "breaks-night")


def begun_earlier(program: Program, day: datetime.date) -> None:
    program.start_on = day
    program.save(update_fields=["start_on"])
    program.versions.update(effective_on=day)


COUNT_NOTICES = """
window.notices = 0;
window.Notification = class {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor() { window.notices += 1; }
  close() {}
};
// Once the service worker has settled, it is the one that shows them.
const { prototype } = globalThis.ServiceWorkerRegistration ?? {}; // the page before the first one has none
if (prototype) prototype.showNotification = async () => { window.notices += 1; };
document.hasFocus = () => false;
"""


@pytest.mark.parametrize("size", ["desktop"])
def test_two_tabs_give_one_notice_and_share_the_day(page: Page, sign_in: SignIn, program: Program) -> None:
    page.context.add_init_script(COUNT_NOTICES)
    sign_in(page.context, program.episode.client)
    page.clock.set_system_time(noon(program))
    page.goto("/breaks/")
    page.get_by_label("A notification").check()
    do(page, "Start for today")
    other = page.context.new_page()
    other.goto("/breaks/")
    expect_said(other, "Next break at 12:30")
    later(page, 30)  # of both, for the clock is that of the browser
    for each in (page, other):
        expect_said(each, "Time for a break")
    # Before it rings, each asks for up to two seconds whether the day was stopped: by this machine's clock.
    for _try in range(60):
        if page.evaluate("notices") + other.evaluate("notices"):
            break
        page.wait_for_timeout(500)
    page.wait_for_timeout(2500)
    assert page.evaluate("notices") + other.evaluate("notices") == 1
    do(other, "Not now")
    expect_said(page, "Next break at 13:00")


@pytest.mark.parametrize("size", ["phone"])
def test_real_seconds_bring_the_break_and_the_end_of_it(page: Page, sign_in: SignIn, program: Program) -> None:
    """No clock is moved while it runs: a break is met some seconds before its cue, and before its end."""
    page.clock.set_system_time(noon(program))
    client = client_of(program)
    sign_in(page.context, client)
    page.goto("/breaks/")
    do(page, "Start for today")
    expect_said(page, "Next break at")
    before(page, log_of(page, client.pk)["started"] + HALF_HOUR, 8)
    expect_said(page, "Next break at")
    expect(page.locator("#breaks-title")).to_contain_text("Time for a break", timeout=PATIENCE)
    do(page, "Start the break")
    expect_said(page, "Your break")
    before(page, log_of(page, client.pk)["taking"]["at"] + MINUTE, 8)
    expect_said(page, "Your break")
    expect(page.locator("#breaks-title")).to_contain_text("Next break at 13:00", timeout=PATIENCE)
    page.evaluate(UNTIL_SENT)
    assert Session.objects.get().evidence == "timed"


@pytest.mark.parametrize("size", ["phone"])
def test_without_javascript_a_break_still_counts(
    new_context: Any, sign_in: SignIn, program: Program, base_url: str
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, program.episode.client)
    page = context.new_page()
    page.goto(f"{base_url}/breaks/")
    expect(page.locator("#breaks")).to_be_hidden()
    page.get_by_role("button", name="I had a break").first.click()
    expect(page.get_by_role("status").get_by_text("Your break counts.")).to_be_visible()
    expect(page.get_by_text("1 of 16 breaks today")).to_be_visible()
