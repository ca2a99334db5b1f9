"""What a client's device is given to follow the programs without a network."""

import uuid
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from programs.device import DAYS_AHEAD
from programs.models import Session
from programs.schedule import ONE_DAY
from programs.today import program_days
from tests.cast import Cast
from tests.factories import make_plan, make_published, session_body
from tests.programs.pages import browser_of

COPY = "/device/copy/"
SYNC = "/api/v1/sessions/sync/"


def copy_of(user: User) -> Any:
    answer = browser_of(user).get(COPY)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def test_device_is_given_what_each_coming_day_asks_as_the_server_works_it_out(cast: Cast) -> None:
    make_published(episode=cast.episode, by=cast.therapist, name="Walks", plan=make_plan(("bird-dog", "1x5 2x/wk")))
    copy = copy_of(cast.client)
    assert (copy["person"], copy["stopped"]) == (str(cast.client.pk), False)
    today = cast.client.today()
    for number in range(DAYS_AHEAD):
        day = today + number * ONE_DAY
        expected = [
            (str(of.program.pk), of.plan.state, [(due.item["key"], due.times) for due in of.plan.items])
            for of in program_days(cast.client, day)
        ]
        found = [(of["id"], of["days"][number]) for of in copy["programs"]]
        shown = [(pk, of["state"], [(due["key"], due["times"]) for due in of["due"]]) for pk, of in found]
        assert {of["day"] for _pk, of in found} == {day.isoformat()}
        assert shown == expected


def test_device_is_told_what_was_done_today_and_in_which_words_to_do_it(cast: Cast) -> None:
    api = APIClient()
    api.force_login(cast.client)
    body = session_body(cast.program)
    assert api.put(f"/api/v1/sessions/{uuid.uuid4()}/", body, format="json").status_code == 201
    [program] = copy_of(cast.client)["programs"]
    done = {due["key"]: due["done"] for due in program["days"][0]["due"]}
    assert done == {key: int(key in {result["item"] for result in body["results"]}) for key in done}
    assert {item["name"] for item in program["items"].values()} == {"Glute bridge", "Bird dog"}


def test_device_of_a_visitor_is_told_that_nobody_is_signed_in() -> None:
    answer = Client().get(COPY)
    assert (answer.status_code, answer.json()) == (401, {"person": None})


def test_device_is_given_nothing_of_other_people(cast: Cast) -> None:
    assert copy_of(cast.therapist)["programs"] == []
    assert copy_of(cast.other_client)["programs"] == []


def test_device_copy_costs_the_same_however_many_programs(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_published(
            episode=cast.episode, by=cast.therapist, name=f"Walks {number}", plan=make_plan(("bird-dog", "1x5"))
        )
    browser = browser_of(cast.client)
    with django_assert_max_num_queries(9):  # two of them say who is signed in
        browser.get(COPY)


def test_device_of_one_person_files_nothing_under_another_who_has_signed_in(cast: Cast) -> None:
    api = APIClient()
    api.force_login(cast.client)
    entry = {"uuid": str(uuid.uuid4()), **session_body(cast.program)}
    answer = api.post(SYNC, [entry], format="json", headers={"X-Backfit-Person": str(cast.other_client.pk)})
    assert answer.status_code == 409
    assert not Session.objects.exists()
    answer = api.post(SYNC, [entry], format="json", headers={"X-Backfit-Person": str(cast.client.pk)})
    assert answer.json()["results"][0] | {"error": None} == {
        "uuid": entry["uuid"],
        "status": 201,
        "revision": 1,
        "error": None,
    }
