"""The clock of reminders: each time once on each day, whatever the zone does with its clocks."""

import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.reminders.slots import MINUTE, Quiet, instant_on, moments_on, next_moment

ZONES = [
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]
AWAKE = Quiet(datetime.time(0), datetime.time(0))
PARIS = ZoneInfo("Europe/Paris")
UTC = datetime.UTC
days = st.dates(datetime.date(2012, 1, 1), datetime.date(2060, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(day=days, at=times, zone=zones)
def test_each_day_has_each_time_once(day: datetime.date, at: datetime.time, zone: ZoneInfo) -> None:
    instant = instant_on(day, at, zone)
    assert instant is not None
    local = instant.astimezone(zone)
    assert local.date() == day
    # Never before its time, never more than a gap after it.
    late = datetime.datetime.combine(day, local.time()) - datetime.datetime.combine(day, at)
    assert datetime.timedelta(0) <= late <= datetime.timedelta(hours=1)


@given(day=days, at=times, zone=zones)
def test_whoever_looks_from_one_moment_to_the_next_meets_each_day_once(
    day: datetime.date, at: datetime.time, zone: ZoneInfo
) -> None:
    now = datetime.datetime.combine(day, datetime.time(12), UTC)
    met = []
    for _number in range(4):
        moment = next_moment(now, [at], AWAKE, zone)
        assert moment is not None
        met.append(moment.astimezone(zone).date())
        now = moment
    assert [(later - earlier).days for earlier, later in pairwise(met)] == [1, 1, 1]


@given(day=days, at=st.lists(times, max_size=5), zone=zones, start=times, end=times)
def test_nothing_is_in_the_quiet_hours(
    day: datetime.date, at: list[datetime.time], zone: ZoneInfo, start: datetime.time, end: datetime.time
) -> None:
    quiet = Quiet(start, end)
    found = moments_on(day, at, quiet, zone)
    assert found == sorted(set(found))
    for moment in found:
        local = moment.astimezone(zone).time()
        inside = start <= local < end if start <= end else not end <= local < start
        assert not inside


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        # Into summer: 02:30 is left out, and the next that the clock shows is 03:00.
        ("Europe/Paris", "2027-03-28", "02:30", "2027-03-28T01:00"),
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:00"),
        # Half an hour, from 02:00 to 02:30.
        ("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:30"),
        # Into winter: 02:30 comes twice, and the first one counts.
        ("Europe/Paris", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        ("Asia/Kathmandu", "2026-10-25", "08:00", "2026-10-25T02:15"),
        ("Pacific/Kiritimati", "2026-10-25", "08:00", "2026-10-24T18:00"),
        # A gap that begins at midnight.
        ("Africa/Cairo", "2027-04-30", "00:30", "2027-04-29T22:00"),
    ],
)
def test_the_nights_on_which_clocks_change(zone: str, day: str, at: str, expected: str) -> None:
    found = instant_on(datetime.date.fromisoformat(day), datetime.time.fromisoformat(at), ZoneInfo(zone))
    assert found == datetime.datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_day_that_a_zone_left_out_has_no_moment_and_the_next_has_its_own() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from the 29th to the 31st
    assert instant_on(datetime.date(2011, 12, 30), datetime.time(8), apia) is None
    eve = datetime.datetime(2011, 12, 29, 20, tzinfo=apia)
    moment = next_moment(eve, [datetime.time(8)], AWAKE, apia)
    assert moment is not None
    assert moment.astimezone(apia).isoformat() == "2011-12-31T08:00:00+14:00"


@pytest.mark.parametrize(("night", "at"), [("2026-10-25", "02:30"), ("2027-03-28", "02:30")])
def test_a_look_every_minute_of_the_night_finds_the_moment_once(night: str, at: str) -> None:
    day = datetime.date.fromisoformat(night)
    now = datetime.datetime.combine(day, datetime.time(0), PARIS).astimezone(UTC)
    due = next_moment(now, [datetime.time.fromisoformat(at)], AWAKE, PARIS)
    fired = 0
    for _minute in range(8 * 60):
        now += MINUTE
        if due is not None and due <= now:
            fired += 1
            due = next_moment(now, [datetime.time.fromisoformat(at)], AWAKE, PARIS)
    assert fired == 1


def test_quiet_hours_may_run_over_midnight_or_not_at_all() -> None:
    night = Quiet(datetime.time(21), datetime.time(7))
    assert [night.holds(datetime.time(hour)) for hour in (20, 21, 0, 6, 7)] == [False, True, True, True, False]
    noon = Quiet(datetime.time(12), datetime.time(14))
    assert [noon.holds(datetime.time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]
    assert not any(AWAKE.holds(datetime.time(hour)) for hour in range(24))
