"""Starting a program over the API: the same verb as the page's."""

import uuid
from typing import Any

import pytest
from django.core import mail
from rest_framework.test import APIClient

from accounts.models import ApiToken, Episode, Routine
from programs.models import Program
from tests.cast import Cast
from tests.factories import make_episode, make_plan, make_routine

URL = "/api/v1/programs/start/"


@pytest.fixture
def routine(cast: Cast) -> Routine:
    return make_routine(owner=cast.therapist, name="Back plan", plan=make_plan(("bird-dog", "3x8")))


def someone(cast: Cast, **fields: Any) -> dict[str, str]:
    return {"name": "Zoe", "email": "zoe@example.org", "clinic": str(cast.clinic.pk), **fields}


def test_program_begins_is_published_and_the_client_invited(api: APIClient, cast: Cast, routine: Routine) -> None:
    api.force_authenticate(cast.therapist)
    key = str(uuid.uuid4())
    said = {"id": key, "client": someone(cast), "routine": str(routine.pk), "publish": True}
    answer = api.post(URL, said, format="json")
    assert answer.status_code == 201
    data = answer.json()
    assert (data["program"]["id"], data["version"], data["left_out"]) == (key, 1, [])
    assert (data["program"]["name"], data["invitation"]["email"]) == ("Back plan", "zoe@example.org")
    again = api.post(URL, said, format="json")
    assert (again.status_code, again.json()["program"]["id"], again.json()["version"]) == (200, key, 1)
    assert (len(mail.outbox), Program.objects.filter(name="Back plan").count()) == (1, 1)


def test_draft_is_begun_for_an_episode_and_nobody_is_told(api: APIClient, cast: Cast) -> None:
    api.force_authenticate(cast.therapist)
    data = api.post(URL, {"episode": str(cast.episode.pk), "name": "Empty"}, format="json").json()
    assert (data["version"], data["invitation"], data["program"]["plan"]["phases"]) == (None, None, [])


@pytest.mark.parametrize(
    "change",
    [
        {"client": None},
        {"client": {"name": "Zoe"}},
        {"client": []},
        {"client": "Zoe"},
        {"id": -1},
        {"id": 10**60},
        {"id": ["x"]},
        {"routine": str(uuid.UUID(int=5))},
        {"routine": ["x"]},
        {"phase": 0},
        {"phase": 2},
        {"phase": 10**30},
        {"phase": "x"},
        {"start_on": "0001-01-01"},
        {"name": "\x00"},
        {"name": {"a": 1}},
        {"publish": "perhaps"},
        {"episode": str(uuid.UUID(int=5))},
        {"unknown": 1},
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_kept(
    api: APIClient, cast: Cast, routine: Routine, change: dict[str, Any]
) -> None:
    api.force_authenticate(cast.therapist)
    episodes = Episode.objects.count()
    said = {"client": someone(cast), "routine": str(routine.pk), "publish": True} | change
    answer = api.post(URL, said, format="json")
    assert answer.status_code == 400, answer.content
    assert (Episode.objects.count(), mail.outbox) == (episodes, [])


def test_episode_and_client_together_or_none_are_asked_back(api: APIClient, cast: Cast) -> None:
    api.force_authenticate(cast.therapist)
    for said in ({}, {"episode": str(cast.episode.pk), "client": someone(cast)}):
        assert api.post(URL, said, format="json").status_code == 400


def test_episode_of_another_answers_as_one_that_is_not_there(api: APIClient, cast: Cast) -> None:
    api.force_authenticate(cast.colleague)
    answers = [api.post(URL, {"episode": str(key)}, format="json") for key in (cast.episode.pk, uuid.uuid4())]
    assert answers[0].status_code == answers[1].status_code == 400
    assert answers[0].json() == answers[1].json()
    foreign = api.post(URL, {"client": someone(cast, clinic=str(cast.other_clinic.pk))}, format="json")
    assert foreign.status_code == 400


@pytest.mark.parametrize(
    ("scopes", "status"),
    [
        (["programs:write"], 403),
        (["programs:write", "episodes:write"], 403),
        (["programs:write", "invitations:write"], 403),
        (["programs:write", "episodes:write", "invitations:write"], 201),
    ],
)
def test_token_does_here_no_more_than_it_may_one_by_one(
    api: APIClient, cast: Cast, routine: Routine, scopes: list[str], status: int
) -> None:
    _token, secret = ApiToken.issue(user=cast.therapist, name="start", scopes=scopes)
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    said = {"client": someone(cast), "routine": str(routine.pk), "publish": True}
    assert api.post(URL, said, format="json").status_code == status
    assert Program.objects.filter(name="Back plan").exists() is (status == 201)


def test_token_for_programs_alone_begins_a_draft_for_a_known_client(api: APIClient, cast: Cast) -> None:
    _token, secret = ApiToken.issue(user=cast.therapist, name="start", scopes=["programs:write"])
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist)
    assert api.post(URL, {"episode": str(episode.pk)}, format="json").status_code == 201
