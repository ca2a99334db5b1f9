from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from accounts.plan_rules import Rules
from programs.pain_limits import pain_limits
from programs.pain_zones import SEVERE, PainLimits, Zone, item_zones, worst, zone
from tests.cast import Cast

ORDER = list(Zone)
points = st.integers(0, 10)
usuals = st.none() | points
own_limits = st.none() | st.integers(1, 8)


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    names = ("pain_at_most", "stop_pain", "stop_rise", "high_usual_pain", "stop_pain_always")
    limits = {"pain_at_most": (0, 5), "stop_rise": (1, 5)}
    said = {name: draw(st.integers(*limits.get(name, (1, 8)))) for name in names}
    try:
        return Rules.model_validate(said)
    except ValidationError:
        return Rules()


def test_rules_of_the_product_hold_for_somebody_without_a_usual_pain() -> None:
    said = [zone(pain, Rules(), None).value for pain in range(11)]
    assert said == ["go_on"] * 4 + ["repeat"] * 2 + ["stop"] * 2 + ["severe"] * 3


def test_three_above_usual_stops() -> None:
    assert [zone(pain, Rules(), 2).value for pain in (3, 4, 5)] == ["go_on", "repeat", "stop"]


def test_rise_to_a_pain_that_one_may_go_on_with_is_only_repeated() -> None:
    assert zone(3, Rules(), 0) == Zone.REPEAT


def test_usual_pain_of_four_or_more_is_measured_by_the_rise() -> None:
    assert [zone(pain, Rules(), 4).value for pain in (5, 6, 7, 8)] == ["go_on", "go_on", "stop", "severe"]
    assert [zone(pain, Rules(), 7).value for pain in (7, 8)] == ["go_on", "severe"]


def test_exercise_with_a_limit_of_its_own_stops_there() -> None:
    assert [zone(pain, Rules(), None, 2).value for pain in (1, 2, 4, 8)] == ["go_on", "stop", "stop", "severe"]
    assert zone(6, Rules(), None, 8) == Zone.STOP


@given(any_rules(), usuals, own_limits, points)
def test_severe_pain_is_severe_whatever_the_rules_say(
    rules: Rules, usual: int | None, own: int | None, pain: int
) -> None:
    assert (zone(pain, rules, usual, own) == Zone.SEVERE) == (pain >= SEVERE)


@given(any_rules(), usuals, own_limits)
def test_more_pain_is_never_a_milder_zone(rules: Rules, usual: int | None, own: int | None) -> None:
    ranks = [ORDER.index(zone(pain, rules, usual, own)) for pain in range(11)]
    assert ranks == sorted(ranks)


@given(any_rules(), usuals, own_limits, points)
def test_limits_for_a_device_tell_the_same_zones(rules: Rules, usual: int | None, own: int | None, pain: int) -> None:
    limits = PainLimits.of(rules, usual).to_json()
    stop = min(limits["stop"], own or 10)
    told = (
        "severe"
        if pain >= limits["severe"]
        else "stop"
        if pain >= stop
        else "repeat"
        if pain >= limits["repeat"]
        else "go_on"
    )
    assert told == zone(pain, rules, usual, own).value


@given(any_rules(), usuals, own_limits, points)
def test_own_limit_never_lets_an_exercise_go_on_for_longer(
    rules: Rules, usual: int | None, own: int | None, pain: int
) -> None:
    assert ORDER.index(zone(pain, rules, usual, own)) >= ORDER.index(zone(pain, rules, usual))


def test_zones_of_a_session_are_told_by_item_and_what_has_no_number_is_left_out() -> None:
    items: dict[str, dict[str, int]] = {"aaaa": {"stop_pain": 3}, "bbbb": {}}
    results: list[dict[str, Any]] = [
        {"item": "aaaa", "pain": 3},
        {"item": "bbbb", "pain": 3},
        {"item": "cccc", "pain": None},
    ]
    found = item_zones(results, items, PainLimits(4, 6))
    assert found == {"aaaa": Zone.STOP, "bbbb": Zone.GO_ON}
    assert worst(found.values()) == Zone.STOP
    assert worst([]) == Zone.GO_ON


def test_limits_of_a_program_come_from_its_document_and_the_usual_pain(cast: Cast) -> None:
    version = cast.program.current
    assert version is not None
    assert pain_limits(version.document, cast.episode) == {"repeat": 4, "stop": 6, "severe": 8}
    cast.episode.usual_pain = 2
    assert pain_limits(version.document, cast.episode) == {"repeat": 4, "stop": 5, "severe": 8}
    assert pain_limits({"phases": []}, cast.episode) == {"repeat": 4, "stop": 5, "severe": 8}
