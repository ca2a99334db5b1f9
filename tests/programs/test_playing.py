"""What the player is given: a shell that knows nobody, and exercises and routines for anybody."""

from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Routine
from accounts.plans import Plan
from exercises.models import Exercise
from tests.cast import Cast
from tests.factories import make_exercise, make_plan, make_routine
from tests.programs.pages import browser_of


def test_player_is_the_same_page_for_everybody(cast: Cast, client: Client) -> None:
    pages = [browser.get("/play/") for browser in (client, browser_of(cast.client), browser_of(cast.editor))]
    assert {page.content for page in pages} == {pages[0].content}
    assert all("Set-Cookie" not in page and "Cookie" not in page["Vary"] for page in pages)
    assert pages[1]["Cache-Control"] == "no-cache"


def test_player_without_scripts_leads_to_today(client: Client, db: Any) -> None:
    page = client.get("/play/").content.decode()
    noscript = page[page.index("<noscript>") : page.index("</noscript>")]
    assert 'href="/today/"' in noscript


def test_visitor_plays_an_exercise_in_its_usual_dose(client: Client, db: Any) -> None:
    exercise = make_exercise("Glute bridge", dose="3x10 r60")
    found = client.get("/exercises/glute-bridge/play/").json()
    (item,) = found["items"].values()
    assert (found["name"], item["exercise"], item["dose"]) == ("Glute bridge", exercise.slug, {**exercise.default_dose})
    assert item["steps"] == ["Lie on your back.", "Lift your hips."]
    assert client.get("/exercises/no-such/play/").status_code == 404


def test_visitor_is_offered_the_player_on_the_page_of_an_exercise(client: Client, db: Any) -> None:
    make_exercise("Glute bridge")
    make_exercise("Stand up", kind=Exercise.Kind.HABIT, dose="60s every 30min 9-17")
    assert "/play/#exercise=glute-bridge" in client.get("/exercises/glute-bridge/").content.decode()
    assert "/play/#exercise=" not in client.get("/exercises/stand-up/").content.decode()


def test_therapist_plays_a_routine_of_their_own_and_nobody_else_does(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan(("glute-bridge", "2x5"), ("bird-dog", "1x8 e/s"))
    routine = make_routine(owner=cast.therapist, plan=plan)
    address = f"/routines/{routine.pk}/play/"
    browser = browser_of(cast.therapist)
    with django_assert_max_num_queries(20):
        found = browser.get(address).json()
    assert [item["exercise"] for item in found["items"].values()] == ["glute-bridge", "bird-dog"]
    assert client.get(address).status_code == 404
    assert browser_of(cast.client).get(address).status_code == 404
    Routine.objects.filter(pk=routine.pk).update(visibility="template", slug="morning")
    assert client.get(address).status_code == 200


def test_whoever_plays_a_routine_chooses_its_phase(cast: Cast) -> None:
    early, late = make_plan(("glute-bridge", "2x5"), weeks=2), make_plan(("bird-dog", "1x8 e/s"))
    named = late.phases[0].model_copy(update={"name": "Build"})
    routine = make_routine(owner=cast.therapist, plan=Plan(phases=(*early.phases, named)))
    browser, address = browser_of(cast.therapist), f"/routines/{routine.pk}/play/"
    assert browser.get(address).json() == browser.get(address, {"phase": "1"}).json()
    found = browser.get(address, {"phase": "2"}).json()
    assert [item["exercise"] for item in found["items"].values()] == ["bird-dog"]
    assert (found["phase"], found["phases"]) == (2, [{"number": 1, "name": ""}, {"number": 2, "name": "Build"}])
    assert found["url"] == routine.get_absolute_url()
    for number in ("0", "3", "-1", "x", "9" * 30):
        assert browser.get(address, {"phase": number}).status_code == 404


def test_therapist_finds_the_player_on_the_page_of_a_routine(cast: Cast, client: Client) -> None:
    routine = make_routine(owner=cast.therapist, plan=make_plan(("glute-bridge", "2x5")))
    browser, link = browser_of(cast.therapist), f'href="/play/#routine={routine.pk}"'
    assert link in browser.get(routine.get_absolute_url()).content.decode()
    Routine.objects.filter(pk=routine.pk).update(visibility="template", slug="morning")
    assert link in client.get("/templates/morning/").content.decode()
    empty = Routine.objects.create(owner=cast.therapist, name="Empty")
    assert "/play/#routine" not in browser.get(empty.get_absolute_url()).content.decode()


def test_empty_routine_has_nothing_to_play(cast: Cast) -> None:
    routine = Routine.objects.create(owner=cast.therapist, name="Empty")
    answer = browser_of(cast.therapist).get(f"/routines/{routine.pk}/play/")
    assert (answer.status_code, answer.json()["items"]) == (200, {})
