"""The list of drafts, and what an exercise says of its own."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from exercises.models import Draft, Exercise
from tests.cast import Cast
from tests.exercises.editing import drafted, signed_in
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


def test_desk_shows_what_waits_for_whom(edda: Client, emil: Client, cast: Cast, second: User, bridge: Exercise) -> None:
    dog = Exercise.objects.get(slug="bird-dog")
    drafted(bridge, cast.editor, feel="Warm.").submit(by=cast.editor, reason="Warmer.")
    back = drafted(dog, cast.editor, feel="Firm.")
    back.submit(by=cast.editor, reason="Firmer.")
    back.send_back(by=second, text="Where?")
    assert "1 draft waits for your review" in emil.get("/admin/").content.decode()
    assert "for your review" not in edda.get("/admin/").content.decode()
    assert "1 draft waits for your review" in signed_in(cast.admin).get("/admin/").content.decode()
    for client, heap, names in (
        (emil, "waiting", {"Glute bridge"}),
        (edda, "waiting", set()),
        (edda, "mine", {"Glute bridge", "Bird dog"}),
        (edda, "sent-back", {"Bird dog"}),
        (edda, "approved", set()),
        (edda, "scheduled", set()),
        (edda, "behind", set()),
        (edda, "", {"Glute bridge", "Bird dog"}),
    ):
        shown = client.get("/admin/exercises/draft/", {"heap": heap} if heap else {}).content.decode()
        links = re.findall(r'/exercise/\d+/draft/">([^<]+)</a>', shown)
        assert set(links) == names, heap
    one = edda.get(f"/admin/exercises/draft/{back.pk}/change/")
    assert one["Location"] == reverse("admin:draft", args=[dog.pk])
    assert edda.get("/admin/exercises/draft/add/").status_code == 403
    back.submit(by=cast.editor, reason="Firmer.")
    assert not Draft.objects.sent_back().exists()


def test_desk_asks_the_database_as_often_for_many_as_for_few(
    edda: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        drafted(make_exercise(f"Exercise {number}"), cast.editor, feel="Warm.")
    with django_assert_max_num_queries(20):
        assert edda.get("/admin/exercises/draft/").status_code == 200


def test_bar_over_an_exercise_tells_its_draft(edda: Client, cast: Cast, bridge: Exercise) -> None:
    desk = reverse("admin:exercises_exercise_change", args=[bridge.pk])
    review = f'href="{reverse("admin:draft", args=[bridge.pk])}">Review and publish</a>'
    before = edda.get(desk).content.decode()
    assert "There is no open draft." in before
    assert review not in before
    drafted(bridge, cast.editor, feel="Warm.")
    shown = edda.get(desk).content.decode()
    assert "Being written" in shown
    assert review in shown
    new = edda.get(reverse("admin:exercises_exercise_add")).content.decode()
    assert 'id="draft-bar"' not in new
