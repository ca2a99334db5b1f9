"""Routines whose surroundings have changed: the owner has left, an exercise is gone, somebody else writes as well."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Routine
from exercises.models import Exercise
from tests.cast import Cast
from tests.factories import make_plan, make_routine


@pytest.fixture
def shared(cast: Cast) -> Routine:
    plan = make_plan(("glute-bridge", "3x10"))
    return make_routine(owner=cast.colleague, plan=plan, visibility="clinic", clinic=cast.clinic)


def leave(cast: Cast) -> None:
    for place in cast.colleague.memberships.current():
        place.end()


def test_therapist_who_has_left_renames_a_shared_routine_and_keeps_it_to_themselves(
    client: Client, cast: Cast, shared: Routine
) -> None:
    leave(cast)
    client.force_login(cast.colleague)
    assert client.get(f"/routines/{shared.pk}/edit/").status_code == 200
    assert client.post(f"/routines/{shared.pk}/edit/", {"name": "Mine"}).status_code == 302
    shared.refresh_from_db()
    assert (shared.name, shared.visibility, shared.clinic) == ("Mine", "private", None)


def test_therapist_who_has_left_is_told_so_by_the_api(api: APIClient, cast: Cast, shared: Routine) -> None:
    leave(cast)
    api.force_authenticate(cast.colleague)
    answer = api.patch(f"/api/v1/routines/{shared.pk}/", {"name": "Mine"})
    assert (answer.status_code, list(answer.json())) == (400, ["clinic"])
    assert api.patch(f"/api/v1/routines/{shared.pk}/", {"visibility": "private"}).json()["clinic"] is None


def test_routine_that_is_not_shared_names_no_clinic(api: APIClient, cast: Cast) -> None:
    api.force_authenticate(cast.colleague)
    made = api.post("/api/v1/routines/", {"name": "Mine", "clinic": str(cast.clinic.pk)}).json()
    assert made["clinic"] is None
    assert api.patch(f"/api/v1/routines/{made['id']}/", {"clinic": str(cast.clinic.pk)}).json()["clinic"] is None


def test_renaming_does_not_undo_a_plan_saved_meanwhile(cast: Cast, shared: Routine) -> None:
    loaded_before = Routine.objects.get(pk=shared.pk)
    shared.save_plan(make_plan(("bird-dog", "2x8")))
    loaded_before.change(name="Renamed")
    shared.refresh_from_db()
    assert (shared.name, shared.read_plan().slugs()) == ("Renamed", {"bird-dog"})


def test_exercise_that_was_deleted_is_left_out_of_a_copy(client: Client, cast: Cast) -> None:
    routine = make_routine(owner=cast.therapist, plan=make_plan(("glute-bridge", "3x10"), ("bird-dog", "2x8")))
    Exercise.objects.filter(slug="bird-dog").update(slug="moved-away")
    client.force_login(cast.therapist)
    answer = client.post(f"/routines/{routine.pk}/copy/", follow=True)
    assert "Left out, not available here: bird-dog." in answer.content.decode()
    copy = Routine.objects.exclude(pk=routine.pk).get()
    assert copy.read_plan().slugs() == {"glute-bridge"}


@pytest.mark.parametrize("path", ["new/", "{pk}/edit/"])
def test_form_answers_head_and_an_empty_post(client: Client, cast: Cast, path: str) -> None:
    routine = make_routine(owner=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))
    client.force_login(cast.therapist)
    url = f"/routines/{path.format(pk=routine.pk)}"
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 400
