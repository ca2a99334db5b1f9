"""The catalogue as visitors read it: list, filters, search, one exercise, the front page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from exercises.models import Equipment, Exercise, Muscle, MuscleUse, PrecautionTag, Region
from tests.cast import Cast
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
LIST = "/exercises/"


@pytest.fixture
def mat(db: None) -> Equipment:
    return Equipment.objects.create(slug="mat", name="Mat")


@pytest.fixture
def twist(mat: Equipment) -> Exercise:
    exercise = make_exercise(
        "Lying waist twist",
        dose="2x20s e/s 5x/wk",
        kind="stretch",
        aliases=["Überkreuzdehnung"],
        seed_dose="The source gave 20 seconds a side.",
        feel="A mild pull in the left side.",
        evidence_basis="A custom of the trade.",
        difficulty=2,
    )
    exercise.equipment.add(mat)
    muscle = Muscle.objects.create(slug="multifidus", name="multifidus", plain="deep back muscles")
    MuscleUse.objects.create(exercise=exercise, muscle=muscle)
    tag = PrecautionTag.objects.create(slug="osteoporosis", name="Fragile bones")
    exercise.cautions.create(tag=tag, text="Do not go to the end of the turn.", position=2)
    exercise.revised()
    return exercise


@pytest.fixture
def march(db: None) -> Exercise:
    hip = Region.objects.create(slug="hip", name="Hip")
    exercise = make_exercise("March", kind="mobility", position="standing")
    exercise.regions.set([hip])
    exercise.revised()
    return exercise


def listed(client: Client, query: str = "", **headers: str) -> list[str]:
    response = client.get(LIST + query, headers=headers)
    assert response.status_code == 200
    return [exercise.name for exercise in response.context["page"]]


def test_visitor_lists_what_is_published(client: Client, twist: Exercise, march: Exercise) -> None:
    make_exercise("Secret", status="draft", published_at=None)
    make_exercise("Old one", status="retired")
    page = client.get(LIST)
    assert page.status_code == 200
    for text in ("2 exercises", "Lying waist twist", "March", "Stretch", "Lying on the back", "Lower back"):
        assert text in page.content.decode()
    assert "Secret" not in page.content.decode()
    assert "Old one" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?kind=stretch", ["Lying waist twist"]),
        ("?position=standing", ["March"]),
        ("?region=hip", ["March"]),
        ("?equipment=mat", ["Lying waist twist"]),
        ("?equipment=none", ["March"]),
        ("?kind=stretch&region=lower-back&equipment=mat&position=supine&q=", ["Lying waist twist"]),
        ("?q=WAIST", ["Lying waist twist"]),
        ("?q=uberkreuz", ["Lying waist twist"]),
        ("?q=twist+deep+back", ["Lying waist twist"]),
        ("?q=%25", []),
        ("?kind=habit", []),
    ],
)
def test_visitor_filters_and_searches(
    client: Client, twist: Exercise, march: Exercise, query: str, names: list[str]
) -> None:
    assert listed(client, query) == names


def test_visitor_who_finds_nothing_is_led_back(client: Client, twist: Exercise) -> None:
    page = client.get(LIST + "?q=zzz").content.decode()
    assert "0 exercises" in page
    assert "Nothing fits all of that" in page
    assert "Show all exercises" in page


@pytest.mark.parametrize(
    "query", ["?kind=bogus", "?region=atlantis", "?position=", "?equipment=../etc", "?q=" + "x" * 101]
)
def test_visitor_with_an_unknown_filter_is_told_and_sees_all(client: Client, twist: Exercise, query: str) -> None:
    response = client.get(LIST + query)
    assert response.status_code == (200 if query == "?position=" else 400)
    assert ("Select a valid choice" in response.content.decode()) == ("x" * 101 not in query and query != "?position=")
    assert "Lying waist twist" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["?q=%00", "?kind=%00", "?q=%ED%A0%80", "?page=9999", "?page=x", f"?page={'9' * 5000}"]
)
def test_visitor_with_hostile_input_gets_a_page(client: Client, twist: Exercise, query: str) -> None:
    assert client.get(LIST + query).status_code in {200, 400}


def test_filters_are_taken_off_one_by_one(client: Client, twist: Exercise) -> None:
    page = client.get(LIST + "?kind=stretch&q=twist&region=").content.decode()
    assert f'href="{LIST}?kind=stretch"' in page
    assert f'href="{LIST}?q=twist"' in page


def test_menus_offer_only_what_finds_something(client: Client, twist: Exercise) -> None:
    Equipment.objects.create(slug="rail", name="Rail")
    assert "Rail" not in client.get(LIST).content.decode()
    assert listed(client, "?equipment=rail") == []


def test_typing_visitor_gets_the_results_alone_and_the_address(client: Client, twist: Exercise) -> None:
    response = client.get(LIST + "?q=twist&kind=&region=lower-back", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "Lying waist twist" in response.content.decode()
    assert 'hx-swap-oob="innerHTML:#result-count">1 exercise<' in response.content.decode()
    assert response["HX-Push-Url"] == LIST + "?q=twist&region=lower-back"
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_whole_page_when_htmx_asks_for_one(client: Client, twist: Exercise, header: str) -> None:
    response = client.get(LIST, headers={"HX-Request": "true", header: "true"})
    assert "<html" in response.content.decode()


def test_long_catalogue_is_paged_and_keeps_the_filter(client: Client, db: None) -> None:
    for number in range(30):
        make_exercise(f"Number {number:02}")
    assert len(listed(client)) == 24
    assert len(listed(client, "?page=2&kind=strength")) == 6
    assert re.search(r"\?kind=strength&(amp;)?page=2", client.get(LIST + "?kind=strength").content.decode())


@pytest.mark.parametrize("who", ["anonymous", "client", "therapist", "editor"])
def test_list_costs_at_most_nine_queries(
    client: Client, cast: Cast, who: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        make_exercise(f"Number {number:02}")
    if who != "anonymous":
        client.force_login(getattr(cast, who))
    with django_assert_max_num_queries(9):  # one of them for the messages that a client has not read
        client.get(LIST + "?kind=strength&region=lower-back&q=number")


def test_visitor_reads_an_exercise_whole(client: Client, twist: Exercise, march: Exercise) -> None:
    twist.harder.add(march)
    easier = make_exercise("Knee rolls")
    easier.harder.add(twist)
    twist.harder.add(make_exercise("Secret", status="draft", published_at=None))
    response = client.get("/exercises/lying-waist-twist/")
    page = response.content.decode()
    assert response.status_code == 200
    for text in (
        "Lying waist twist in one sentence.", "Lie on your back.", "Lift your hips.",
        "2 holds of 20 seconds, each side, 5 days a week", "The source gave 20 seconds a side.",
        "A mild pull in the left side.", "The back arches.", "Lift less high.", "Fragile bones",
        "Do not go to the end of the turn.", "deep back muscles", "multifidus", "Mat", "2 of 5",
        "A step easier", "Knee rolls", "A step harder", "March", "A custom of the trade.", "Convention",
        "Not looked up yet", "By Backfit, CC BY-SA 4.0.", "Überkreuzdehnung",
    ):  # fmt: skip
        assert text in page, text
    assert "Secret" not in page
    assert "/admin/" not in page


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_only_editors_read_what_is_not_published(client: Client, cast: Cast, status: str) -> None:
    make_exercise("Hidden", status=status)
    unknown = client.get("/exercises/nothing/")
    for person in (None, cast.client, cast.therapist, cast.manager):
        if person:
            client.force_login(person)
        assert client.get("/exercises/hidden/").status_code == unknown.status_code == 404
        assert "Hidden" not in client.get(LIST).content.decode()
    client.force_login(cast.editor)
    page = client.get("/exercises/hidden/")
    assert page.status_code == 200
    assert "Only editors see this page" in page.content.decode()
    assert "Hidden" in listed(client)


def test_signed_in_reader_may_start_a_routine(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    page = client.get("/exercises/bird-dog/").content.decode()
    assert "/routines/new/?exercise=bird-dog" in page


def test_visitor_sees_where_to_go(client: Client, twist: Exercise) -> None:
    page = client.get("/").content.decode()
    for text in ("Browse the exercises", "Enter my code", "Read the guide", "Sign up as a therapist", "Lying waist"):
        assert text in page
    assert "/guide/red-flags/" in page


@pytest.mark.parametrize(
    ("who", "to"),
    [
        ("client", "/today/"),
        ("therapist", "/clients/"),
        ("dual", "/clients/"),
        ("manager", None),
        ("editor", None),
        ("without_clinic", None),
    ],
)
def test_people_with_work_here_are_taken_to_it(client: Client, cast: Cast, who: str, to: str | None) -> None:
    client.force_login(getattr(cast, who))
    response = client.get("/")
    assert response.status_code == (302 if to else 200)
    assert response.headers.get("Location") == to


@pytest.mark.parametrize("address", ["/", LIST, "/exercises/bird-dog/", "/guide/"])
def test_nothing_here_can_be_posted_to(client: Client, cast: Cast, address: str) -> None:
    assert client.post(address).status_code == 405


def test_public_pages_set_no_cookie(client: Client, twist: Exercise) -> None:
    for address in ("/", LIST, "/exercises/lying-waist-twist/", "/guide/"):
        assert not client.get(address).cookies, address
