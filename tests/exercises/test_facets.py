"""The numbers in the catalogue's menus: what each choice would find, given the search and the other filters."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from exercises.facets import FACETS, count_facets, facet_key
from exercises.filters import ExerciseFilter
from exercises.models import Equipment, Exercise, Region
from tests.cast import Cast
from tests.factories import make_exercise
from tests.kept import Kept

LIST = "/exercises/"
API = "/api/v1/exercises/"

SINGLE = {"kind": ["stretch", "habit"], "position": ["supine", "sitting"], "difficulty": ["1", "2"]}
SEVERAL = {"region": ["hip", "neck", "core"], "equipment": ["mat", "wall"]}
rows = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in SINGLE.items()}
    | {name: st.frozensets(st.sampled_from(values)) for name, values in SEVERAL.items()}
)
choices = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([*values, "none"]) for name, values in (SINGLE | SEVERAL).items()}
)


def key(row: dict[str, Any]) -> str:
    return facet_key(
        kind=row["kind"],
        position=row["position"],
        difficulty=int(row["difficulty"]),
        regions=row["region"],
        equipment=row["equipment"],
    )


def has(row: dict[str, Any], name: str, value: str) -> bool:
    if name in SINGLE:
        return bool(row[name] == value)
    return value in row[name] or (name == "equipment" and value == "none" and not row[name])


def brute_force(listed: list[dict[str, Any]], chosen: dict[str, str], name: str, value: str) -> int:
    wanted = chosen | {name: value}
    return sum(all(has(row, *one) for one in wanted.items()) for row in listed)


@given(st.lists(rows, max_size=30), choices)
def test_counts_are_those_of_counting_one_by_one(listed: list[dict[str, Any]], chosen: dict[str, str]) -> None:
    found, counts = count_facets([key(row) for row in listed], chosen)
    assert found == sum(all(has(row, *one) for one in chosen.items()) for row in listed)
    for name, values in (SINGLE | SEVERAL).items():
        for value in [*values, "none"]:
            assert counts[name].get(value, 0) == brute_force(listed, chosen, name, value), (name, value)


def make_catalogue() -> None:
    hip, neck = (Region.objects.create(slug=slug, name=slug.title()) for slug in ("hip", "neck"))
    mat, wall = (Equipment.objects.create(slug=slug, name=slug.title()) for slug in ("mat", "wall"))
    for number in range(24):
        kind, position = ("stretch", "strength", "mobility")[number % 3], ("supine", "standing")[number % 2]
        name = f"{('Reach', 'Lunge')[number % 2]} {number}"
        exercise = make_exercise(name, kind=kind, position=position, difficulty=1 + number % 5)
        exercise.regions.set([hip] * (number % 2) + [neck] * (number % 5 == 0))
        exercise.equipment.set([mat] * (number % 4 == 0) + [wall] * (number % 3 == 0))
        exercise.revised()


kept_exercises = Kept(make_catalogue, for_a_minute=False)


@pytest.fixture
def catalogue(db: None) -> None:
    kept_exercises()


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"kind": "stretch"},
        {"kind": "stretch", "region": "hip"},
        {"q": "reach"},
        {"q": "raech"},
        {"q": "reach zzz"},
        {"q": "lunge", "equipment": "none", "difficulty": "2"},
        {"position": "supine", "equipment": "wall", "region": "neck", "kind": "strength", "difficulty": "1"},
    ],
)
def test_each_number_is_what_its_choice_then_finds(api: APIClient, catalogue: None, chosen: dict[str, str]) -> None:
    answer = api.get(API, chosen).json()
    filters = ExerciseFilter(chosen, queryset=Exercise.objects.published())
    assert (answer["count"], filters.counted[0]) == (len(answer["results"]), len(filters.qs))
    for name in FACETS:
        values = [str(value) for value, _label in filters.filters[name].extra["choices"]]
        numbers = {value: api.get(API, chosen | {name: value}).json()["count"] for value in values}
        assert answer["facets"][name] == {value: number for value, number in numbers.items() if number}, name


def test_menus_say_how_many(client: Client, catalogue: None) -> None:
    page = client.get(LIST, {"kind": "stretch", "region": "hip"}).content.decode()
    assert options(page, "kind") == ["Any kind", "Stretch (4)", "Mobility (4)", "Strength (4)"]
    assert options(page, "region") == ["Any region", "Hip (4)", "Neck (2)"]
    assert "Wall (4)" in options(page, "equipment")
    assert "Difficulty" in page
    assert "4 exercises" in page


def options(page: str, name: str) -> list[str]:
    menu = re.search(f'<select name="{name}".*?</select>', page, re.DOTALL)
    assert menu
    return [" ".join(option.split()) for option in re.findall("<option[^>]*>([^<]*)", menu[0])]


def test_choice_that_finds_nothing_is_left_out_unless_it_is_set(client: Client, catalogue: None) -> None:
    page = client.get(LIST, {"q": "lunge", "position": "supine"}).content.decode()
    assert options(page, "position") == ["Any position", "Lying on the back (0)", "Standing (12)"]
    assert options(page, "kind") == ["Any kind"]
    assert "Nothing fits all of that" in page


def test_menus_follow_what_is_typed(client: Client, catalogue: None) -> None:
    part = client.get(LIST, {"q": "lunge"}, headers={"HX-Request": "true"}).content.decode()
    menu = re.search('<div hx-swap-oob="innerHTML:#id_position">(.*?)</div>', part, re.DOTALL)
    assert menu
    assert "Standing (12)" in menu[1]
    assert "Lying on the back" not in menu[1]


@pytest.mark.parametrize("query", ["?difficulty=6", "?difficulty=x", "?difficulty=-1"])
def test_level_that_there_is_not_is_refused(client: Client, catalogue: None, query: str) -> None:
    assert client.get(LIST + query).status_code == 400
    assert client.get(API + query).status_code == 400


def test_level_filters(client: Client, catalogue: None) -> None:
    page = client.get(LIST, {"difficulty": "5"})
    assert {exercise.difficulty for exercise in page.context["page"]} == {5}
    assert "5, hard (4)" in page.content.decode()


@pytest.mark.parametrize("who", ["anonymous", "therapist"])
def test_drafts_are_not_counted(client: Client, cast: Cast, catalogue: None, who: str) -> None:
    if who == "therapist":
        client.force_login(cast.therapist)
    before = client.get(API).json()["facets"]
    make_exercise("Secret", kind="breathing", status="draft", published_at=None)
    make_exercise("Old", kind="breathing", status="retired")
    assert client.get(API).json()["facets"] == before
    client.force_login(cast.editor)
    assert client.get(API).json()["facets"]["kind"]["breathing"] == 2


def test_counts_cost_one_query(catalogue: None, django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(2):  # the vocabulary, and the keys
        assert ExerciseFilter({}, queryset=Exercise.objects.published()).counted[0] == 24
