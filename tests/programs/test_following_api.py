import uuid
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from programs.models import Program
from programs.schedule import ONE_DAY
from tests.budgets import LOGGED
from tests.cast import Cast
from tests.factories import make_plan, make_program, make_published, session_body


def signed_in(user: User) -> APIClient:
    api = APIClient()
    api.force_login(user)
    return api


def put(user: User, name: object, body: Any) -> None:
    answer = signed_in(user).put(f"/api/v1/sessions/{name}/", body, format="json")
    assert answer.status_code == 201


def test_today_says_what_is_due_and_what_is_left(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    key = cast.program.current.document["phases"][0]["items"][0]["key"]  # type: ignore[union-attr]
    body = session_body(cast.program, results=[{"item": key, "status": "done"}])
    name = uuid.uuid4()
    put(cast.client, name, body)
    client = signed_in(cast.client)
    with django_assert_max_num_queries(11):
        today = client.get("/api/v1/today/").json()
    [program] = today["programs"]
    assert (program["state"], program["version"], program["sessions"]) == ("due", 1, [str(name)])
    assert [(item["exercise"], item["left"]) for item in program["items"]] == [("glute-bridge", 0), ("bird-dog", 1)]
    assert program["items"][0]["dose_words"] == "3 sets of 10"
    assert program["items"][0]["steps"] == ["Lie on your back.", "Lift your hips."]
    before = signed_in(cast.client).get("/api/v1/today/", {"day": "2026-01-01"}).json()
    assert before["programs"][0]["state"] == "before"
    assert signed_in(cast.therapist).get("/api/v1/today/").json()["programs"] == []


@pytest.mark.parametrize("day", ["x", "2026-02-30", "0001-01-01", "9999-12-31", "2026-W01-1T"])
def test_today_is_asked_for_no_day_and_answers_400(cast: Cast, day: str) -> None:
    assert signed_in(cast.client).get("/api/v1/today/", {"day": day}).status_code == 400


def test_progress_gives_every_day_planned_and_done(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    put(cast.client, uuid.uuid4(), session_body(cast.program, worst_pain=4))
    address = f"/api/v1/programs/{cast.program.pk}/progress/"
    today = cast.client.today()
    first = (today - 9 * ONE_DAY).isoformat()
    therapist = signed_in(cast.therapist)
    with django_assert_max_num_queries(8 + LOGGED):
        answer = therapist.get(address, {"first": first, "last": today.isoformat()}).json()
    assert len(answer["days"]) == 10
    assert answer["days"][-1] | {"effort": 0} == {
        "day": today.isoformat(),
        "state": "due",
        "planned": 2,
        "done": 2,
        "part": 0,
        "skipped": 0,
        "short": False,
        "sessions": 1,
        "timed": 0,
        "worst_pain": 4,
        "effort": 0,
    }
    ways = {"timed": 0, "ticked": 1, "later": 0, "paper": 0}
    assert answer["total"] == {"planned": 2, "done": 2, "part": 0, "evidence": ways}
    assert len(signed_in(cast.client).get(address).json()["days"]) == 28


def test_progress_of_an_episode_has_each_published_program_in_as_few_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    put(cast.client, uuid.uuid4(), session_body(cast.program, worst_pain=4))
    for name in ("Neck", "Hips", "Knees"):
        make_published(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")), name=name)
    make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")), name="Draft")
    address = f"/api/v1/episodes/{cast.episode.pk}/progress/"
    therapist = signed_in(cast.therapist)
    with django_assert_max_num_queries(9 + LOGGED):
        answer = therapist.get(address).json()
    assert [course["name"] for course in answer["programs"]] == [cast.program.name, "Neck", "Hips", "Knees"]
    assert [len(course["days"]) for course in answer["programs"]] == [28] * 4
    assert [course["total"]["done"] for course in answer["programs"]] == [2, 0, 0, 0]
    assert answer["programs"][0]["days"][-1]["worst_pain"] == 4
    assert signed_in(cast.client).get(address).json() == answer
    assert signed_in(cast.colleague).get(address).status_code == 404
    assert therapist.get(address, {"first": "2026-01-02", "last": "2026-01-01"}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"first": "x"},
        {"first": "2026-01-02", "last": "2026-01-01"},
        {"first": "2025-01-01", "last": "2026-06-01"},
        {"last": "0001-01-01"},
        {"first": "2099-12-31", "last": "2100-01-01"},
    ],
)
def test_progress_is_asked_nonsense_and_answers_400(cast: Cast, query: dict[str, str]) -> None:
    address = f"/api/v1/programs/{cast.program.pk}/progress/"
    assert signed_in(cast.client).get(address, query).status_code == 400


def test_progress_of_an_unpublished_program_is_empty_and_hidden_from_the_client(cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(current=None)
    address = f"/api/v1/programs/{cast.program.pk}/progress/"
    assert signed_in(cast.client).get(address).status_code == 404
    assert signed_in(cast.therapist).get(address).status_code == 200


def test_client_says_seen_by_the_api_and_nobody_else_does(cast: Cast) -> None:
    address = f"/api/v1/programs/{cast.program.pk}/seen/"
    assert signed_in(cast.therapist).post(address, {}, format="json").status_code == 403
    assert signed_in(cast.other_client).post(address, {}, format="json").status_code == 404
    assert signed_in(cast.client).post(address, {"number": 0}, format="json").status_code == 400
    assert signed_in(cast.client).post(address, {}, format="json").status_code == 204
    cast.program.refresh_from_db()
    assert cast.program.seen_number == 1
