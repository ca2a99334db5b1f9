"""When breaks are due: the pure module, asked in the browser with a made-up clock, in the zone of the browser."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

# Half an hour in all tests, 9 to 17; 22 March 2027 is a Monday.
SETTINGS = {"every": 30, "from": 540, "until": 1020, "most": None}
HELP = """
const S = await import("/static/backfit/js/breaks/schedule.js");
const clock = (text) => new Date(text).getTime();
const hhmm = (time) => new Date(time).toTimeString().slice(0, 5);
// Looks every `step` ms (a number, or a function of the time) from one time to another; gives what was cued.
const run = (settings, log, from, until, step, onCue = null) => {
  const cues = [];
  for (let now = from; now <= until; now += typeof step === "number" ? step : step(now)) {
    const looked = S.look(settings, log, now);
    log = looked.log;
    if (looked.rings) { cues.push(hhmm(now)); log = onCue ? onCue(log, now, cues.length) : log; }
  }
  return { log, cues };
};
const begun = (at) => S.start(S.freshLog(at), at);
const take = (log, now) => S.finish(S.begin(log, now, 60), now);
"""
HALF_HOURS = [f"{half // 2:02d}:{30 * (half % 2):02d}" for half in range(19, 35)]


@pytest.fixture
def size() -> str:
    return "desktop"


@pytest.fixture
def zone() -> str:
    return "Europe/Paris"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], zone: str) -> dict[str, Any]:
    return browser_context_args | {"timezone_id": zone}


@pytest.fixture
def zoned(context: BrowserContext, live_server: LiveServer) -> Page:
    page = context.new_page()
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(f"{live_server.url}/static/backfit/img/mark.svg")
    return page


def ask(page: Page, script: str, **values: Any) -> Any:
    return page.evaluate(f"async (given) => {{ {HELP} {script} }}", {"settings": SETTINGS, **values})


@pytest.mark.parametrize("step", [1_000, 60_000, 47_000])
def test_eight_hours_give_sixteen_cues_at_any_pace(zoned: Page, step: int) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00"), six = clock("2027-03-22T18:00");
        const { log, cues } = run(given.settings, begun(nine), nine, six, given.step, take);
        return { cues, done: S.doneOf(log, ""), phase: S.stateOf(given.settings, log, six).phase };
        """,
        step=step,
    )
    assert (len(found["cues"]), found["done"], found["phase"]) == (16, 16, "over")
    if step != 47_000:
        assert found["cues"] == HALF_HOURS


def test_late_answers_do_not_push_the_half_hours_and_leave_time_between(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00");
        const late = (log, now) => S.finish(S.begin(log, now + 4 * S.MINUTE, 60), now + 5 * S.MINUTE);
        const begins = S.begin({ ...begun(nine), cue: clock("2027-03-22T09:30") }, clock("2027-03-22T09:39"), 900);
        const long = S.finish(begins, clock("2027-03-22T09:54"));
        return [
          run(given.settings, begun(nine), nine, clock("2027-03-22T11:10"), 60_000, late).cues,
          run(given.settings, { ...long, seen: clock("2027-03-22T09:54") }, clock("2027-03-22T09:54"),
            clock("2027-03-22T10:30"), 1000, take).cues,
        ];
        """,
    )
    assert found == [["09:30", "10:00", "10:30", "11:00"], ["10:09"]]


def test_three_ignored_halve_it_once_more_each_time_and_somebody_is_asked_once(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00");
        const { log, cues } = run(given.settings, begun(nine), nine, clock("2027-03-22T18:00"), 1000);
        const at = clock("2027-03-22T11:00");
        const early = run(given.settings, begun(nine), nine, at, 1000).log;
        const state = S.stateOf(given.settings, early, at);
        return {
          cues, halved: log.halved, asks: state.asks, interval: state.interval, ignored: state.ignored,
          kept: S.stateOf(given.settings, S.keepSlower(early), at).asks,
          back: S.stateOf(given.settings, S.asOften(early), at).interval,
        };
        """,
    )
    assert found["cues"] == ["09:30", "10:00", "10:30", "11:30", "12:30", "13:30", "15:30"]
    assert found["halved"] == 2
    told = {name: found[name] for name in ("asks", "interval", "ignored", "kept", "back")}
    assert told == {"asks": True, "interval": 60, "ignored": 3, "kept": False, "back": 30}


def test_an_answer_of_any_kind_is_not_ignoring(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00");
        const answers = [S.dismiss, (log, now) => S.snooze(log, now, 5), take];
        const answer = (log, now, number) => (number % 3 ? log : answers[(number / 3) % 3](log, now));
        const { log } = run(given.settings, begun(nine), nine, clock("2027-03-22T17:00"), 1000, answer);
        return log.halved;
        """,
    )
    assert found == 0


def test_a_computer_that_slept_gives_one_cue_and_goes_on(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00");
        const asleep = (now) => (hhmm(now) === "09:10" ? 3 * 3600_000 : 1000);
        const { log, cues } = run(given.settings, begun(nine), nine, clock("2027-03-22T14:00"), asleep, take);
        return { cues, ignored: log.events.filter((event) => event.kind === "ignored").length };
        """,
    )
    assert found == {"cues": ["12:10", "12:40", "13:10", "13:40"], "ignored": 0}


