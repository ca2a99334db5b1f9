"""Taking a routine's phases over into a plan: by the form, and as lines for the builder."""

import uuid

import pytest
from django.test import Client

from accounts.models import Routine
from accounts.plan_edits import from_phase, insert_plan, only_phase
from accounts.plan_lines import Names
from accounts.plans import Phase, Plan, PlanError
from exercises.models import Exercise
from tests.cast import Cast
from tests.factories import make_exercise, make_own_exercise, make_plan, make_routine, read_dose
from tests.plan_page import press, text_of


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def routine(cast: Cast) -> Routine:
    """Two phases, of which the second is done on two days and says much about its exercise."""
    first = make_plan(("glute-bridge", "3x10"), weeks=2).phases[0].model_copy(update={"name": "Settle"})
    second = make_plan(("bird-dog", "3x8 5s e/s"), days=(1, 4)).phases[0]
    item = second.items[0].model_copy(
        update={"note": "Slowly.", "cue": "at noon", "despite": "CNRY", "short": True, "stop_pain": 4}
    )
    second = second.model_copy(update={"name": "Load", "goal": "Get strong.", "effort": (4, 6), "items": (item,)})
    return make_routine(owner=cast.therapist, name="Back plan", plan=Plan(phases=(first, second)))


def test_therapist_inserts_one_phase_or_all(desk: Client, cast: Cast, routine: Routine) -> None:
    mine = make_routine(owner=cast.therapist, name="Mine", plan=make_plan(("bird-dog", "1x5")))
    press(desk, mine.get_absolute_url(), "insert", insert__routine=str(routine.pk), insert__phase="2")
    mine.refresh_from_db()
    assert [phase.name for phase in mine.read_plan().phases] == ["", "Load"]
    press(desk, mine.get_absolute_url(), "insert", insert__routine=str(routine.pk), insert__phase="")
    mine.refresh_from_db()
    assert [phase.name for phase in mine.read_plan().phases] == ["", "Load", "Settle", "Load"]
    assert "CNRY" not in str(mine.plan)


@pytest.mark.parametrize(
    ("phase", "sentence"), [("3", "This plan has 2 phases."), ("x", "valid choice"), ("9" * 400, "valid choice")]
)
def test_phase_that_is_not_there_is_refused(
    desk: Client, cast: Cast, routine: Routine, phase: str, sentence: str
) -> None:
    mine = make_routine(owner=cast.therapist, name="Mine", plan=make_plan(("bird-dog", "1x5")))
    answer = press(desk, mine.get_absolute_url(), "insert", insert__routine=str(routine.pk), insert__phase=phase)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    mine.refresh_from_db()
    assert len(mine.read_plan().phases) == 1


def test_phases_come_as_lines_with_keys_of_their_own(desk: Client, routine: Routine) -> None:
    url = f"/routines/{routine.pk}/phases/"
    data, again = (desk.get(url).json() for _time in range(2))
    assert (data["name"], data["left_out"]) == ("Back plan", [])
    first, second = data["phases"]
    assert (first["name"], first["weeks"], first["days"]) == ("Settle", 2, [1, 2, 3, 4, 5, 6, 7])
    assert second | {"lines": None} == {
        "name": "Load",
        "weeks": None,
        "days": [1, 4],
        "goal": "Get strong.",
        "minutes": None,
        "effort": [4, 6],
        "pain_at_most": None,
        "lines": None,
    }
    key = second["lines"][0].pop("key")
    assert key not in {again["phases"][1]["lines"][0]["key"], *(item.key for item in routine.read_plan().items())}
    assert second["lines"] == [
        {
            "text": "Bird dog 3x8, hold 5s, each side",
            "answer": "",
            "note": "Slowly.",
            "cue": "at noon",
            "group": "",
            "choose": "",
            "when": "",
            "stop_pain": 4,
            "short": True,
            "maintain": False,
            "despite": "",
            "any_day": False,
            "once": False,
            "easier": "",
        }
    ]


def test_line_reads_as_the_same_exercise_and_dose(desk: Client, routine: Routine) -> None:
    line = desk.get(f"/routines/{routine.pk}/phases/").json()["phases"][1]["lines"][0]["text"]
    found = Names((), Exercise.objects.published()).read(line)
    assert (found.exercise.slug, read_dose(found.rest)) == ("bird-dog", read_dose("3x8 5s e/s"))


def test_what_cannot_be_had_is_named(client: Client, cast: Cast) -> None:
    own = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Wall glide")
    make_exercise("Old one")
    plan = make_plan((own.slug, "2x8"), ("old-one", "2x8"), ("bird-dog", "2x8"))
    routine = make_routine(owner=cast.dual, plan=plan)
    Exercise.objects.get(slug="old-one").retire(by=None)
    cast.other_clinic.add(cast.dual, "therapist")
    client.force_login(cast.dual)
    url = f"/routines/{routine.pk}/phases/"
    assert client.get(url).json()["left_out"] == ["Old one"]
    assert client.get(f"{url}?clinic={cast.other_clinic.pk}").json()["left_out"] == ["Old one", "Wall glide"]
    for junk in ("x", "\x00", str(uuid.UUID(int=3)), "9" * 300):
        assert client.get(url, {"clinic": junk}).status_code in (200, 400)


def test_template_gives_its_phases_and_a_hidden_routine_none(client: Client, cast: Cast, small: Routine) -> None:
    hidden = make_routine(owner=cast.stranger, plan=make_plan(("bird-dog", "1x5")))
    client.force_login(cast.colleague)
    assert client.get(f"/routines/{small.pk}/phases/").json()["phases"][0]["name"] == "Begin"
    assert client.get(f"/routines/{hidden.pk}/phases/").status_code == 404
    client.logout()
    assert client.get(f"/routines/{small.pk}/phases/").status_code == 302


def test_part_of_a_plan_keeps_rules_and_refuses_what_is_not_there() -> None:
    plan = Plan(phases=(Phase(name="A", weeks=2), Phase(name="B")))
    assert [phase.name for phase in only_phase(plan, 1).phases] == ["A"]
    assert [phase.name for phase in from_phase(plan, 2).phases] == ["B"]
    assert from_phase(plan, 1) == plan
    for number in (0, 3, -1):
        for part in (only_phase, from_phase):
            with pytest.raises(PlanError):
                part(plan, number)


def test_copy_in_the_same_plan_has_other_keys() -> None:
    plan = make_plan(("bird-dog", "1x5"))
    assert len({item.key for item in insert_plan(plan, plan).items()}) == 2
