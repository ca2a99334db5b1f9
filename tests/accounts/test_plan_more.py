"""What a line of a plan can say beside its dose: choice and condition, limit of pain, short and maintenance version."""

import pytest
from django.test import Client

from accounts.models import Routine
from accounts.plan_short import short_warnings
from accounts.plans import Item, Phase, Plan
from tests.cast import Cast
from tests.factories import make_plan, make_program, make_routine, read_dose
from tests.plan_page import press, text_of


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def routine(cast: Cast) -> Routine:
    return make_routine(owner=cast.therapist, plan=make_plan(("glute-bridge", "3x10"), ("bird-dog", "3x8")))


def said(routine: Routine) -> list[Item]:
    routine.refresh_from_db()
    return list(routine.read_plan().items())


def test_therapist_says_more_of_an_exercise_without_scripts(desk: Client, routine: Routine) -> None:
    url, (first, second) = routine.get_absolute_url(), said(routine)
    more = {"choose": "Direction ", "when": "bending eases it", "stop_pain": "4", "short": "on", "maintain": "on"}
    typed = {f"{first.key}__{name}": value for name, value in more.items()}
    press(desk, url, **typed, **{f"{second.key}__choose": "direction"})
    one, other = said(routine)
    assert (one.choose, one.when, one.stop_pain, one.short, one.maintain) == (
        "direction", "bending eases it", 4, True, True
    )  # fmt: skip
    assert (other.choose, other.when, other.short) == ("direction", None, None)
    page = text_of(desk.get(url))
    for words in (
        "If bending eases it",
        "Stop this one at pain 4 out of 10.",
        "Short version",
        "Stays for maintenance",
    ):
        assert words in page
    assert "Say for each when to take it" in page
    before = routine.plan
    assert press(desk, url).status_code == 302
    said(routine)
    assert routine.plan == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stop_pain", "9"),
        ("stop_pain", "0"),
        ("stop_pain", "x"),
        ("stop_pain", "9" * 30),
        ("choose", "a/b"),
        ("choose", "a" * 41),
        ("when", "x" * 121),
    ],
)
def test_what_cannot_be_is_marked_at_its_line_and_nothing_is_kept(
    desk: Client, routine: Routine, name: str, value: str
) -> None:
    before = routine.plan
    answer = press(desk, routine.get_absolute_url(), **{f"{said(routine)[0].key}__{name}": value})
    assert answer.status_code == 400
    assert "errorlist" in text_of(answer)
    said(routine)
    assert routine.plan == before


def test_therapist_is_warned_of_a_short_version_that_is_long_and_may_publish_it(desk: Client, cast: Cast) -> None:
    item = Item(exercise="bird-dog", dose=read_dose("6 min"), short=True)
    plan = Plan(phases=(Phase(items=(item,)),))
    assert "takes 6 minutes" in short_warnings(plan)[0]
    assert not short_warnings(Plan(phases=(Phase(items=(item.model_copy(update={"dose": read_dose("3 min")}),)),)))
    program = make_program(episode=cast.episode, by=cast.therapist, plan=plan)
    assert "The short version of phase 1 takes 6 minutes." in text_of(desk.get(program.get_absolute_url()))
    assert desk.post(f"{program.get_absolute_url()}publish/", {"over": "0"}).status_code == 302
