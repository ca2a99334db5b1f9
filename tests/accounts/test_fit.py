"""What does not fit a client's home, why, and what is offered in its place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.fit import EVERYWHERE, Facts, Judged, fit_for, judges, links, reasons
from accounts.home import Home
from exercises.models import Caution, Equipment, Exercise, PrecautionTag
from tests.factories import make_exercise

THINGS = ("mat", "chair", "wall", "resistance-band", "anchor", "bench")
TAGS = ("wrist", "knee-kneel", "pregnancy-prone", "osteoporosis")
LABELS = dict.fromkeys(TAGS, "Needs thought")

homes = st.builds(
    Home,
    equipment=st.none() | st.lists(st.sampled_from(THINGS), unique=True).map(tuple),
    floor=st.sampled_from([None, True, False]),
    kneel=st.sampled_from([None, True, False]),
    minutes=st.none() | st.integers(1, 240),
    precautions=st.lists(st.sampled_from(TAGS), unique=True).map(tuple),
)


def facts_of(slug: str) -> st.SearchStrategy[Facts]:
    return st.builds(
        Facts,
        slug=st.just(slug),
        name=st.just(slug.title()),
        position=st.sampled_from(Exercise.Position.values),
        kind=st.sampled_from(["strength", "habit"]),
        difficulty=st.integers(1, 5),
        offered=st.booleans(),
        equipment=st.lists(st.sampled_from([(thing, thing.title()) for thing in THINGS]), max_size=3).map(tuple),
        cautions=st.lists(st.sampled_from([(tag, "Go easy.") for tag in TAGS]), max_size=3).map(tuple),
    )


SLUGS = tuple(f"e{number}" for number in range(7))
catalogues = st.tuples(*(facts_of(slug) for slug in SLUGS)).map(lambda many: {one.slug: one for one in many})
ladders = st.lists(st.tuples(st.sampled_from(SLUGS), st.sampled_from(SLUGS)), max_size=12).map(links)


@given(facts_of("e0"), st.none() | st.integers(1, 240))
def test_a_profile_that_nobody_has_asked_for_rules_nothing_out(facts: Facts, minutes: int | None) -> None:
    home = Home(minutes=minutes, places=("work",))
    assert not judges(home)
    assert reasons(facts, home, LABELS) == ()


@given(facts_of("e0"), homes, st.sampled_from(THINGS))
def test_more_equipment_never_makes_an_exercise_unfit(facts: Facts, home: Home, thing: str) -> None:
    more = home.model_copy(update={"equipment": (*(home.equipment or ()), thing)})
    if home.equipment is not None and not reasons(facts, home, LABELS):
        assert not reasons(facts, more, LABELS)


@given(facts_of("e0"), homes, st.sampled_from(TAGS))
def test_one_more_precaution_never_makes_an_exercise_fit(facts: Facts, home: Home, tag: str) -> None:
    more = home.model_copy(update={"precautions": (*home.precautions, tag)})
    if reasons(facts, home, LABELS):
        assert reasons(facts, more, LABELS)


@given(facts_of("e0"), homes)
def test_saying_that_the_floor_or_kneeling_is_possible_never_rules_anything_out(facts: Facts, home: Home) -> None:
    able = home.model_copy(update={"floor": True, "kneel": True})
    if not reasons(facts, home, LABELS):
        assert not reasons(facts, able, LABELS)


@given(catalogues, ladders, homes)
def test_what_is_offered_instead_always_fits_and_is_once_on_each_side(
    facts: dict[str, Facts], ladder: Any, home: Home
) -> None:
    judged = Judged(home, facts, ladder, LABELS)
    for slug, mark in judged.marks(SLUGS).items():
        assert mark.reasons == reasons(facts[slug], home, LABELS) != ()
        assert len({neighbour.step for neighbour in mark.instead}) == len(mark.instead)
        for neighbour in mark.instead:
            assert neighbour.slug != slug
            assert facts[neighbour.slug].offered
            assert not reasons(facts[neighbour.slug], home, LABELS)


@given(catalogues, ladders, homes)
def test_a_direct_neighbour_that_fits_is_never_passed_over(facts: dict[str, Facts], ladder: Any, home: Home) -> None:
    judged = Judged(home, facts, ladder, LABELS)
    for slug, mark in judged.marks(SLUGS).items():
        for step, steps in ladder.items():
            direct = {other for other in steps.get(slug, ()) if other != slug and other in judged.fitting}
            if direct:
                assert {one.slug for one in mark.instead if one.step == step} <= direct
                assert any(one.step == step for one in mark.instead)


@pytest.mark.parametrize(
    ("position", "kind", "equipment", "on_the_floor"),
    [
        ("supine", "stretch", ("mat",), True),
        ("supine", "breathing", (), True),
        ("supine", "breathing", ("chair",), True),
        ("side-lying", "habit", ("pillow",), False),
        ("plank", "stability", ("counter",), False),
        ("plank", "stability", ("wall", "mat"), True),
        ("plank", "stability", (), True),
        ("kneeling", "stretch", ("chair", "mat"), True),
        ("sitting", "stretch", ("chair",), False),
        ("sitting", "stretch", ("mat",), True),
        ("standing", "strength", ("mat",), False),
    ],
)
def test_the_floor_is_told_from_position_kind_and_equipment(
    position: str, kind: str, equipment: tuple[str, ...], on_the_floor: bool
) -> None:
    things = tuple((slug, slug) for slug in equipment)
    facts = Facts(slug="a", name="A", position=position, kind=kind, equipment=things)
    assert facts.is_on_the_floor is on_the_floor
    assert bool(reasons(facts, Home(floor=False), {})) is on_the_floor


def test_what_every_home_has_is_never_missing() -> None:
    facts = Facts(slug="a", name="A", position="standing", equipment=tuple((slug, slug) for slug in EVERYWHERE))
    assert reasons(facts, Home(equipment=()), {}) == ()


def give(exercise: Exercise, *, equipment: tuple[str, ...] = (), **cautions: str) -> None:
    for slug in equipment:
        thing, _created = Equipment.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title()})
        exercise.equipment.add(thing)
    for tag, text in cautions.items():
        word, _created = PrecautionTag.objects.get_or_create(slug=tag, defaults={"name": f"Sore {tag}"})
        Caution.objects.create(exercise=exercise, tag=word, text=text, position=2)


@pytest.fixture
def planks(db: None) -> dict[str, Exercise]:
    """A ladder: wall plank, kneeling plank, forearm plank, high plank."""
    wall = make_exercise("Wall plank", position="standing", difficulty=1)
    kneeling = make_exercise("Kneeling plank", position="plank", difficulty=2)
    forearm = make_exercise("Forearm plank", position="plank", difficulty=3)
    high = make_exercise("High plank", position="plank", difficulty=4)
    give(wall, equipment=("wall",))
    for exercise in (kneeling, forearm, high):
        give(exercise, equipment=("mat",))
    give(high, wrist="Lean on your fists.")
    for low, harder in ((wall, kneeling), (kneeling, forearm), (forearm, high)):
        low.harder.add(harder)
    return {exercise.slug: exercise for exercise in (wall, kneeling, forearm, high)}


def test_the_ladder_is_walked_past_neighbours_that_do_not_fit_either(planks: dict[str, Exercise]) -> None:
    marks = fit_for(Home(floor=False), Exercise.objects.published()).marks(["forearm-plank", "wall-plank"])
    assert list(marks) == ["forearm-plank"]
    assert marks["forearm-plank"].reasons == (
        "Done on the floor, and getting down there and up again is not possible.",
    )
    assert [(one.slug, one.name, one.step) for one in marks["forearm-plank"].instead] == [
        ("wall-plank", "Wall plank", "easier")
    ]


def test_a_caution_is_told_in_the_exercises_own_words(planks: dict[str, Exercise]) -> None:
    marks = fit_for(Home(precautions=("wrist",)), Exercise.objects.published()).marks(planks)
    assert {slug: mark.reasons for slug, mark in marks.items()} == {
        "high-plank": ("Sore wrist: needs care. Lean on your fists.",)
    }


def test_a_precaution_about_a_position_holds_without_a_caution(db: None) -> None:
    PrecautionTag.objects.create(slug="pregnancy-prone", name="Pregnant, lying on the front")
    make_exercise("Swimmer", position="prone")
    marks = fit_for(Home(precautions=("pregnancy-prone",)), Exercise.objects.published()).marks(["swimmer"])
    assert marks["swimmer"].reasons == (
        "Pregnant, lying on the front: needs care. This is its start position: lying on the front.",
    )


def test_all_equipment_that_is_missing_stands_in_one_sentence(db: None) -> None:
    give(make_exercise("Band row", position="standing"), equipment=("anchor", "resistance-band", "chair"))
    among = Exercise.objects.published()
    assert fit_for(Home(equipment=()), among).marks(["band-row"])["band-row"].reasons == (
        "Not at hand: Anchor, Resistance Band.",
    )
    assert fit_for(Home(equipment=("anchor", "resistance-band")), among).marks(["band-row"]) == {}


def test_retired_exercises_are_marked_and_never_offered(planks: dict[str, Exercise]) -> None:
    Exercise.objects.filter(slug="wall-plank").update(status=Exercise.Status.RETIRED)
    marks = fit_for(Home(floor=False), Exercise.objects.all()).marks(["kneeling-plank"])
    assert marks["kneeling-plank"].instead == ()
    Exercise.objects.filter(slug="high-plank").update(status=Exercise.Status.RETIRED)
    assert fit_for(Home(floor=False), Exercise.objects.all()).marks(["high-plank"])
    assert fit_for(Home(floor=False), Exercise.objects.published()).marks(["high-plank"]) == {}


def test_the_number_of_queries_is_the_same_for_any_number_of_exercises(
    planks: dict[str, Exercise], django_assert_num_queries: Any
) -> None:
    for number in range(30):
        give(make_exercise(f"Row {number}", position="standing"), equipment=("anchor",))
    home = Home(equipment=(), floor=False, precautions=("wrist",))
    with django_assert_num_queries(5):
        fit = fit_for(home, Exercise.objects.published())
        assert len(fit.marks(Exercise.objects.published().values_list("slug", flat=True)[:0])) == 0
        assert len(fit.marks([*planks, *(f"row-{number}" for number in range(30))])) == 33
        fit.marks(["row-1"])


def test_an_empty_profile_asks_nothing(planks: dict[str, Exercise], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert fit_for(Home(), Exercise.objects.published()).marks(planks) == {}
        assert fit_for(Home(minutes=10, places=("work",)), Exercise.objects.published()).marks(planks) == {}


def test_slugs_that_are_no_exercise_of_these_are_left_out(planks: dict[str, Exercise]) -> None:
    assert fit_for(Home(floor=False), Exercise.objects.published()).marks(["nowhere", "forearm-plank"]).keys() == {
        "forearm-plank"
    }