def test_whoever_was_away_did_not_ignore_and_is_asked_once_on_return(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00");
        const asleep = (now) => (hhmm(now) === "09:32" ? 2 * 3600_000 : 1000);
        const { log, cues } = run(given.settings, begun(nine), nine, clock("2027-03-22T11:35"), asleep);
        const late = (now) => (hhmm(now) === "16:31" ? 4 * 3600_000 : 1000);
        const evening = run(given.settings, begun(nine), clock("2027-03-22T16:25"), clock("2027-03-22T21:00"), late);
        return { cues, events: log.events.length, evening: evening.cues };
        """,
    )
    assert found == {"cues": ["09:30", "11:32"], "events": 0, "evening": ["16:25"]}


def test_a_clock_set_back_does_not_hold_up_the_next_break(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00"), before = clock("2027-03-22T12:05"), back = clock("2027-03-22T10:05");
        const first = run(given.settings, begun(nine), nine, before, 1000, take);
        const second = run(given.settings, first.log, back, clock("2027-03-22T11:40"), 1000, take);
        return { cues: second.cues, done: S.doneOf(second.log, "") };
        """,
    )
    assert found == {"cues": ["10:35", "11:05", "11:35"], "done": 9}


@pytest.mark.parametrize(("day", "hours"), [("2027-03-28", 7), ("2027-10-31", 9)])
def test_nights_of_daylight_saving_neither_skip_nor_double(zoned: Page, day: str, hours: int) -> None:
    """From 0 to 8 on the clock: seven hours in spring and nine in autumn."""
    found = ask(
        zoned,
        """
        const settings = { every: 30, from: 0, until: 480, most: null };
        const midnight = clock(`${given.day}T00:00`);
        const { cues } = run(settings, begun(midnight), midnight, clock(`${given.day}T09:00`), 60_000, take);
        return cues;
        """,
        day=day,
    )
    assert len(found) == 2 * hours
    assert found[-1] == "08:00"


def test_snooze_mute_hours_and_the_most_a_day(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const nine = clock("2027-03-22T09:00"), ten = clock("2027-03-22T10:00"), end = clock("2027-03-22T17:30");
        const later = (log, now, number) => (number === 1 ? S.snooze(log, now, 5) : take(log, now));
        const few = { ...given.settings, most: 3 };
        const capped = run(few, begun(nine), nine, end, 1000, take);
        const muted = S.mute(begun(nine));
        const seven = clock("2027-03-22T07:00");
        return {
          snoozed: run(given.settings, begun(nine), nine, clock("2027-03-22T10:10"), 1000, later).cues,
          muted: run(given.settings, muted, nine, end, 1000).cues,
          unmuted: run(given.settings, S.unmute(muted), ten, ten + 300_000, 1000).cues,
          capped: capped.cues,
          enough: S.stateOf(few, capped.log, clock("2027-03-22T12:00")).phase,
          more: run(few, S.goOn(capped.log), clock("2027-03-22T12:00"), clock("2027-03-22T12:01"), 1000).cues,
          early: S.stateOf(given.settings, begun(seven), seven).phase,
          first: run(given.settings, begun(seven), seven, clock("2027-03-22T09:31"), 1000).cues,
          off: S.stateOf(given.settings, S.stop(begun(nine)), nine).phase,
        };
        """,
    )
    assert found == {
        "snoozed": ["09:30", "09:35", "10:05"],
        "muted": [],
        "unmuted": ["10:00"],
        "capped": ["09:30", "10:00", "10:30"],
        "enough": "enough",
        "more": ["12:00"],
        "early": "before",
        "first": ["09:30"],
        "off": "off",
    }


def test_settings_stay_in_their_bounds(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const all = (times, prescribed) => Object.values(S.settled(times, prescribed));
        return [
          all({ every: 5, from: -3, until: 9999, most: 0 }),
          all({ every: 90, from: 600, until: 500, most: 99 }),
          all({ every: 90, from: 540, until: 1020, most: null }, 90),
          all({ every: NaN, from: NaN, until: undefined, most: "x" }),
        ];
        """,
    )
    assert found == [[20, 0, 1440, 1], [60, 600, 660, 48], [90, 540, 1020, None], [30, 540, 1020, 8]]


NIGHT = {"every": 60, "from": 22 * 60, "until": 30 * 60, "most": None}


