"""The schedule as properties: whatever the plan, the pauses and the zone."""

import datetime
import itertools
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from programs.schedule import ONE_DAY, Calendar, Day, due_on, next_due

MONDAY = datetime.date(2027, 3, 1)
ZONES = {
    "Europe/Paris": datetime.date(2027, 3, 28),
    "America/New_York": datetime.date(2027, 3, 14),
    "Australia/Lord_Howe": datetime.date(2027, 4, 4),
    "Asia/Kathmandu": datetime.date(2027, 3, 28),
    "Pacific/Apia": datetime.date(2027, 3, 28),
    "Pacific/Kiritimati": datetime.date(2027, 3, 28),
}

days_of_year = st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31))
weekday_sets = st.sets(st.integers(1, 7), min_size=1).map(sorted)
times = st.integers(1, 8)


def item(key: str = "a", per_week: int | None = None, times_per_day: int = 1) -> dict[str, Any]:
    dose: dict[str, Any] = {"sets": 3} | ({"frequency": {"days_per_week": per_week}} if per_week else {})
    return {"key": key, "dose": dose, "times_per_day": times_per_day, "seconds": 60}


def phase(days: list[int], *items: dict[str, Any], weeks: int | None = None) -> dict[str, Any]:
    return {"weeks": weeks, "days": days, "items": list(items) or [item()]}


def document(*phases: dict[str, Any]) -> dict[str, Any]:
    return {"phases": list(phases)}


