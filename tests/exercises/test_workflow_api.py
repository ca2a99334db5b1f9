"""Draft, review, history and merge through /api/v1/: two programs of two editors."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from exercises.models import Draft, Exercise
from tests.cast import Cast
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
LIST = "/api/v1/exercises/"
ONE = LIST + "glute-bridge/"
DRAFT = ONE + "draft/"


@pytest.fixture
def edda(cast: Cast) -> APIClient:
    return signed_in(cast.editor)


@pytest.fixture
def emil(second: User) -> APIClient:
    return signed_in(second)


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def changed(client: APIClient, **fields: Any) -> int:
    answer = client.patch(ONE, fields)
    assert answer.status_code == 200, answer.json()
    return int(answer.json()["draft"]["serial"])


def publish_alone(client: APIClient, **fields: Any) -> None:
    changed(client, **fields)
    answer = client.post(ONE + "publish/", {"reason": "Try.", "alone_because": "Alone."})
    assert answer.status_code == 200, answer.json()


def test_two_editors_review_and_publish(edda: APIClient, emil: APIClient) -> None:
    serial = changed(edda, feel="Warm.")
    assert edda.post(DRAFT + "submit/", {"reason": "Warmer."}).json()["state"] == "review"
    assert emil.post(DRAFT + "comment/", {"text": "Where?"}).status_code == 200
    assert emil.post(DRAFT + "send-back/", {"text": "Say where."}).json()["state"] == "writing"
    events = edda.get(DRAFT).json()["events"]
    assert [(event["verb"], event["by"], event["text"]) for event in events[:2]] == [
        ("sent-back", "Emil", "Say where."),
        ("commented", "Emil", "Where?"),
    ]
    newer = changed(edda, feel="Warm in the seat.")
    edda.post(DRAFT + "submit/", {"reason": "Warmer."})
    assert edda.post(DRAFT + "approve/", {"draft_serial": newer}).status_code == 403
    assert emil.post(DRAFT + "approve/", {}).status_code == 400
    assert emil.post(DRAFT + "approve/", {"draft_serial": serial}).status_code == 409
    assert emil.post(DRAFT + "approve/", {"draft_serial": newer}).json()["state"] == "approved"
    at = timezone.now() + datetime.timedelta(hours=1)
    assert emil.post(DRAFT + "schedule/", {"publish_at": at.isoformat()}).json()["publish_at"] is not None
    assert emil.post(DRAFT + "schedule/", {"publish_at": "2020-01-01T00:00:00Z"}).status_code == 400
    assert emil.post(DRAFT + "schedule/", {"publish_at": None}).json()["publish_at"] is None
    assert edda.post(ONE + "publish/", {}).status_code == 200
    first = edda.get(ONE + "revisions/").json()
    assert first["count"] == 2
    assert (first["results"][0]["number"], first["results"][0]["approved_by"], first["results"][0]["reason"]) == (
        2, "Emil", "Warmer."
    )  # fmt: skip


def test_revisions_are_read_compared_and_restored(edda: APIClient, cast: Cast) -> None:
    publish_alone(edda, feel="Warm.", steps=["Lie down.", "Lift your hips slowly."])
    assert edda.get(ONE + "revisions/2/").json()["document"]["feel"] == "Warm."
    changes = edda.get(ONE + "compare/?a=1&b=2").json()
    steps = next(change for change in changes if change["part"] == "steps")
    assert steps["rows"][-1] == {
        "state": "changed",
        "old": 1,
        "new": 1,
        "moved": False,
        "cells": [[{"kind": "same", "text": "Lift your hips"}, {"kind": "added", "text": " slowly"},
                   {"kind": "same", "text": "."}]],
    }  # fmt: skip
    assert edda.get(ONE + "compare/?a=2&b=2").json() == []
    restored = edda.post(ONE + "revisions/1/restore/")
    assert restored.json()["document"]["feel"] == ""
    assert restored.json()["events"][0]["text"] == "Restored revision 1."
    assert edda.get(ONE + "compare/?a=1&b=draft").json() == []
    assert edda.post(ONE + "revisions/1/restore/").status_code == 409
    for query, status in (("", 400), ("?a=x&b=1", 400), ("?a=1&b=99", 404), (f"?a=1&b={'9' * 60}", 404)):
        assert edda.get(ONE + "compare/" + query).status_code == status, query
    assert edda.get(ONE + "revisions/99/").status_code == 404
    assert edda.get(ONE + "revisions/99999999999999999999/").status_code == 404


def test_draft_is_thrown_away(edda: APIClient, cast: Cast) -> None:
    assert edda.get(DRAFT).status_code == 404
    assert edda.delete(DRAFT).status_code == 409
    assert edda.post(DRAFT + "submit/", {"reason": "Warmer."}).status_code == 409
    changed(edda, feel="Warm.")
    assert edda.delete(DRAFT).status_code == 204
    assert not Draft.objects.exists()
    assert Exercise.objects.get(slug="glute-bridge").is_published


def test_draft_catches_up(edda: APIClient, cast: Cast) -> None:
    serial = changed(edda, feel="Warm.")
    bridge = Exercise.objects.get(slug="glute-bridge")
    bridge.difficulty = 4
    bridge.save()
    bridge.revised()
    assert edda.get(DRAFT).json()["is_behind"] is True
    assert edda.post(DRAFT + "catch-up/", {"draft_serial": serial, "revision": 1}).status_code == 409
    caught = edda.post(DRAFT + "catch-up/", {"draft_serial": serial, "revision": 2}).json()
    assert (caught["is_behind"], caught["document"]["difficulty"], caught["document"]["feel"]) == (False, 4, "Warm.")


def test_duplicate_is_merged(edda: APIClient, cast: Cast) -> None:
    make_exercise("Pelvic bridge")
    for body, status in (
        ({"into": "pelvic-bridge"}, 400),
        ({"into": "nothing", "reason": "The same."}, 400),
        ({"into": ["x"], "reason": "The same."}, 400),
        ({"into": "glute-bridge", "reason": "The same."}, 400),
        ({"into": "pelvic-bridge", "reason": "The same."}, 204),
        ({"into": "pelvic-bridge", "reason": "The same."}, 409),
    ):
        assert edda.post(ONE + "merge/", body).status_code == status, body
    assert APIClient().get(ONE).status_code == 301


@pytest.mark.parametrize("who", ["client", "therapist", "manager"])
def test_strangers_learn_nothing_of_drafts(api: APIClient, edda: APIClient, cast: Cast, who: str) -> None:
    publish_alone(edda, feel="Warm.")
    changed(edda, feel="Hot.")
    make_exercise("Hidden", status="draft", published_at=None)
    api.force_login(getattr(cast, who))
    for address in ("draft/", "revisions/", "revisions/1/", "compare/?a=1&b=2"):
        assert api.get(ONE + address).status_code == 403, address
        assert api.get(LIST + "hidden/" + address).status_code == 404, address
        assert APIClient().get(ONE + address).status_code == 401, address
    for address in ("draft/submit/", "draft/approve/", "revisions/1/restore/", "merge/"):
        assert api.post(ONE + address, {}).status_code == 403, address
        assert api.post(LIST + "hidden/" + address, {}).status_code == 404, address
    assert api.delete(DRAFT).status_code == 403


def test_many_revisions_come_in_pages_with_few_questions(
    edda: APIClient, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        publish_alone(edda, feel=f"Warm {number}.")
    with django_assert_max_num_queries(25):
        page = edda.get(ONE + "revisions/?page_size=2").json()
    assert (page["count"], [row["number"] for row in page["results"]]) == (6, [6, 5])
