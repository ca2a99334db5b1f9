"""The easier version in the player: at the start of an exercise, when it is too hard, and without a network."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.plans import Phase, Plan
from exercises.loading import load_catalogue
from exercises.models import Exercise
from programs.models import Program, Session
from tests.browser.look import look
from tests.browser.offline import cut, open_today, send
from tests.browser.playing import (
    MODULES,
    client_of,
    is_sent,
    make_client,
    open_player,
    press,
    save,
    start,
    tell,
    wait,
)
from tests.factories import make_plan, make_routine, make_user

pytestmark = pytest.mark.parametrize("size", ["phone"])

SignIn = Callable[[BrowserContext, Any], None]
TOO_HARD = "Easier version"
# Ready, a set of four, rest, a set of four.
WHOLE = 10 + 12 + 20 + 12
PICTURE_IS_KEPT = """async () => {
  const { openDevice, personHere } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice(personHere());
  const copy = await device?.copy();
  const item = copy && Object.values(copy.programs[0].items).find((each) => each.easier);
  const picture = item && copy.pictures[item.easier.figure.digest];
  return Boolean(picture) && (await device.store.names("kept")).some((name) => name.includes(picture.still));
}"""
# For each pair of doses and each step at which somebody changes over: what is left, and where it goes on.
CHANGES = """async ([folder, pairs]) => {
  const { scriptOf } = await import(`${folder}/script.js`);
  const { eased, hasBegun, uneased, variantOf } = await import(`${folder}/easier.js`);
  const { statusOf, resultOf } = await import(`${folder}/told.js`);
  const withSteps = (line) => ({ ...line, steps: scriptOf(line.item.dose) });
  const faults = [];
  for (const [dose, other] of pairs) {
    const item = { name: "usual", dose, note: "n", easier: { name: "easier", dose: other } };
    const line = withSteps({ key: "k", program: "p", item });
    line.steps.forEach((step, place) => {
      const works = line.steps.map((one, at) => [one, at]).filter(([one, at]) => one.work && at < place);
      const ended = Object.fromEntries(works.map(([, at]) => [at, "clock"]));
      const record = { ran: {}, ended, because: "", pain: 3 };
      const next = eased(line, record, place, withSteps);
      const say = (fault) => faults.push([fault, dose, other, place]);
      const at = next.line.steps[next.step];
      if (at?.set !== step.set) say("goes on in another set");
      if (next.line.item.name !== "easier" || next.line.item.note) say("is not the easier one");
      if (next.record.pain !== 3) say("pain was lost");
      const setsOf = (steps, { ended }) => Object.keys(ended).map((one) => steps[one].set);
      const sets = (steps, record) => new Set(setsOf(steps, record).filter((set) => set < step.set));
      if (sets(next.line.steps, next.record).size !== sets(line.steps, record).size) say("sets were lost");
      if (Object.keys(next.record.ended).some((one) => one >= next.step)) say("something is done that was not");
      if (hasBegun(next.line, next.record)) say("has begun");
      const back = uneased(next.line, next.record, next.step, withSteps);
      if (back.line.item !== item || "from" in back.line || "usual" in back.line) say("no way back");
      const work = next.line.steps.findIndex((one, index) => one.work && index >= next.step);
      const done = { ...next.record, ended: { ...next.record.ended, [work]: "clock" } };
      const result = resultOf(next.line, done, statusOf(next.line, done));
      if (result.variant !== "easier" || result.status === "skipped") say("is not told");
      if (resultOf(next.line, done, "skipped").variant) say("left out in the easier version");
      const before = Object.keys(next.record.ended).length > 0;
      if (Boolean(variantOf(next.line, next.record).variant) === before) say("done before, and told as easier");
    });
  }
  return faults;
}"""


def plan_with_easier() -> Plan:
    [phase] = make_plan(("dead-bug", "2x4 alternating total r20"), ("knee-rolls", "1x10s")).phases
    dog, rolls = phase.items
    dog = dog.model_copy(update={"easier": "dead-bug-heel-tap", "note": "Ribs down."})
    return Plan(phases=(Phase(items=(dog, rolls)),))


@pytest.fixture
def program(db: Any) -> Program:
    load_catalogue()
    return make_client(plan=plan_with_easier())


def is_at(page: Page, name: str, where: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".stage__where")).to_contain_text(where)


def results(session: Session) -> list[tuple[str, str, str, int | None]]:
    return [(each.exercise, each.status, each.variant, each.sets) for each in session.results.all()]


def test_client_begins_with_the_easier_version(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    expect(page.locator("[data-cue]")).to_have_text("Ribs down.")
    press(page, TOO_HARD)
    press(page, "No, stay with this one")
    is_at(page, "Dead bug", "Set 1 of 2")
    press(page, TOO_HARD)
    page.locator("dialog[open]").get_by_role("button", name="Dead bug heel taps").click()
    is_at(page, "Dead bug heel taps", "Set 1 of 2")
    expect(page.locator("[data-cue]")).not_to_have_text("Ribs down.")
    press(page, "Usual version")
    is_at(page, "Dead bug", "Set 1 of 2")
    press(page, TOO_HARD)
    page.locator("dialog[open]").get_by_role("button", name="Dead bug heel taps").click()
    wait(page, 14)
    expect(page.get_by_role("button", name="Usual version")).to_be_hidden()
    wait(page, WHOLE + 30)
    expect(page.get_by_role("heading", name="Well done")).to_be_visible()
    tell(page, pain=1, effort=4)
    save(page)
    is_sent(page)
    session = Session.objects.get()
    assert results(session) == [("dead-bug-heel-tap", "done", "easier", 2), ("knee-rolls", "done", "", 1)]
    assert session.evidence == "timed"


def test_client_for_whom_it_is_too_hard_goes_on_in_the_easier_version(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 10 + 12 + 20 + 4)
    is_at(page, "Dead bug", "Set 2 of 2")
    press(page, "Skip exercise")
    press(page, "It is too hard")
    expect(page.get_by_role("button", name="No, go on to the next one")).to_be_visible()
    page.locator("dialog[open]").get_by_role("button", name="Dead bug heel taps").click()
    is_at(page, "Dead bug heel taps", "Set 2 of 2")
    wait(page, 20 + 12 + 30)
    tell(page, pain=1, effort=4)
    save(page)
    is_sent(page)
    assert results(Session.objects.get())[0] == ("dead-bug-heel-tap", "done", "easier", 2)


def test_client_who_skips_for_pain_is_not_led_on(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    press(page, "Skip exercise")
    press(page, "It hurts")
    press(page, "4")
    expect(page.get_by_role("heading", name="Knee rolls")).to_be_visible()


def test_client_without_a_network_does_the_easier_version_with_its_picture(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    page.wait_for_function(PICTURE_IS_KEPT, timeout=30_000)
    cut(page.context, page)
    page.goto("/play/")
    page.get_by_role("button", name="Start").click()
    press(page, TOO_HARD)
    page.locator("dialog[open]").get_by_role("button", name="Dead bug heel taps").click()
    picture = page.locator(".stage__picture img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    press(page, "How to do it")
    expect(page.get_by_role("heading", name="Dead bug heel taps", level=2)).to_be_visible()
    expect(page.locator("#sheet-how [data-steps] li").first).to_be_visible()
    press(page, "Go on")
    page.get_by_role("button", name="Finish").click()
    page.locator("dialog[open]").get_by_role("button", name="Finish and save").click()
    page.locator("[data-did] summary").click()
    page.get_by_label("How it went: Dead bug heel taps").select_option("done")
    save(page)
    assert not Session.objects.exists()
    page.context.set_offline(False)
    open_today(page)
    send(page)
    faults[:] = [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    assert results(Session.objects.get())[0][:3] == ("dead-bug-heel-tap", "done", "easier")


def test_change_to_the_easier_version_loses_nothing_whatever_the_doses(page: Page, db: Any) -> None:
    load_catalogue()
    page.goto("/safety/")
    doses = [each.dose for each in Exercise.objects.order_by("slug")]
    counted = [dose.to_json() for dose in doses if dose.sets or dose.duration_seconds]
    pairs = [[one, {**one, "side": side}] for one in counted for side in ("each", "alternating", "bilateral")]
    assert page.evaluate(CHANGES, [MODULES, pairs]) == []


def test_therapist_plays_the_phase_of_a_routine(page: Page, sign_in: SignIn, db: Any) -> None:
    load_catalogue()
    tess = make_user("tess@example.org", "Tess Therapist")
    early, late = make_plan(("glute-bridge", "2x3")).phases[0], make_plan(("bird-dog", "1x4 e/s")).phases[0]
    phases = (early.model_copy(update={"weeks": 2, "name": "Begin"}), late.model_copy(update={"name": "Build"}))
    routine = make_routine(owner=tess, plan=Plan(phases=phases))
    sign_in(page.context, tess)
    page.goto(routine.get_absolute_url())
    page.get_by_role("link", name="Play").click()
    expect(page.get_by_role("link", name="Begin")).to_have_attribute("aria-current", "page")
    look(page, "player-phases")
    page.get_by_role("link", name="Build").click()
    expect(page.get_by_role("link", name="Build")).to_have_attribute("aria-current", "page")
    expect(page.locator(".player-line__name")).to_have_text(["Bird dog"])
    page.get_by_role("link", name="Back to the routine").click()
    expect(page.get_by_role("heading", level=1, name="Morning routine")).to_be_visible()
