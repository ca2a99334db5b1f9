"""Geometry of the charts: whatever the history, every mark is inside the picture and in the order of its day."""

import datetime
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from programs.charts.scores import FRAME, ScoreChart, score_chart
from programs.charts.trend import trend
from programs.day_cells import done_by_way, weeks_of
from programs.schedule import ONE_DAY
from programs.spans import day_spans, week_spans
from programs.tally import DayProgress
from programs.window import MOST_WEEKS, window_of

MONDAY = datetime.date(2027, 3, 1)
SCORE = st.none() | st.integers(0, 10)
TODAY = datetime.date(2027, 3, 31)


def a_day(offset: int, **numbers: object) -> DayProgress:
    return DayProgress(MONDAY + offset * ONE_DAY, "due", **{"planned": 2, **numbers})  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> list[DayProgress]:
    length = draw(st.integers(1, 400))
    scores = st.tuples(SCORE, SCORE, st.integers(0, 4), st.integers(0, 2))
    told = draw(st.lists(scores, min_size=min(length, 40), max_size=min(length, 40)))
    days = []
    for offset in range(length):
        pain, effort, done, part = told[offset % len(told)]
        days.append(a_day(offset, worst_pain=pain, effort=effort, done=done, part=part, sessions=int(bool(done))))
    return days


def assert_inside(chart: ScoreChart) -> None:
    frame = chart.axes.frame
    for line in chart.lines:
        assert all(frame.left <= dot.x <= frame.right for dot in line.dots)
        assert all(frame.top <= dot.y <= frame.floor for dot in line.dots)
        assert [dot.span.first for dot in line.dots] == sorted(dot.span.first for dot in line.dots)
        assert [dot.x for dot in line.dots] == sorted(dot.x for dot in line.dots)


@given(histories(), st.lists(st.integers(-30, 430), max_size=6), st.tuples(st.integers(-20, 420), st.integers(0, 90)))
def test_every_dot_version_and_pause_is_inside_the_picture(
    days: list[DayProgress], effective: list[int], pause: tuple[int, int]
) -> None:
    start = MONDAY + pause[0] * ONE_DAY
    versions = [(number, MONDAY + offset * ONE_DAY) for number, offset in enumerate(sorted(effective), 1)]
    mornings = {day.day: 3 for day in days[::3]}
    for spans in (day_spans(days, mornings), week_spans(days, mornings)):
        chart = score_chart(spans, versions, [(start, start + pause[1] * ONE_DAY)])
        assert_inside(chart)
        frame = chart.axes.frame
        assert all(frame.left <= mark.at <= frame.right for mark in chart.axes.versions)
        assert all(band.x >= frame.left and band.x + band.width <= frame.right + 0.2 for band in chart.axes.pauses)
        labels = [tick.at for tick in chart.axes.dates]
        assert all(after - before >= 46 for before, after in pairwise(labels))


@given(histories())
def test_weeks_say_in_all_what_days_say_one_by_one(days: list[DayProgress]) -> None:
    mornings = {day.day: index % 11 for index, day in enumerate(days)}
    weeks, single = week_spans(days, mornings), day_spans(days, mornings)
    for name in ("planned", "done", "part", "sessions"):
        assert sum(getattr(span, name) for span in weeks) == sum(getattr(span, name) for span in single)
    for name in ("worst_pain", "effort", "morning"):
        told = [getattr(span, name) for span in single if getattr(span, name) is not None]
        assert max((getattr(span, name) or 0 for span in weeks), default=0) == max(told, default=0)


def test_ten_stands_on_top_and_what_was_not_said_is_bridged() -> None:
    days = [a_day(0, worst_pain=10), a_day(1), a_day(2, worst_pain=0)]
    chart = score_chart(day_spans(days, {}))
    assert [(dot.score, dot.y) for dot in chart.pain.dots] == [(10, FRAME.top), (0, FRAME.floor)]
    assert chart.pain.points == " ".join(f"{dot.x},{dot.y}" for dot in chart.pain.dots)
    assert chart.effort.dots == ()
    assert [line.name for line in chart.lines] == ["pain"]
    assert score_chart([]).lines == ()


