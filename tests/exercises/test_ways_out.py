"""How an exercise leaves the catalogue: retired with a successor, or merged with another one."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exercises.models import Exercise
from tests.cast import Cast
from tests.exercises.editing import drafted, page, words
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def test_exercise_is_retired_with_a_successor(edda: Client, cast: Cast, bridge: Exercise) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    url = reverse("admin:exercise_retire", args=[bridge.pk])
    assert "Retire this exercise" in edda.get(url).content.decode()
    found = edda.post(url, {"_find": "Find", "search": "bird", "reason": "Too hard."})
    assert found.status_code == 200
    assert f'value="{dog.pk}"' in found.content.decode()
    assert "Too hard." in found.content.decode()
    assert "errorlist" not in found.content.decode()
    for sent in (
        {"reason": "", "other": dog.pk},
        {"reason": "Old.", "other": bridge.pk},
        {"reason": "Old.", "other": "x"},
    ):
        assert edda.post(url, sent).status_code == 400, sent
    assert edda.post(url, {"reason": "Too hard.", "other": dog.pk}).status_code == 302
    gone = Client().get("/exercises/glute-bridge/")
    assert gone.status_code == 410
    assert "/exercises/bird-dog/" in gone.content.decode()
    assert "Too hard." in page(edda, bridge, "exercises_exercise_history")


def test_exercise_that_goes_out_later_is_not_retired_meanwhile(
    edda: Client, cast: Cast, second: User, bridge: Exercise
) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    draft.submit(by=cast.editor, reason="Warmer.")
    draft.approve(by=second)
    draft.schedule(timezone.now() + datetime.timedelta(hours=1), by=second)
    answer = edda.post(reverse("admin:exercise_retire", args=[bridge.pk]), {"reason": "Old."})
    assert answer.status_code == 409
    assert "Take that back first." in answer.content.decode()
    new = make_exercise("New", status="draft", published_at=None)
    assert edda.post(reverse("admin:exercise_retire", args=[new.pk]), {"reason": "Old."}).status_code == 409


def test_merge_is_shown_before_it_is_done(edda: Client, cast: Cast, bridge: Exercise) -> None:
    twin = make_exercise("Pelvic bridge", aliases=["Hip lift"])
    hard = make_exercise("Hard bridge")
    bridge.harder.add(hard)
    url = reverse("admin:exercise_merge", args=[bridge.pk])
    assert edda.post(url, {"reason": "The same."}).status_code == 400
    assert "Choose the exercise that stays." in edda.post(url, {"reason": "The same."}).content.decode()
    shown = edda.post(url, {"reason": "The same.", "other": twin.pk})
    assert shown.status_code == 200
    for text in ("Other names it gains", "Glute bridge", "Hard bridge", "/exercises/glute-bridge/"):
        assert text in words(shown.content.decode())
    assert Exercise.objects.get(pk=bridge.pk).is_published
    draft = drafted(twin, cast.editor, feel="Warm.")
    assert edda.post(url, {"_merge": "1", "reason": "The same.", "other": twin.pk}).status_code == 409
    draft.discard(by=cast.editor)
    assert edda.post(url, {"_merge": "1", "reason": "The same.", "other": twin.pk}).status_code == 302
    moved = Client().get("/exercises/glute-bridge/")
    assert (moved.status_code, moved["Location"]) == (301, "/exercises/pelvic-bridge/")
    assert edda.post(url, {"_merge": "1", "reason": "Again.", "other": twin.pk}).status_code == 409
