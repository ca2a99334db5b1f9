"""The player's pure parts, as a browser runs them: steps of a dose, the clock, pain zones, what is told."""

import datetime
import json
from typing import Any

import pytest
from playwright.sync_api import Page

from exercises.dose import Dose
from exercises.loading import load_catalogue
from exercises.models import Exercise
from tests.browser.playing import MODULES

pytestmark = pytest.mark.parametrize("size", ["phone"])

# Written and read by hand: (dose, its work as kinds with sides).
STEPS = [
    ({"sets": 2, "reps": 2, "rest_seconds": 20}, "ready10 rep3 rep3 rest20 rep3 rep3"),
    ({"sets": 1, "reps": 2, "hold_seconds": 5}, "ready10 move3 hold5 move3 hold5"),
    ({"sets": 1, "reps": 1, "hold_seconds": 20, "side": "each"}, "ready10r hold20r switch5l hold20l"),
    ({"sets": 1, "reps": 2, "side": "alternating"}, "ready10 rep3r rep3l"),
    ({"sets": 1, "reps": 1, "hold_seconds": 30, "side": "left"}, "ready10l hold30l"),
    ({"sets": 2, "reps_per_set": [2, 1], "rest_seconds": 0}, "ready10 rep3 rep3 rep3"),
    ({"duration_seconds": 600}, "ready10 go600"),
    ({"until": "as-needed"}, "ready10 ask?"),
    ({"sets": 1, "reps": 1, "tempo": {"eccentric": 3, "pause": 1, "concentric": 2}}, "ready10 rep6"),
]
TELL = """async ([module, doses]) => {
  const { scriptOf } = await import(module);
  const word = (step) => `${step.kind}${step.seconds ?? "?"}${step.side ? step.side[0] : ""}`;
  return doses.map((dose) => scriptOf(dose).map(word).join(" "));
}"""
TOTALS = """async ([module, doses]) => {
  const { scriptOf, totalOf } = await import(module);
  return doses.map((dose) => {
    const steps = scriptOf(dose);
    const of = (...kinds) => totalOf(steps, (step) => kinds.includes(step.kind));
    return [totalOf(steps, (step) => step.work), of("rest"), of("ready"), of("switch")];
  });
}"""
# A session of 20 minutes: ticks at `gaps` seconds; the error of where it is, and how it ended.
RUN = """async ([folder, ticks]) => {
  const { scriptOf } = await import(`${folder}/script.js`);
  const { Playing } = await import(`${folder}/playing.js`);
  const steps = scriptOf({ sets: 21, reps: 1, hold_seconds: 50, rest_seconds: 10 }, { ready: 10 });
  const playing = new Playing([{ key: "k", program: "p", item: { dose: {} }, steps }]);
  let now = { mono: 5, wall: 1.8e9 };
  playing.go(now);
  let last = 0;
  for (const [mono, wall] of ticks) {
    now = { mono: now.mono + mono, wall: now.wall + wall };
    last = playing.tick(now);
    if (last === "interrupted") break;
  }
  const before = steps.slice(0, playing.step).reduce((sum, step) => sum + step.seconds, 0);
  return { at: before + playing.elapsed, state: playing.state, last, step: playing.step };
}"""
ZONES = """async ([folder, cases]) => {
  const { limitsOf, zoneOf } = await import(`${folder}/zones.js`);
  return cases.map(([pain, line]) => zoneOf(pain, limitsOf(line)));
}"""
STATUS = """async ([folder, dose, ran, ended]) => {
  const { scriptOf } = await import(`${folder}/script.js`);
  const { statusOf, amountOf, isPlayed, evidenceOf } = await import(`${folder}/told.js`);
  const line = { key: "k", item: { dose }, steps: scriptOf(dose) };
  const record = { ran, ended, because: "", pain: null };
  const status = statusOf(line, record);
  return [status, amountOf(line, record), isPlayed(line, record), evidenceOf([line], [record], [status])];
}"""


@pytest.fixture
def shell(page: Page, db: Any) -> Page:
    page.goto("/safety/")
    return page


def test_steps_are_those_that_a_therapist_meant(shell: Page) -> None:
    found = shell.evaluate(TELL, [f"{MODULES}/script.js", [dose for dose, _steps in STEPS]])
    assert found == [steps for _dose, steps in STEPS]


def test_steps_take_the_time_that_the_program_says_for_every_dose_of_the_catalogue(shell: Page) -> None:
    """Work to the second; besides it only getting ready, changing sides, and rests that nobody prescribed."""
    load_catalogue()
    doses = [Dose.from_json(dose) for dose in Exercise.objects.values_list("default_dose", flat=True)]
    assert len(doses) >= 100
    totals = shell.evaluate(TOTALS, [f"{MODULES}/script.js", [dose.to_json() for dose in doses]])
    for dose, (work, rest, ready, switch) in zip(doses, totals, strict=True):
        sets = dose.sets_max or dose.sets or 1
        prescribed = (sets - 1) * (dose.rest_seconds or 0)
        assert work == dose.seconds() - prescribed, dose
        assert ready == 10
        assert switch == (5 * sets if dose.side == "each" else 0), dose
        assert rest == prescribed if dose.rest_seconds is not None else rest <= 30 * (sets - 1), dose