def test_a_night_shift_is_one_run_and_belongs_to_the_day_on_which_it_began(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const evening = clock("2027-03-22T21:40"), log = S.start(S.freshLog(evening, given.night), evening);
        const { log: after, cues } = run(given.night, log, evening, clock("2027-03-23T09:00"), 60_000, take);
        const day = (text) => S.dayOf(clock(text), given.night);
        const phase = (text) => S.stateOf(given.night, after, clock(text)).phase;
        return {
          cues, done: S.doneOf(after, ""), day: after.day, slots: S.slots(given.night),
          days: ["22T13:59", "22T14:00", "22T23:59", "23T00:00", "23T06:00", "23T13:59", "23T14:00"].map(
            (time) => day(`2027-03-${time}`)),
          phases: [phase("2027-03-23T05:59"), phase("2027-03-23T06:10"), phase("2027-03-23T14:00")],
          next: S.look(given.night, after, clock("2027-03-23T14:00")).log.events.length,
        };
        """,
        night=NIGHT,
    )
    assert found["cues"] == ["23:00", "00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00"]
    assert (found["done"], found["slots"], found["day"]) == (8, 8, "2027-03-22")
    assert found["days"] == [f"2027-03-{day}" for day in (21, 22, 22, 22, 22, 22, 23)]
    assert found["phases"] == ["over", "over", "off"]
    assert found["next"] == 0


@pytest.mark.parametrize(
    ("day", "cues"),
    [
        # The clock goes from 2 to 3: the shift is an hour shorter. And back from 3 to 2: an hour longer.
        ("2027-03-27", ["23:00", "00:00", "01:00", "03:00", "04:00", "05:00", "06:00"]),
        ("2027-10-30", ["23:00", "00:00", "01:00", "02:00", "02:00", "03:00", "04:00", "05:00", "06:00"]),
    ],
)
def test_a_night_shift_over_a_change_of_the_clock(zoned: Page, day: str, cues: list[str]) -> None:
    found = ask(
        zoned,
        """
        const evening = clock(`${given.day}T22:00`), log = S.start(S.freshLog(evening, given.night), evening);
        const { cues, log: after } = run(given.night, log, evening, evening + 12 * 3600_000, 60_000, take);
        return [cues, after.day];
        """,
        night=NIGHT,
        day=day,
    )
    assert found == [cues, day]


def test_hours_that_cross_midnight_last_from_one_to_sixteen_hours(zoned: Page) -> None:
    found = ask(
        zoned,
        """
        const hours = (from, until) => {
          const times = S.settled({ every: 30, from, until, most: 8 });
          return [times.from, times.until];
        };
        return [hours(1320, 1800), hours(1320, 2880), hours(1439, 1440), hours(0, 2880), hours(480, 1441)];
        """,
    )
    assert found == [[1320, 1800], [1320, 2280], [1439, 1499], [0, 1440], [480, 1440]]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_no_cue_follows_another_too_soon_nor_stays_away(zoned: Page, seed: int) -> None:
    """Ticks of any length, answers of any kind, clocks that jump: some 20 minutes between cues that were not
    asked for, and never more than the slowest interval, a tick and a wait for an answer without one."""
    found = ask(
        zoned,
        """
        let seed = 7919 * (given.seed + 1);
        const chance = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; };
        const settings = { every: 20 + Math.floor(41 * chance()), from: 0, until: 1440, most: null };
        let now = clock("2027-03-22T00:00"), log = begun(now), awake = 0, last = null;
        const faults = [];
        for (let step = 0; step < 4000 && S.dayOf(now) === "2027-03-22"; step += 1) {
          const tick = chance() < 0.01 ? 3600_000 * chance() : 1000 + 60_000 * chance();
          const back = chance() < 0.005;
          now += back ? -600_000 * chance() : tick;
          if (S.dayOf(now) !== "2027-03-22") break;
          const looked = S.look(settings, log, now);
          log = looked.log;
          awake = back || log.taking ? 0 : awake + tick;
          if (back) last = null;
          if (looked.rings) {
            if (last !== null && now - last < 18 * S.MINUTE - 1 && tick < 300_000) faults.push(`soon ${hhmm(now)}`);
            last = now;
            awake = 0;
            const what = Math.floor(5 * chance());
            if (what === 0) log = S.dismiss(log, now);
            if (what === 1) log = S.finish(log, now);
            if (what === 2) { log = S.snooze(log, now, 10); last = null; }
            if (what === 3) log = S.begin(log, now, 60);
          } else if (log.taking && chance() < 0.5) {
            log = S.finish(log, now);
            awake = 0;
          }
          if (awake > 140 * S.MINUTE + 3600_000) faults.push(`silent ${hhmm(now)}`);
          if (log.events.some((event) => event.at > now)) faults.push("an event in the future");
        }
        return faults;
        """,
        seed=seed,
    )
    assert found == []
