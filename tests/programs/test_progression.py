"""The rules of progression, from examples of clinical.md and as properties of every course there can be."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.plan_rules import Rules
from accounts.plans import Plan
from programs.proposals.course import Course, DoneItem
from programs.proposals.limits import limits_of
from programs.proposals.progression import Finding, decide
from programs.proposals.proposed import applied
from programs.schedule import ONE_DAY
from tests.exercises.doses import sometimes
from tests.factories import read_dose
from tests.programs.courses import courses, good, item, plan_of, session, spoiled

AHEAD = {"step-up", "maintenance"}


def is_ahead(course: Course) -> bool:
    """Whether more or something else is proposed because it goes well."""
    found = decide(course)
    return found.kind in AHEAD or (found.kind == "next-phase" and found.rule == "progress")


def what(course: Course) -> tuple[str, str]:
    found = decide(course)
    return found.kind, found.rule


# As properties


@sometimes
@given(courses())
def test_without_sessions_nothing_is_proposed(course: Course) -> None:
    assert decide(replace(course, sessions=())).kind == "nothing"


@sometimes
@given(courses())
def test_what_is_proposed_gives_a_valid_plan_and_another_one(course: Course) -> None:
    found = decide(course)
    plan = applied(course.plan, found.changes)
    assert Plan.from_json(plan.to_json()) == plan
    assert (plan != course.plan) == found.is_proposal
    assert found.is_proposal == (found.kind not in ("nothing", "hold"))
    assert {day.day for day in found.days} <= {done.day for done in course.sessions}


@sometimes
@given(courses(), st.randoms(use_true_random=False))
def test_the_order_in_which_sessions_came_in_does_not_matter(course: Course, chance: random.Random) -> None:
    mixed = list(course.sessions)
    chance.shuffle(mixed)
    first, second = decide(course), decide(replace(course, sessions=tuple(mixed)))
    assert (first.kind, first.rule, first.changes) == (second.kind, second.rule, second.changes)


@sometimes
@given(courses(), st.data())
def test_more_pain_never_leads_ahead(course: Course, data: st.DataObject) -> None:
    """Of a session, of a single item or of a morning; the same for effort."""
    if not course.sessions or is_ahead(course):
        return
    place = data.draw(st.integers(0, len(course.sessions) - 1))
    done = course.sessions[place]
    name = data.draw(st.sampled_from(("pain", "effort", "morning", "item")))
    assert not is_ahead(worse(course, place, name, data.draw(st.integers(0, 10)))), (name, done)


def worse(course: Course, place: int, name: str, number: int) -> Course:
    done = course.sessions[place]
    sessions = list(course.sessions)
    morning = course.mornings.get(done.day + ONE_DAY)
    if name == "morning" and morning is not None:
        return replace(course, mornings={**course.mornings, done.day + ONE_DAY: max(number, morning)})
    if name == "item" and done.items:
        line = replace(done.items[0], pain=max(number, done.items[0].pain or 0))
        sessions[place] = replace(done, items=(line, *done.items[1:]))
    elif name in ("pain", "effort"):
        told = getattr(done, name)
        # A number where there was none is more known, not more pain.
        more: Any = {name: None if told is None else max(number, told)}
        sessions[place] = replace(done, **more)
    return replace(course, sessions=tuple(sessions))


@sometimes
@given(courses())
def test_a_number_taken_away_never_leads_ahead(course: Course) -> None:
    """What is not told is not good."""
    silent = replace(course, sessions=tuple(replace(done, pain=None) for done in course.sessions))
    assert not is_ahead(silent)
    assert not is_ahead(replace(course, mornings={}))


@sometimes
@given(courses())
def test_an_open_warning_sign_keeps_everything_from_going_ahead(course: Course) -> None:
    assert not is_ahead(replace(course, is_barred=True))


@sometimes
@given(courses())
def test_a_step_back_comes_whenever_its_rule_holds(course: Course) -> None:
    rules = course.rules
    days = course.latest(rules.sessions_in_a_row)
    limits = limits_of(rules, course.running, course.usual)
    flare = any(limits.flares(day) for day in days)
    stop = any(day.pain is not None and limits.stops(day.pain) for day in days)
    missed = bool(days) and course.weeks_missed >= rules.back_weeks_missed
    found = decide(course)
    if flare or stop or missed:
        assert found.kind in ("step-back", "hold")
        assert found.rule.startswith("back-")
        assert found.kind == "step-back" or is_nothing_to_ease(course, found)


def is_nothing_to_ease(course: Course, found: Finding) -> bool:
    """Whether what can surely become less is not in the plan, or is not what hurt on the days it rests on."""
    surely = {one.key for one in course.running.items if can_be_less(one)}
    limits = limits_of(course.rules, course.running, course.usual)
    lines = [line for day in found.days for line in day.items]
    hurt = {line.key for line in lines if line.pain is not None and not limits.allows(line.pain)}
    return not surely or (found.rule != "back-weeks" and bool(hurt) and not hurt & surely)


def can_be_less(one: Any) -> bool:
    return one.exercise == "glute-bridge" and one.dose == read_dose("3x10")


@sometimes
@given(courses())
def test_balance_is_left_to_the_therapist(course: Course) -> None:
    found = decide(course)
    if found.kind == "step-up":
        assert "single-leg-stance" not in {change["exercise"] for change in found.changes}
        assert ("single-leg-stance" in found.balance) == any(
            one.exercise == "single-leg-stance" for one in course.running.items
        )


@sometimes
@given(courses())
def test_at_most_one_exercise_becomes_a_harder_one_at_a_time(course: Course) -> None:
    found = decide(course)
    if found.kind == "step-up":
        assert sum("instead" in change for change in found.changes) <= 1


# A step up


def test_three_good_sessions_give_one_repetition_more() -> None:
    found = decide(good())
    assert (found.kind, found.rule) == ("step-up", "progress")
    [change] = found.changes
    assert change == {
        "key": "key-glute-bridge",
        "exercise": "glute-bridge",
        "before": {"sets": 3, "reps": 10},
        "after": {"sets": 3, "reps": 11},
    }
    assert [day.keys for day in found.days] == [("s0",), ("s2",), ("s4",)]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"pain": 3}, "step-up"),
        ({"pain": 4}, "hold"),
        ({"pain": None}, "hold"),
        ({"effort": 6}, "step-up"),
        ({"effort": 7}, "hold"),
        ({"effort": None}, "hold"),
    ],
)
def test_the_numbers_of_the_rule_are_its_edges(fields: dict[str, Any], kind: str) -> None:
    assert decide(spoiled(good(), 1, **fields)).kind == kind


@pytest.mark.parametrize(("morning", "kind"), [(3, "step-up"), (4, "hold")])
def test_a_morning_may_be_one_above_usual(morning: int, kind: str) -> None:
    course = good()
    last = course.sessions[-1].day + ONE_DAY
    assert decide(replace(course, mornings={**course.mornings, last: morning})).kind == kind


def test_one_morning_told_is_enough_and_none_is_not() -> None:
    course = good()
    last = course.sessions[-1].day + ONE_DAY
    assert decide(replace(course, mornings={last: 2})).kind == "step-up"
    assert decide(replace(course, mornings={})).kind == "hold"


def test_two_sessions_are_not_enough_nor_are_three_on_one_day() -> None:
    course = good()
    assert decide(replace(course, sessions=course.sessions[1:])).kind == "hold"
    same = tuple(replace(done, day=course.sessions[0].day) for done in course.sessions)
    assert decide(replace(course, sessions=same)).kind == "hold"


@pytest.mark.parametrize(("done", "kind"), [(7, "step-up"), (6, "hold")])
def test_seven_of_ten_must_be_done(done: int, kind: str) -> None:
    assert decide(good(done=done)).kind == kind


def test_a_program_has_numbers_of_its_own() -> None:
    rules = Rules(pain_at_most=2, effort_at_most=4, sessions_in_a_row=2)
    course = good(plan_of(rules=rules))
    assert decide(course).kind == "hold"
    gentle = replace(course, sessions=tuple(replace(done, effort=4) for done in course.sessions))
    assert decide(gentle).kind == "step-up"
    assert decide(spoiled(gentle, 0, pain=3)).kind == "hold"
    assert decide(spoiled(gentle, 2, pain=3)).kind == "step-up"


@pytest.mark.parametrize(
    ("rules", "spoil", "before", "after"),
    [
        ({"adherence_at_least": 90}, {"done": 8}, "step-up", "hold"),
        ({"morning_rise_at_most": 0}, {"usual": 1}, "step-up", "step-back"),
        ({"back_weeks_missed": 1}, {"weeks_missed": 1}, "step-up", "step-back"),
        ({"stop_pain": 4, "pain_at_most": 1}, {}, "step-up", "hold"),
        ({"sessions_in_a_row": 4}, {}, "step-up", "hold"),
    ],
)
def test_each_number_of_the_settings_acts(
    rules: dict[str, Any], spoil: dict[str, Any], before: str, after: str
) -> None:
    assert decide(good(**spoil)).kind == before
    assert decide(good(plan_of(rules=Rules(**rules)), **spoil)).kind == after


@pytest.mark.parametrize(("rise", "rule"), [(2, "back-morning"), (3, "")])
def test_the_rise_to_step_back_for_is_a_setting(rise: int, rule: str) -> None:
    course = spoiled(good(plan_of(rules=Rules(back_morning_rise=rise))), 0, pain=4)
    mornings = {**course.mornings, course.sessions[-1].day + ONE_DAY: 4}
    assert decide(replace(course, mornings=mornings)).rule == rule


def test_a_phase_that_is_meant_to_be_hard_has_its_own_effort() -> None:
    course = spoiled(good(plan_of(effort=(6, 8))), 0, effort=8)
    assert decide(course).kind == "step-up"
    assert decide(spoiled(course, 0, effort=9)).kind == "hold"


def test_with_high_usual_pain_only_the_rise_counts() -> None:
    course = replace(good(), usual=5, mornings={})
    mornings = {done.day + ONE_DAY: 6 for done in course.sessions}
    course = replace(spoiled(course, 0, pain=7), mornings=mornings)
    assert decide(course).kind == "step-up"
    assert what(spoiled(course, 0, pain=8)) == ("step-back", "back-stop")


def test_a_rise_from_nothing_to_three_holds_and_does_not_step_back() -> None:
    course = replace(good(), usual=0, mornings={done.day + ONE_DAY: 0 for done in good().sessions})
    assert decide(spoiled(course, 0, pain=3)).kind == "hold"
    assert what(spoiled(course, 0, pain=4)) == ("step-back", "back-stop")


@pytest.mark.parametrize(
    ("line", "grows"),
    [
        (DoneItem("key-glute-bridge"), False),
        (DoneItem("key-glute-bridge", reps=9), False),
        (DoneItem("key-glute-bridge", reps=10), True),
        (DoneItem("key-glute-bridge", sets=2, reps=10), False),
        (DoneItem("key-glute-bridge", "part", reps=10), False),
        (DoneItem("key-glute-bridge", reps=10, pain=4), False),
    ],
)
def test_the_top_of_a_range_must_have_been_told(line: DoneItem, grows: bool) -> None:
    course = good(plan_of(item("glute-bridge", "3x8-10")))
    course = replace(course, sessions=tuple(replace(done, items=(line,)) for done in course.sessions))
    assert (decide(course).kind == "step-up") == grows


def test_a_range_that_is_used_up_leads_to_the_harder_exercise() -> None:
    course = good(plan_of(item("glute-bridge", "3x8-10")))
    line = DoneItem("key-glute-bridge", reps=10)
    found = decide(replace(course, sessions=tuple(replace(done, items=(line,)) for done in course.sessions)))
    [change] = found.changes
    assert change["instead"] == "single-leg-bridge"
    assert change["after"] == {"sets": 2, "reps": 8, "side": "each"}
    [new] = applied(course.plan, found.changes).phases[0].items
    assert (new.exercise, new.dose) == ("single-leg-bridge", read_dose("2x8 e/s"))
    assert new.key != "key-glute-bridge"


def test_one_item_reached_grows_and_the_other_stays() -> None:
    plan = plan_of(item("glute-bridge"), item("bird-dog", "3x8 5s e/s"), item("cat-cow", "1x10"))
    course = good(plan)
    short = DoneItem("key-bird-dog", "part", reps=6)
    last = course.sessions[-1]
    lines = tuple(short if line.key == "key-bird-dog" else line for line in last.items)
    [change] = decide(spoiled(course, 0, items=lines)).changes
    assert change["exercise"] == "glute-bridge"


# Phases and the end


@pytest.mark.parametrize(
    ("since", "answer"),
    [(13, ("step-up", "progress")), (14, ("next-phase", "progress")), (20, ("next-phase", "progress"))],
)
def test_from_half_of_a_phase_on_the_next_one_may_come_earlier(since: int, answer: tuple[str, str]) -> None:
    assert what(good(since=since)) == answer


def test_the_next_phase_begins_with_the_week_after() -> None:
    [change] = decide(good(since=15)).changes
    assert change == {"phase": 0, "before": 4, "after": 3}
    assert applied(good().plan, [change]).phases[0].weeks == 3


def test_in_its_last_week_a_good_phase_ends_by_itself() -> None:
    assert decide(good(plan_of(item("cat-cow", "1x10")), since=26)).kind == "hold"


def test_a_phase_that_ends_too_early_gets_a_week_more() -> None:
    course = spoiled(good(since=26), 0, pain=4)
    assert what(course) == ("next-phase", "stay")
    assert decide(course).changes == ({"phase": 0, "before": 4, "after": 5},)
    assert what(replace(course, since=20))[0] == "hold"
    assert what(good(since=26, done=5)) == ("next-phase", "stay")


def test_a_phase_has_its_own_pain_to_leave_it_with() -> None:
    course = spoiled(good(plan_of(pain_at_most=4), since=20), 0, pain=4)
    assert what(course) == ("next-phase", "progress")
    assert what(replace(course, since=5)) == ("hold", "")


def test_the_last_phase_ends_in_keeping_what_was_reached() -> None:
    plan = plan_of(item("glute-bridge", maintain=True), item("cat-cow", "1x10"), more=0)
    assert what(good(plan, since=13)) == ("step-up", "progress")
    assert what(good(plan, since=14)) == ("maintenance", "keep")
    found = decide(good(plan, since=28, is_over=True))
    kept = applied(plan, found.changes)
    assert [one.exercise for one in kept.items()] == ["glute-bridge"]
    assert (kept.weeks, kept.phases[0].days) == (None, (1, 4))
    assert decide(good(kept, since=60)).kind == "hold"


# A step back


def test_pain_with_a_morning_up_by_two_takes_a_set_away() -> None:
    course = spoiled(good(), 0, pain=4)
    last = course.sessions[-1].day + ONE_DAY
    course = replace(course, mornings={**course.mornings, last: 4})
    found = decide(course)
    assert (found.kind, found.rule) == ("step-back", "back-morning")
    assert found.changes[0]["after"] == {"sets": 2, "reps": 10}
    assert [day.keys for day in found.days] == [("s4",)]


def test_pain_to_stop_at_leads_to_the_easier_exercise_of_what_hurt() -> None:
    course = good(plan_of(item("glute-bridge"), item("bird-dog", "3x8 5s e/s")))
    lines = (DoneItem("key-glute-bridge", pain=1), DoneItem("key-bird-dog", "part", pain=6))
    found = decide(spoiled(course, 0, pain=6, items=lines))
    assert (found.kind, found.rule) == ("step-back", "back-stop")
    [change] = found.changes
    assert (change["exercise"], change["instead"]) == ("bird-dog", "bird-dog-leg-only")


def test_pain_of_one_item_counts_although_the_session_told_none() -> None:
    lines = (DoneItem("key-glute-bridge", pain=7),)
    assert what(spoiled(good(), 0, pain=None, items=lines)) == ("step-back", "back-stop")


def test_mornings_that_stay_up_twice_are_a_step_back() -> None:
    course = good()
    days = [done.day + ONE_DAY for done in course.sessions]
    assert what(replace(course, mornings={days[0]: 4, days[2]: 4})) == ("step-back", "back-raised")
    assert what(replace(course, mornings={days[2]: 4})) == ("hold", "")


@pytest.mark.parametrize(("weeks", "kind"), [(1, "step-up"), (2, "step-back")])
def test_two_missed_weeks_make_everything_a_little_less(weeks: int, kind: str) -> None:
    course = good(plan_of(item("glute-bridge"), item("cat-cow", "1x10")), weeks_missed=weeks)
    found = decide(course)
    assert found.kind == kind
    if kind == "step-back":
        assert [change["exercise"] for change in found.changes] == ["glute-bridge", "cat-cow"]


def test_what_cannot_become_less_holds() -> None:
    course = good(plan_of(item("cat-cow", "to fatigue")))
    assert what(spoiled(course, 0, pain=7)) == ("hold", "back-stop")


def test_what_did_not_hurt_is_left_alone_though_what_hurt_cannot_become_less() -> None:
    """The therapist is told, and decides: the machine does not take away what does no harm."""
    course = good(plan_of(item("glute-bridge"), item("cat-cow", "to fatigue")))
    lines = (DoneItem("key-glute-bridge", pain=1), DoneItem("key-cat-cow", "part", pain=7))
    assert what(spoiled(course, 0, pain=7, items=lines)) == ("hold", "back-stop")


def test_a_session_without_items_is_no_reason_for_anything() -> None:
    bare = tuple(session(offset) for offset in (0, 2, 4))
    assert decide(replace(good(), sessions=bare)).kind == "hold"