def test_versions_close_to_each_other_have_one_label_and_a_pause_is_a_band() -> None:
    spans = day_spans([a_day(offset) for offset in range(28)], {})
    versions = [(1, MONDAY - ONE_DAY), (2, MONDAY + 3 * ONE_DAY), (3, MONDAY + 4 * ONE_DAY), (4, MONDAY + 20 * ONE_DAY)]
    chart = score_chart(spans, versions, [(MONDAY + 7 * ONE_DAY, None), (MONDAY - 9 * ONE_DAY, MONDAY - ONE_DAY)])
    assert [(mark.number, mark.is_labelled) for mark in chart.axes.versions] == [(2, True), (3, False), (4, True)]
    [band] = chart.axes.pauses
    assert round(band.x + band.width) == FRAME.right


@given(st.lists(st.tuples(st.integers(0, 3000), st.decimals(-9999, 9999, places=2)), max_size=30))
def test_every_measure_is_inside_its_picture(values: list[tuple[int, Decimal]]) -> None:
    told = [(MONDAY + offset * ONE_DAY, value) for offset, value in sorted(values)]
    drawn = trend(told)
    assert [spot.value for spot in drawn.spots] == [value for _day, value in told]
    assert all(drawn.frame.left <= spot.x <= drawn.frame.right for spot in drawn.spots)
    assert all(drawn.frame.top <= spot.y <= drawn.frame.floor for spot in drawn.spots)
    assert [spot.x for spot in drawn.spots] == sorted(spot.x for spot in drawn.spots)


def test_a_day_says_by_sign_and_in_words_what_it_was() -> None:
    days = [
        a_day(0, done=2, sessions=1),
        a_day(1, done=1, sessions=1),
        a_day(2, done=1, part=1, sessions=1),
        a_day(3),
        a_day(4, skipped=2, sessions=1),
        DayProgress(MONDAY + 5 * ONE_DAY, "rest", 0),
        DayProgress(MONDAY + 6 * ONE_DAY, "rest", 0, done=1, sessions=1),
        DayProgress(MONDAY + 7 * ONE_DAY, "paused", 0),
        DayProgress(MONDAY + 8 * ONE_DAY, "ended", 0),
        a_day(9),
    ]
    today = MONDAY + 9 * ONE_DAY
    ways = {MONDAY: {"later", "timed"}, MONDAY + ONE_DAY: {"paper"}}
    rows = weeks_of(days, ways, today)
    cells = [cell for row in rows for cell in row]
    assert [len(row) for row in rows] == [7, 7]
    assert [cell.sign for cell in cells[:10]] == [
        "done", "part", "part", "missed", "missed", "rest", "done", "paused", "outside", "open",
    ]  # fmt: skip
    assert {cell.sign for cell in cells[10:]} == {"ahead"}
    assert cells[0].title == "Monday 1 March: done in full, 2 of 2, played with the timer, filled in later"
    assert (cells[0].way, cells[1].way, cells[3].way) == ("timed", "paper", "")
    assert cells[4].words == "left out"
    assert cells[6].words == "done, though nothing was due"
    assert cells[9].words == "today, not recorded yet"


@given(histories(), st.lists(st.sets(st.sampled_from(("timed", "ticked", "later", "paper"))), min_size=1))
def test_what_was_recorded_in_each_way_adds_up_to_what_was_done(days: list[DayProgress], ways: list[set[str]]) -> None:
    told = {day.day: ways[index % len(ways)] for index, day in enumerate(days) if day.done + day.part}
    counts = {(day, way): 1 for day, many in told.items() for way in many}
    expected = sum(min(day.done + day.part, day.planned) for day in days if told.get(day.day))
    assert sum(done_by_way(days, counts, told).values()) == expected


@given(
    st.sampled_from(("4", "12", "all", "", "999", "x")),
    st.dates(datetime.date(2020, 1, 1), TODAY),
    st.text(max_size=12),
)
def test_a_window_is_whole_weeks_up_to_today_at_the_latest(choice: str, begun: datetime.date, until: str) -> None:
    window = window_of({"weeks": choice, "until": until}, begun=begun, today=TODAY)
    assert window.first.isoweekday() == 1
    assert window.first <= window.last <= TODAY
    assert 1 <= window.weeks <= MOST_WEEKS
    assert (window.earlier is None) == (begun >= window.first)


def test_stepping_back_and_forth_shows_every_week_once() -> None:
    begun = TODAY - 200 * ONE_DAY
    window = window_of({}, begun=begun, today=TODAY)
    seen = [window]
    while seen[-1].earlier:
        seen.append(window_of({"until": seen[-1].earlier.isoformat()}, begun=begun, today=TODAY))
    assert all(after.last + ONE_DAY == before.first for before, after in pairwise(seen))
    assert seen[-1].first <= begun
    later = seen[1].later
    assert later == TODAY
