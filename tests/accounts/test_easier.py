"""The easier version that a plan's line may name: which is taken, how it is dosed, and every door to it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Routine
from accounts.plan_easier import easier_dose, measure_of, require_easier_fits, takes
from accounts.plan_edits import swap_item
from accounts.plan_exercises import require_shareable, without_retired
from accounts.plans import Item, Phase, Plan, PlanError
from exercises.models import Exercise
from tests.builder_page import Builder, as_sent
from tests.cast import Cast
from tests.exercises.doses import doses, sometimes
from tests.factories import make_exercise, make_own_exercise, make_plan, make_routine, read_dose
from tests.plan_page import press, text_of


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def routine(cast: Cast) -> Routine:
    easier = make_exercise("Bird dog, leg only", slug="bird-dog-leg-only", dose="3x6 alternating total")
    easier.harder.add(Exercise.objects.get(slug="bird-dog"))
    return make_routine(owner=cast.therapist, plan=make_plan(("bird-dog", "3x8 e/s"), ("glute-bridge", "3x10")))


def first(routine: Routine) -> Item:
    routine.refresh_from_db()
    return next(routine.read_plan().items())


def plan_with(easier: str | None, dose: str = "3x8 e/s", exercise: str = "bird-dog") -> Plan:
    return Plan(phases=(Phase(items=(Item(exercise=exercise, dose=read_dose(dose), easier=easier),)),))


# As pure rules


@pytest.mark.parametrize(
    ("dose", "measure"),
    [
        ("3x10", "repetitions"),
        ("3x6x8s", "repetitions"),
        ("12-10-8", "repetitions"),
        ("3x30s", "holds"),
        ("1x1x20s e/s", "holds"),
        ("15 min", "minutes"),
        ("to fatigue", "open"),
    ],
)
def test_dose_is_measured_in_one_thing(dose: str, measure: str) -> None:
    assert measure_of(read_dose(dose)) == measure


@pytest.mark.parametrize(
    ("dose", "usual", "said"),
    [
        ("3x8 e/s", "3x6 alternating total", "3x8 alternating total"),
        ("3x8 left", "3x6 alternating total", "3x8 left"),
        ("3x8 e/s @ 5 kg", "3x12", "3x8"),
        ("2x30s e/s r20", "1x10s", "2x30s r20"),
    ],
)
def test_easier_version_has_the_amounts_of_the_item_and_a_side_of_its_own(dose: str, usual: str, said: str) -> None:
    assert easier_dose(read_dose(dose), read_dose(usual)) == read_dose(said)


@sometimes
@given(doses, doses)
def test_easier_dose_is_a_dose_that_asks_for_no_more_amounts(dose: object, usual: object) -> None:
    found = easier_dose(dose, usual)  # type: ignore[arg-type]
    assert type(found).from_json(found.to_json()) == found
    for name in ("sets", "reps", "reps_per_set", "hold_seconds", "duration_seconds", "frequency", "rest_seconds"):
        assert getattr(found, name) == getattr(dose, name)
    assert measure_of(found) == measure_of(dose)  # type: ignore[arg-type]
    assert takes(found, dose)  # type: ignore[arg-type]


def test_exercise_is_no_easier_version_of_itself() -> None:
    with pytest.raises(PlanError, match="another exercise"):
        Plan.from_json({"phases": [{"items": [{"exercise": "plank", "dose": {"reps": 3}, "easier": "plank"}]}]})


@given(st.sampled_from(("plank", "side-plank", None)))
def test_plan_without_an_easier_version_keeps_its_digest(easier: str | None) -> None:
    data = plan_with(easier, exercise="bird-dog").to_json()
    assert ("easier" in data["phases"][0]["items"][0]) == (easier is not None)


# With the catalogue


def test_plan_refuses_what_is_measured_in_something_else(cast: Cast, routine: Routine) -> None:
    make_exercise("Plank", dose="3x30s")
    with pytest.raises(ValidationError, match="counted in repetitions, holds or minutes"):
        routine.save_plan(plan_with("plank"))
    routine.save_plan(plan_with("bird-dog-leg-only"))
    # The catalogue changes its mind: what the plan has already may stay, and be saved with other changes.
    Exercise.objects.filter(slug="bird-dog-leg-only").update(default_dose=read_dose("3x30s").to_json())
    routine.save_plan(plan_with("bird-dog-leg-only", "3x6 e/s"))
    with pytest.raises(ValidationError):
        require_easier_fits(plan_with("bird-dog-leg-only", "3x6 e/s"))


def test_plan_refuses_an_easier_version_that_its_author_does_not_see(cast: Cast, routine: Routine) -> None:
    own = make_own_exercise(clinic=cast.other_clinic, by=cast.stranger, name="Wall glide", dose="2x8")
    make_exercise("Draft dog", status=Exercise.Status.DRAFT)
    for slug in (own.slug, "draft-dog", "no-such"):
        with pytest.raises(ValidationError, match="no exercise"):
            routine.save_plan(plan_with(slug))
    ours = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Ours", dose="2x8")
    routine.save_plan(plan_with(ours.slug))
    assert first(routine).easier == ours.slug


def test_easier_version_that_is_gone_is_left_out_of_a_fresh_plan(cast: Cast, routine: Routine) -> None:
    plan = plan_with("bird-dog-leg-only")
    assert without_retired(plan, Exercise.objects.published())[0] == plan
    Exercise.objects.filter(slug="bird-dog-leg-only").update(status=Exercise.Status.RETIRED)
    kept, gone = without_retired(plan, Exercise.objects.published())
    assert (next(kept.items()).easier, gone) == (None, ["Bird dog, leg only"])


def test_another_exercise_in_its_place_loses_the_easier_version(cast: Cast, routine: Routine) -> None:
    plan = plan_with("bird-dog-leg-only")
    swapped, _key = swap_item(plan, next(plan.items()).key, "glute-bridge", among=Exercise.objects.published())
    assert next(swapped.items()).easier is None


# The page without scripts


def test_therapist_names_an_easier_version_without_scripts(desk: Client, routine: Routine) -> None:
    url, key = routine.get_absolute_url(), first(routine).key
    page = desk.get(url).content.decode()
    assert f'<datalist id="{key}-easier-known"><option value="Bird dog, leg only"></option></datalist>' in page
    assert press(desk, url, **{f"{key}__easier": "bird dog leg only"}).status_code == 302
    assert first(routine).easier == "bird-dog-leg-only"
    assert "If too hard: Bird dog, leg only" in text_of(desk.get(url))
    assert press(desk, url).status_code == 302
    assert first(routine).easier == "bird-dog-leg-only"
    press(desk, url, **{f"{key}__easier": ""})
    assert first(routine).easier is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Bird dog", "another exercise than the one"),
        ("Plank", "counted in repetitions, holds or minutes"),
        ("no such thing", "There is no exercise"),
        ("bird dog leg only 3x8", "Name the easier exercise alone"),
    ],
)
def test_wrong_easier_version_is_refused_with_a_sentence(desk: Client, routine: Routine, typed: str, said: str) -> None:
    make_exercise("Plank", dose="3x30s")
    url, key = routine.get_absolute_url(), first(routine).key
    answer = press(desk, url, **{f"{key}__easier": typed})
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert first(routine).easier is None


# The builder


def test_builder_keeps_an_easier_version_by_its_name(desk: Client, routine: Routine) -> None:
    page = Builder(desk, routine)
    body = as_sent(page.state())
    body["phases"][0]["lines"][0]["easier"] = "bird dog leg only"
    line = page.save(body)["phases"][0]["lines"][0]
    assert (line["status"], line["easier"]) == ("ok", "Bird dog, leg only")
    assert first(routine).easier == "bird-dog-leg-only"
    # Sent back as it came, nothing changes; another exercise in its place has no easier version yet.
    again = as_sent(page.state())
    assert page.save(again)["digest"] == again["base"]
    again["phases"][0]["lines"][0]["text"] = "Glute bridge 3x8"
    assert page.save(again)["phases"][0]["lines"][0]["easier"] == ""


def test_builder_says_why_an_easier_version_cannot_be(desk: Client, routine: Routine) -> None:
    make_exercise("Plank", dose="3x30s")
    page = Builder(desk, routine)
    for typed, said in (("Plank", "counted in"), ("Bird dog", "another exercise than"), ("nonsense", "no exercise")):
        body = as_sent(page.state())
        body["phases"][0]["lines"][0]["easier"] = typed
        line = page.save(body)["phases"][0]["lines"][0]
        assert (line["status"], line["easier"]) == ("wrong", typed)
        assert said in line["errors"][0]


def test_builder_suggests_what_the_catalogue_knows_as_easier(desk: Client, client: Client, routine: Routine) -> None:
    bird_dog = Exercise.objects.get(slug="bird-dog")
    make_exercise("Plank", dose="3x30s").harder.add(bird_dog)
    make_exercise("Old dog", status=Exercise.Status.RETIRED).harder.add(bird_dog)
    url = f"{routine.get_absolute_url()}suggest/"
    known = desk.get(url, {"easier": first(routine).key}).json()["results"]
    assert known == [{"slug": "bird-dog-leg-only", "name": "Bird dog, leg only"}]
    assert desk.get(url, {"easier": "no-such"}).json() == {"results": []}


def test_routine_with_an_easier_version_of_a_clinics_own_is_not_shared_with_all(cast: Cast) -> None:
    ours = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Ours", dose="2x8")
    require_shareable(plan_with(ours.slug), cast.clinic)
    with pytest.raises(ValidationError, match="Ours"):
        require_shareable(plan_with(ours.slug), None)
