"""What a handout makes of numbers and words, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.handout_words import pain_scale
from accounts.plan_rules import Rules
from exercises.handout.entries import boxes_for, in_order
from exercises.handout.press import breakable


@given(
    st.builds(
        Rules,
        pain_at_most=st.integers(0, 4),
        stop_pain=st.integers(5, 8),
        stop_pain_always=st.just(8),
        stop_rise=st.integers(1, 5),
    )
)
def test_the_zones_of_pain_leave_no_number_out(rules: Rules) -> None:
    zones = pain_scale(rules).zones
    assert [point for zone in zones for point in range(zone.first, zone.last + 1)] == list(range(11))
    assert zones[-1].first == rules.stop_pain


@given(st.text())
def test_breaking_long_words_changes_no_letter(text: str) -> None:
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text.replace("\u200b", "")
    assert all(len(word) <= 25 for part in broken.split("\u200b") for word in part.split())


@given(st.lists(st.tuples(st.sampled_from([None, "bp", "wrist"]), st.text(min_size=1)), max_size=6))
def test_no_caution_is_lost_and_the_own_ones_are_foremost(cautions: list[tuple[str | None, str]]) -> None:
    ordered, foremost = in_order(cautions, {"wrist"})
    assert sorted(ordered) == sorted(text for _tag, text in cautions)
    own = [text for tag, text in cautions if tag == "wrist"]
    assert list(ordered[: len(own)]) == own
    assert foremost >= max(2, len(own))


@pytest.mark.parametrize(("times", "boxes"), [(1, 1), (2, 2), (3, 3), (4, 1), (16, 1)])
def test_a_day_has_a_box_for_each_time_as_far_as_there_is_room(times: int, boxes: int) -> None:
    assert boxes_for(times) == boxes