def run(first: Day, length: int) -> list[Day]:
    return [first + number * ONE_DAY for number in range(length)]


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A first day with up to three pauses after it, the last one perhaps open."""
    start = draw(days_of_year)
    pauses: list[tuple[Day, Day | None]] = []
    day = start
    for _number in range(draw(st.integers(0, 3))):
        first = day + draw(st.integers(0, 20)) * ONE_DAY
        day = first + draw(st.integers(0, 20)) * ONE_DAY
        pauses.append((first, day))
        day += ONE_DAY
    last_is_open = draw(st.booleans())
    if pauses and last_is_open:
        pauses[-1] = (pauses[-1][0], None)
    return Calendar(start, None, tuple(pauses))


@given(weekday_sets, days_of_year)
def test_due_on_the_days_of_the_phase_and_on_no_other(days: list[int], start: Day) -> None:
    for day in run(start, 21):
        plan = due_on(document(phase(days)), Calendar(start), day)
        assert (plan.state == "due") is (day.isoweekday() in days)
        assert bool(plan.items) is (plan.state == "due")


@given(weekday_sets, st.integers(1, 7), days_of_year)
def test_so_many_days_a_week_are_exactly_so_many_and_days_of_the_phase(
    days: list[int], per_week: int, start: Day
) -> None:
    plan = document(phase(days, item(per_week=per_week)))
    for week in range(4):
        due = [day for day in run(start + 7 * week * ONE_DAY, 7) if due_on(plan, Calendar(start), day).items]
        assert len(due) == min(per_week, len(days))
        assert {day.isoweekday() for day in due} <= set(days)


@given(st.integers(1, 7), days_of_year)
def test_first_day_is_due_when_it_is_a_day_of_the_phase(per_week: int, start: Day) -> None:
    plan = due_on(document(phase([1, 2, 3, 4, 5, 6, 7], item(per_week=per_week))), Calendar(start), start)
    assert plan.state == "due"


@given(weekday_sets, st.integers(1, 7), days_of_year)
def test_item_for_any_day_has_its_days_a_week_beyond_those_of_the_phase(
    days: list[int], per_week: int, start: Day
) -> None:
    plan = document(phase(days, item(per_week=per_week) | {"any_day": True}))
    for week in range(4):
        due = [day for day in run(start + 7 * week * ONE_DAY, 7) if due_on(plan, Calendar(start), day).items]
        assert len(due) == per_week


@given(weekday_sets, days_of_year)
def test_item_for_any_day_without_days_a_week_keeps_to_its_phase(days: list[int], start: Day) -> None:
    plan = document(phase(days, item() | {"any_day": True}))
    for day in run(start, 14):
        assert bool(due_on(plan, Calendar(start), day).items) is (day.isoweekday() in days)


@given(weekday_sets, calendars(), st.integers(0, 2))
def test_what_is_done_once_is_due_on_the_first_of_its_days_in_the_phase(
    days: list[int], calendar: Calendar, weeks_before: int
) -> None:
    """Whatever is paused; and not again after the phase has begun."""
    phases = [phase([1], item("before"), weeks=weeks_before)] if weeks_before else []
    plan = document(*phases, phase(days, item("once") | {"once": True}, item("other")))
    due: dict[str, list[Day]] = {"once": [], "other": []}
    for day in run(calendar.start_on, 120):
        for found in due_on(plan, calendar, day).items:
            due.setdefault(found.item["key"], []).append(day)
    assert due["once"] == due["other"][:1]


@given(st.integers(2, 3), days_of_year)
def test_days_of_the_week_are_spread(per_week: int, start: Day) -> None:
    plan = document(phase([1, 2, 3, 4, 5, 6, 7], item(per_week=per_week)))
    due = [day for day in run(start, 21) if due_on(plan, Calendar(start), day).items]
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(due)]
    assert min(gaps) >= 7 // per_week


@given(calendars(), st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_pauses_shift_the_phases_and_every_phase_keeps_all_its_days(calendar: Calendar, weeks: list[int]) -> None:
    every_day = [1, 2, 3, 4, 5, 6, 7]
    plan = document(*(phase(every_day, item(key=str(number)), weeks=n) for number, n in enumerate(weeks)))
    seen: Counter[str] = Counter()
    order = []
    for day in run(calendar.start_on, 200):
        today = due_on(plan, calendar, day)
        assert (today.state == "paused") is calendar.is_paused(day)
        for due in today.items:
            seen[due.item["key"]] += 1
            order.append(due.item["key"])
    assert order == sorted(order)
    if not any(until is None for _first, until in calendar.pauses):
        assert seen == {str(number): 7 * n for number, n in enumerate(weeks)}
        assert due_on(plan, calendar, calendar.start_on + 365 * ONE_DAY).state == "over"


@given(calendars(), days_of_year)
def test_states_before_and_after(calendar: Calendar, day: Day) -> None:
    ended = Calendar(calendar.start_on, calendar.start_on + 30 * ONE_DAY, calendar.pauses)
    plan = due_on(document(phase([1, 2, 3, 4, 5, 6, 7])), ended, day)
    assert (plan.state == "before") is (day < ended.start_on)
    assert (plan.state == "ended") is (day > ended.start_on + 30 * ONE_DAY)


@given(times, times)
def test_times_a_day_are_counted_down_and_never_below_nothing(per_day: int, done: int) -> None:
    plan = due_on(document(phase([1], item(times_per_day=per_day))), Calendar(MONDAY), MONDAY, {"a": done})
    [due] = plan.items
    assert (plan.planned, due.left) == (per_day, max(0, per_day - done))
    assert plan.done == min(done, per_day)
    assert plan.seconds_left == 60 * due.left


@given(calendars(), weekday_sets, st.integers(0, 60))
def test_next_day_is_the_first_that_is_due(calendar: Calendar, days: list[int], after: int) -> None:
    plan, day = document(phase(days)), calendar.start_on + after * ONE_DAY
    found = next_due(plan, calendar, day)
    between = run(day + ONE_DAY, 28)
    assert found == next((each for each in between if due_on(plan, calendar, each).items), None)
    assert found is not None or calendar.is_paused(between[-1]) or calendar.is_paused(between[0])


@pytest.mark.parametrize(("zone", "change"), ZONES.items())
def test_every_calendar_day_comes_once_across_a_change_of_the_clock(zone: str, change: Day) -> None:
    person = User(time_zone=zone)
    start = datetime.datetime.combine(change - 2 * ONE_DAY, datetime.time(0, 10), tzinfo=ZoneInfo(zone))
    seen = []
    for half_hour in range(2 * 24 * 5):
        with time_machine.travel(start.astimezone(datetime.UTC) + datetime.timedelta(minutes=30 * half_hour)):
            seen.append(person.today())
    assert sorted(seen) == seen
    days = list(dict.fromkeys(seen))
    assert days[:5] == run(change - 2 * ONE_DAY, 5)
    plan = document(phase([1, 2, 3, 4, 5, 6, 7]))
    assert all(due_on(plan, Calendar(days[0]), day).planned == 1 for day in days)


def test_traveller_across_the_date_line_meets_no_day_that_is_not_a_day() -> None:
    """Kiritimati is a day ahead of Honolulu: the same moment is two days, each with its own plan."""
    moment = datetime.datetime(2027, 3, 28, 11, 30, tzinfo=datetime.UTC)
    with time_machine.travel(moment):
        ahead, behind = User(time_zone="Pacific/Kiritimati").today(), User(time_zone="Pacific/Honolulu").today()
    assert ahead - behind == ONE_DAY
    plan = document(phase([1, 2, 3, 4, 5, 6, 7]))
    assert [due_on(plan, Calendar(behind), day).planned for day in (behind, ahead)] == [1, 1]
