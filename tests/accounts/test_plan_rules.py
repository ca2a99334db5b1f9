"""The rules of a plan: limits, sentences, and how they travel through edits, pages and the API."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from accounts.models import Routine
from accounts.plan_edits import add_phase, checked, insert_plan, move_item, remove_item, remove_phase, replace_item
from accounts.plan_rules import Rules
from accounts.plan_words import rules_in_words
from accounts.plans import Item, Phase, Plan, PlanError
from tests.accounts.plan_strategies import plans
from tests.cast import Cast
from tests.factories import make_plan, make_routine, read_dose
from tests.plan_page import press, text_of

NUMBERS = [name for name in Rules.model_fields if name != "extra"]


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    """Any rules that are in order."""
    pain = draw(st.integers(0, 5))
    rise = draw(st.integers(0, 3))
    stop = draw(st.integers(pain + 1, 8))
    return Rules(
        pain_at_most=pain,
        effort_at_most=draw(st.integers(0, 10)),
        morning_rise_at_most=rise,
        sessions_in_a_row=draw(st.integers(1, 20)),
        adherence_at_least=draw(st.integers(0, 100)),
        back_morning_rise=draw(st.integers(rise + 1, 5)),
        back_weeks_missed=draw(st.integers(1, 8)),
        stop_pain=stop,
        stop_rise=draw(st.integers(1, 5)),
        raised_hours=draw(st.integers(1, 72)),
        high_usual_pain=draw(st.integers(1, 8)),
        stop_pain_always=draw(st.integers(stop, 8)),
        extra=tuple(draw(st.lists(st.sampled_from(["Go slowly.", "Ask first."]), max_size=6))),
    )


@given(plans(least=1), rules())
def test_rules_are_kept_as_json_and_through_every_edit(plan: Plan, found: Rules) -> None:
    plan = plan.model_copy(update={"rules": found})
    assert Plan.from_json(plan.to_json()) == plan
    edited = add_phase(plan, Phase(weeks=2))
    assert edited.rules_in_force == found
    assert remove_phase(edited, len(edited.phases) - 1).rules_in_force == found
    for item in list(plan.items())[:1]:
        for after in (move_item(plan, item.key, by=1), replace_item(plan, item), remove_item(plan, item.key)):
            assert after.rules_in_force == found


@given(rules())
def test_sentences_say_every_number_to_the_client(found: Rules) -> None:
    said = rules_in_words(Plan(rules=found))
    text = " ".join((*said.progress, *said.hold, *said.back, *said.stop))
    for name in NUMBERS:
        assert str(getattr(found, name)) in text, name
    assert said.extra == found.extra
    assert all(
        "your" in sentence.lower() for sentence in said.progress if "session" not in sentence and "%" not in sentence
    )
    assert "your therapist" in " ".join(said.stop)


@given(plans())
def test_plan_without_rules_has_the_usual_ones_and_the_json_it_had_before(plan: Plan) -> None:
    assert plan.rules_in_force == Rules()
    data = plan.to_json()
    assert "rules" not in data
    names = {name for phase in data["phases"] for name in phase} | {
        name for phase in data["phases"] for item in phase["items"] for name in item
    }
    assert not names & {"goal", "effort", "minutes", "pain_at_most", "choose", "any_day", "once"}
    assert checked(list(plan.phases), Rules()).rules is None


def test_usual_rules_are_those_of_the_clinical_file() -> None:
    usual = Rules()
    assert (usual.pain_at_most, usual.effort_at_most, usual.morning_rise_at_most) == (3, 6, 1)
    assert (usual.sessions_in_a_row, usual.adherence_at_least) == (3, 70)
    assert (usual.back_morning_rise, usual.back_weeks_missed) == (2, 2)
    assert (usual.stop_pain, usual.stop_rise, usual.raised_hours) == (6, 3, 24)
    assert (usual.high_usual_pain, usual.stop_pain_always) == (4, 8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain_at_most": 6},
        {"pain_at_most": -1},
        {"stop_pain": 9},
        {"pain_at_most": 5, "stop_pain": 5},
        {"stop_pain": 7, "stop_pain_always": 6},
        {"morning_rise_at_most": 2, "back_morning_rise": 2},
        {"sessions_in_a_row": 0},
        {"adherence_at_least": 101},
        {"extra": ["x" * 301]},
        {"extra": ["one"] * 7},
        {"effort_at_most": "6"},
        {"nothing": 1},
    ],
)
def test_rules_that_are_not_safe_or_in_order_are_refused_in_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(PlanError) as caught:
        Plan.from_json({"phases": [], "rules": wrong})
    assert all(sentence for sentence in caught.value.sentences)


@pytest.mark.parametrize(
    "wrong", [{"effort": [5, 3]}, {"effort": [0, 11]}, {"minutes": 0}, {"pain_at_most": 6}, {"goal": "x" * 161}]
)
def test_aims_of_a_phase_have_limits(wrong: dict[str, Any]) -> None:
    with pytest.raises(PlanError):
        Plan.from_json({"phases": [wrong]})


def test_phase_with_limits_of_its_own_is_named_in_the_rules() -> None:
    phases = (Phase(name="Settle", weeks=1, pain_at_most=4), Phase(name="Load", effort=(6, 8)))
    said = rules_in_words(Plan(phases=phases))
    assert "Your worst pain was 3 out of 10 or less; in the phase “Settle” 4 or less." in said.progress
    assert "Your effort was 6 out of 10 or less; in the phase “Load” 8 or less." in said.progress
    assert "Your effort was above 6 out of 10; in the phase “Load” above 8." in said.hold


def choice(key: str, dose: str) -> Item:
    return Item(key=key, exercise="bird-dog", dose=read_dose(dose), choose="direction")


def test_choice_counts_once_and_must_be_made_before_the_client_gets_it() -> None:
    short, long = choice("short", "1 min"), choice("long", "3 min")
    both = Plan(phases=(Phase(items=(short, long)),))
    assert both.phases[0].seconds() == 180
    with pytest.raises(PlanError, match="keep one"):
        both.require_publishable()
    remove_item(both, "long").require_publishable()


def test_inserted_template_brings_its_rules_into_an_empty_plan_only() -> None:
    ruled = make_plan(("bird-dog", "3x8")).model_copy(update={"rules": Rules(effort_at_most=5)})
    assert insert_plan(Plan(), ruled).rules_in_force.effort_at_most == 5
    assert insert_plan(make_plan(("bird-dog", "3x8")), ruled).rules is None


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def routine(cast: Cast) -> Routine:
    return make_routine(owner=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))


def test_therapist_changes_rules_and_aims_of_a_plan(desk: Client, routine: Routine) -> None:
    url = routine.get_absolute_url()
    changed = {"rules-stop_pain": "5", "rules-extra": "Breathe out as you lift.\n\n  Go slowly. "}
    aims = {"phase-0-goal": "Wake up the hips.", "phase-0-effort": "2 - 4", "phase-0-minutes": "8"}
    answer = press(
        desk, url, "save:rules", **{name.replace("-", "__"): value for name, value in (changed | aims).items()}
    )
    assert answer.status_code == 302
    routine.refresh_from_db()
    plan = routine.read_plan()
    assert plan.rules == Rules(stop_pain=5, extra=("Breathe out as you lift.", "Go slowly."))
    assert (plan.phases[0].goal, plan.phases[0].effort, plan.phases[0].minutes) == ("Wake up the hips.", (2, 4), 8)
    page = text_of(desk.get(url))
    for text in (
        "It hurts 5 out of 10 or more",
        "Go slowly.",
        "Effort 2 to 4 out of 10.",
        "Plan about 8 minutes a session",
    ):
        assert text in page


def test_therapist_lets_a_walk_go_beyond_the_days_of_its_phase(desk: Client, routine: Routine) -> None:
    url, key = routine.get_absolute_url(), next(routine.read_plan().items()).key
    press(desk, url, **{f"{key}__dose": "3x10 5x/wk", f"{key}__any_day": "on"})
    routine.refresh_from_db()
    assert next(routine.read_plan().items()).any_day is True
    assert "also between the days of the phase" in text_of(desk.get(url))
    press(desk, url)
    routine.refresh_from_db()
    assert next(routine.read_plan().items()).any_day is True


def test_untouched_rules_stay_the_usual_ones(desk: Client, routine: Routine) -> None:
    assert press(desk, routine.get_absolute_url()).status_code == 302
    before = routine.plan
    routine.refresh_from_db()
    assert routine.plan == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rules__stop_pain": "3"}, "The pain at which to stop must be more"),
        ({"rules__stop_pain": "nine"}, "Enter a whole number."),
        ({"rules__stop_pain": "9"}, "less than or equal to 8"),
        ({"rules__extra": "a line\n" * 7}, "Keep it to 6 lines."),
        ({"phase__0__effort": "hard"}, "Write effort as two numbers"),
        ({"phase__0__effort": "6-2"}, "The lowest effort comes before the highest."),
    ],
)
def test_rule_that_cannot_be_is_told_and_nothing_is_kept(
    desk: Client, routine: Routine, typed: dict[str, str], sentence: str
) -> None:
    answer = press(desk, routine.get_absolute_url(), **typed)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    before = routine.plan
    routine.refresh_from_db()
    assert routine.plan == before


def test_api_takes_and_gives_rules(api: APIClient, cast: Cast, routine: Routine) -> None:
    api.force_authenticate(cast.therapist)
    url = f"/api/v1/routines/{routine.pk}/"
    plan = routine.plan | {"rules": {"stop_pain": 5}}
    assert api.patch(url, {"plan": plan}).json()["plan"]["rules"]["stop_pain"] == 5
    refused = api.patch(url, {"plan": routine.plan | {"rules": {"stop_pain": 99}}})
    assert refused.status_code == 400
    assert "rules.stop_pain" in str(refused.json())