def test_twenty_minutes_do_not_drift_whatever_the_ticks(shell: Page) -> None:
    for gap in (0.1, 0.137, 1.0, 7.3):
        count = int(1200 / gap)
        found = shell.evaluate(RUN, [MODULES, [[gap, gap]] * count])
        assert abs(found["at"] - gap * count) < 0.3


@pytest.mark.parametrize("jump", [-3600, -86_400, -1])
def test_wall_clock_that_is_set_back_changes_nothing(shell: Page, jump: int) -> None:
    ticks = [[0.1, 0.1]] * 300 + [[0.1, 0.1 + jump]] + [[0.1, 0.1]] * 299
    found = shell.evaluate(RUN, [MODULES, ticks])
    assert found["state"] == "running"
    assert abs(found["at"] - 60) < 0.3


def test_time_asleep_within_a_step_counts_and_beyond_it_waits(shell: Page) -> None:
    """The monotonic clock stands still in sleep: 20 s of a hold are time that went on, an hour is an absence."""
    before = [[0.1, 0.1]] * 200
    short = shell.evaluate(RUN, [MODULES, [*before, [0.1, 20.1]]])
    assert (short["state"], round(short["at"])) == ("running", 40)
    for away in ([0.1, 3600.0], [3600.0, 3600.0]):
        long = shell.evaluate(RUN, [MODULES, [*before, away]])
        assert (long["state"], long["last"], long["step"], round(long["at"])) == ("paused", "interrupted", 1, 20)


def test_summer_time_is_no_time(shell: Page) -> None:
    """The clocks that count know no zones; the night of the change is sixty minutes of milliseconds all the same."""
    night = datetime.datetime(2027, 3, 28, tzinfo=datetime.UTC)
    shell.clock.install(time=night)
    shell.clock.pause_at(night + datetime.timedelta(minutes=59, seconds=50))
    script = """async (folder) => {
      const { between, moment } = await import(`${folder}/clock.js`);
      window.between = between; window.moment = moment; window.first = moment();
    }"""
    shell.evaluate(script, MODULES)
    shell.clock.run_for(20_000)
    gone = shell.evaluate("between(first, moment())")
    assert gone["awake"] == pytest.approx(20)
    assert gone["asleep"] == 0


def test_pain_is_read_by_the_plans_own_limits(shell: Page) -> None:
    rules = {"settings": {"pain_at_most": 3, "stop_pain": 6}}
    plain: dict[str, Any] = {"rules": rules, "item": {}}
    careful = {"rules": rules, "item": {"stop_pain": 4}}
    high = {"rules": rules, "limits": {"repeat": 7, "stop": 8, "severe": 8}, "item": {}}
    cases = [(3, plain), (4, plain), (5, plain), (6, plain), (8, plain), (4, careful), (6, high), (7, high), (8, high)]
    zones = ["go_on", "repeat", "repeat", "stop", "severe", "stop", "go_on", "repeat", "severe"]
    assert shell.evaluate(ZONES, [MODULES, cases]) == zones


HOLDS = {"sets": 2, "reps": 1, "hold_seconds": 20}
RANGE = {"sets": 1, "reps": 2, "reps_max": 4}


@pytest.mark.parametrize(
    ("dose", "ran", "ended", "expected"),
    [
        (HOLDS, {1: 20, 3: 20}, {1: "clock", 3: "clock"}, ["done", {"sets": 2, "seconds": 20}, True, "timed"]),
        (HOLDS, {1: 20, 3: 1}, {1: "clock"}, ["part", {"sets": 1, "seconds": 20}, True, "timed"]),
        (HOLDS, {1: 2, 3: 1}, {1: "tap", 3: "tap"}, ["done", {"sets": 2}, False, "ticked"]),
        (HOLDS, {1: 3}, {}, ["skipped", {}, False, "ticked"]),
        (HOLDS, {}, {}, ["skipped", {}, False, "ticked"]),
        (RANGE, {1: 3, 2: 3}, {1: "clock", 2: "clock"}, ["done", {"sets": 1, "reps": 2}, True, "timed"]),
        (RANGE, {1: 3}, {1: "clock"}, ["part", {"reps": 1}, True, "timed"]),
    ],
)
def test_what_is_told_is_what_was_done(
    shell: Page, dose: dict[str, int], ran: dict[int, int], ended: dict[int, str], expected: list[Any]
) -> None:
    as_keys = json.loads(json.dumps([dose, ran, ended]))
    assert shell.evaluate(STATUS, [MODULES, *as_keys]) == expected
