"""The history of an exercise: any two texts side by side, and an earlier one as a draft."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exercises.editorial import drafts
from exercises.models import Draft, Exercise, Revision
from tests.cast import Cast
from tests.exercises.editing import act, drafted, words
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def test_any_two_texts_are_compared(edda: Client, cast: Cast, bridge: Exercise) -> None:
    for feel in ("Warm.", "Hot."):
        draft = drafted(Exercise.objects.get(pk=bridge.pk), cast.editor, feel=feel)
        drafts.publish(draft=draft, by=cast.editor, reason="Try.", alone_because="Alone.")
    drafted(Exercise.objects.get(pk=bridge.pk), cast.editor, feel="Cold.")
    url = reverse("admin:exercise_compare", args=[bridge.pk])
    answer = edda.get(url, {"r": ["3", "2"]})
    assert answer["Location"] == f"{url}?a=2&b=3"
    shown = words(edda.get(url, {"a": 2, "b": 3}).content.decode())
    assert "Warm" in shown
    assert "Hot" in shown
    assert edda.get(url, {"r": ["draft", "1"]})["Location"] == f"{url}?a=1&b=draft"
    assert "Cold" in edda.get(url, {"a": "1", "b": "draft"}).content.decode()
    assert "The two say the same." in edda.get(url, {"a": 2, "b": 2}).content.decode()
    wrong: tuple[tuple[dict[str, Any], int], ...] = (
        ({"r": ["1"]}, 400),
        ({"r": ["1", "2", "3"]}, 400),
        ({"a": "1"}, 400),
        ({"a": "-1", "b": "2"}, 400),
        ({"a": "1", "b": "9" * 50}, 404),
        ({"a": "1", "b": "99"}, 404),
        ({"r": ["x", "1"]}, 400),
    )
    for query, status in wrong:
        assert edda.get(url, query).status_code == status, query
    Draft.objects.all().delete()
    assert edda.get(url, {"a": "1", "b": "draft"}).status_code == 404


def test_earlier_text_comes_back_without_what_is_gone(edda: Client, cast: Cast, bridge: Exercise) -> None:
    easier = make_exercise("Pelvic tilt")
    gone = make_exercise("Hard bridge")
    bridge.harder.add(gone)
    bridge.easier.add(easier)
    draft = drafted(bridge, cast.editor, feel="Warm.", harder=[], easier=[])
    drafts.publish(draft=draft, by=cast.editor, reason="Try.", alone_because="Alone.")
    gone.delete()
    url = reverse("admin:revision_restore", args=[bridge.pk, 1])
    answer = edda.post(url, follow=True)
    assert answer.status_code == 200
    assert "Left out, because the catalogue has it no longer or elsewhere: hard-bridge." in answer.content.decode()
    document = Draft.objects.get().read()
    assert (document.harder, document.easier, document.feel) == ((), ("pelvic-tilt",), "")
    again = edda.post(url)
    assert again.status_code == 409
    assert "There is an open draft." in again.content.decode()
    assert edda.post(reverse("admin:revision_restore", args=[bridge.pk, 9])).status_code == 404


def test_history_of_years_comes_in_pages(
    edda: Client, cast: Cast, bridge: Exercise, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = drafted(bridge, cast.editor, feel="Warm.")
    for number in range(60):
        draft.comment(by=cast.editor, text=f"Thought {number}.")
    url = reverse("admin:exercises_exercise_history", args=[bridge.pk])
    with django_assert_max_num_queries(30):
        first = edda.get(url).content.decode()
    assert "Thought 59." in first
    assert "Thought 5." not in first
    assert "Thought 5." in edda.get(url, {"page": "2"}).content.decode()
    for odd in ("x", "0", "-1", "99999"):
        assert edda.get(url, {"page": odd}).status_code == 200


def test_revision_stays_when_its_draft_is_restored_and_thrown_away(edda: Client, cast: Cast, bridge: Exercise) -> None:
    drafted(bridge, cast.editor, feel="Warm.").discard(by=cast.editor)
    edda.post(reverse("admin:revision_restore", args=[bridge.pk, 1]))
    act(edda, bridge, "discard", sure="on")
    assert Revision.objects.count() == 1
