"""Verbs on a program of which something was changed by somebody else since it was read."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Routine
from backfit.refusals import Conflict, Gone
from exercises.models import Exercise
from programs.models import Program
from programs.publishing import publish
from tests.cast import Cast
from tests.factories import make_plan, make_program


@pytest.fixture
def draft(cast: Cast) -> Program:
    plan = make_plan(("glute-bridge", "3x10"), ("bird-dog", "2x8"))
    return make_program(episode=cast.episode, by=cast.therapist, plan=plan)


def test_renaming_does_not_undo_a_publication(cast: Cast, draft: Program) -> None:
    loaded_before = Program.objects.get(pk=draft.pk)
    version = publish(program=draft, by=cast.therapist)
    loaded_before.change(name="Renamed")
    draft.refresh_from_db()
    assert (draft.name, draft.current) == ("Renamed", version)


def test_draft_that_was_published_meanwhile_is_not_deleted(cast: Cast, draft: Program) -> None:
    loaded_before = Program.objects.get(pk=draft.pk)
    publish(program=draft, by=cast.therapist)
    with pytest.raises(Conflict):
        loaded_before.discard()


def test_draft_is_deleted_once(draft: Program) -> None:
    loaded_before = Program.objects.get(pk=draft.pk)
    draft.discard()
    with pytest.raises(Gone):
        loaded_before.discard()


def test_program_that_was_ended_meanwhile_is_not_paused_changed_or_ended_again(cast: Cast) -> None:
    day = cast.episode.local_day()
    loaded_before = Program.objects.get(pk=cast.program.pk)
    cast.program.end(day)
    for verb in (
        lambda: loaded_before.pause(day),
        lambda: loaded_before.end(day),
        lambda: loaded_before.change(name="Renamed"),
    ):
        with pytest.raises(Conflict):
            verb()
    assert loaded_before.calendar.ended_on == day


def test_preview_of_a_draft_with_a_deleted_exercise_says_which(client: Client, cast: Cast, draft: Program) -> None:
    Exercise.objects.filter(slug="bird-dog").update(slug="moved-away")
    client.force_login(cast.therapist)
    answer = client.get(f"/programs/{draft.pk}/preview/")
    assert answer.status_code == 409
    assert "There is no exercise “bird-dog” in the catalogue." in answer.content.decode()


def test_draft_with_a_deleted_exercise_is_kept_as_a_routine_without_it(
    client: Client, cast: Cast, draft: Program
) -> None:
    Exercise.objects.filter(slug="bird-dog").update(slug="moved-away")
    client.force_login(cast.therapist)
    assert client.post(f"/programs/{draft.pk}/routine/", {"name": "Kept", "visibility": "private"}).status_code == 302
    assert Routine.objects.get(owner=cast.therapist).read_plan().slugs() == {"glute-bridge"}


def test_routine_with_a_deleted_exercise_is_assigned_without_it(api: APIClient, cast: Cast, draft: Program) -> None:
    routine = Routine.begin(owner=cast.therapist, name="Morning", plan=draft.read_draft())
    Exercise.objects.filter(slug="bird-dog").update(slug="moved-away")
    api.force_authenticate(cast.therapist)
    answer = api.post(f"/api/v1/routines/{routine.pk}/assign/", {"episode": str(cast.episode.pk)})
    assert answer.status_code == 201
    assert [item["exercise"] for item in answer.json()["plan"]["phases"][0]["items"]] == ["glute-bridge"]
