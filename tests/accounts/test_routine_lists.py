"""Lists of routines: whose they are, found by name, with what a card says."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Routine
from tests.cast import Cast
from tests.factories import make_plan, make_routine
from tests.plan_page import text_of


@pytest.fixture
def desk(client: Client, cast: Cast, small: Routine) -> Client:
    """The therapist with a routine of each kind."""
    make_routine(owner=cast.therapist, name="Own one", plan=make_plan(("bird-dog", "3x8"), ("glute-bridge", "3x10")))
    make_routine(owner=cast.colleague, name="Of Cora", visibility="clinic", clinic=cast.clinic, plan=make_plan())
    make_routine(owner=cast.colleague, name="Hidden", plan=make_plan())
    client.force_login(cast.therapist)
    return client


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", {"Own one", "Of Cora", "Small program"}),
        ("?show=mine", {"Own one"}),
        ("?show=shared", {"Of Cora"}),
        ("?show=templates", {"Small program"}),
        ("?q=ONE", {"Own one"}),
        ("?q=o&show=shared", {"Of Cora"}),
        ("?q=nothing+like+it", set()),
        ("?q=%25", set()),
        ("?show=x&page=x", {"Own one", "Of Cora", "Small program"}),
    ],
)
def test_therapist_finds_a_routine(desk: Client, query: str, there: set[str]) -> None:
    page = text_of(desk.get(f"/routines/{query}"))
    assert {name for name in ("Own one", "Of Cora", "Small program", "Hidden") if f">{name}</a>" in page} == there


def test_card_says_minutes_exercises_and_whose_it_is(desk: Client) -> None:
    page = text_of(desk.get("/routines/"))
    for words in (" min, 2 exercises", "5 min, 2 exercises", "Clinic template", "Only me", "Template", "My clinic"):
        assert words in page


def test_empty_lists_say_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    assert "No clinic templates yet" in text_of(client.get("/routines/?show=shared"))
    assert "No routine by that name" in text_of(client.get("/routines/?q=zzz"))
    assert client.get("/routines/?q=%00").status_code in (200, 400)


def test_list_costs_few_queries(
    desk: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        make_routine(owner=cast.therapist, name=f"R {number}", plan=make_plan(("bird-dog", "3x8")))
    with django_assert_max_num_queries(6):
        desk.get("/routines/")
