"""A clinic's own exercise in programs: where it may go, and that the client who has it reads it."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Routine
from exercises.models import Exercise
from programs.models import Program
from programs.publishing import publish
from tests.cast import Cast
from tests.factories import make_episode, make_own_exercise, make_plan, make_program, make_published, make_routine
from tests.plan_page import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(cast: Cast) -> Exercise:
    return make_own_exercise(clinic=cast.clinic, by=cast.therapist)


def test_therapist_types_its_name_into_a_program_and_the_client_reads_it(
    client: Client, cast: Cast, own: Exercise
) -> None:
    program = make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "2x8")))
    client.force_login(cast.therapist)
    assert "Wall glide" in client.get(f"{program.get_absolute_url()}suggest/?q=wall").content.decode()
    assert add(client, program.get_absolute_url(), "Wall glide 2x8").status_code == 302
    client.force_login(cast.client)
    assert client.get(own.get_absolute_url()).status_code == 404
    publish(program=Program.objects.get(pk=program.pk), by=cast.therapist)
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/exercises/{own.slug}/").status_code == 200
    assert "Only at Northside" in client.get("/exercises/?q=wall").content.decode()
    client.force_login(cast.other_client)
    assert client.get(own.get_absolute_url()).status_code == 404


def test_client_reads_no_neighbour_that_was_not_given_to_them(client: Client, cast: Cast, own: Exercise) -> None:
    near = make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Hidden one", harder=[own.slug])
    make_published(episode=cast.episode, by=cast.therapist, plan=make_plan((own.slug, "2x8")))
    client.force_login(cast.client)
    assert "Hidden one" not in client.get(own.get_absolute_url()).content.decode()
    assert near.slug not in client.get(f"/api/v1/exercises/{own.slug}/").content.decode()
    client.force_login(cast.therapist)
    assert "Hidden one" in client.get(own.get_absolute_url()).content.decode()


def test_client_keeps_the_program_as_a_routine_with_it(client: Client, cast: Cast, own: Exercise) -> None:
    program = make_published(episode=cast.episode, by=cast.therapist, plan=make_plan((own.slug, "2x8")))
    client.force_login(cast.client)
    client.post(f"/programs/{program.pk}/routine/", {"name": "Mine"})
    routine = Routine.objects.get(owner=cast.client)
    assert routine.read_plan().slugs() == {own.slug}


def test_program_of_another_clinic_cannot_have_it(client: Client, cast: Cast, own: Exercise) -> None:
    """Dana works at both, so she may use it in plans of her own, and in programs of the one clinic only."""
    cast.other_clinic.add(cast.dual, "therapist")
    episode = make_episode(clinic=cast.other_clinic, therapist=cast.dual)
    program = make_program(episode=episode, by=cast.dual, plan=make_plan(("bird-dog", "2x8")))
    client.force_login(cast.dual)
    refused = add(client, program.get_absolute_url(), "Wall glide 2x8")
    assert refused.status_code == 400
    assert "There is no exercise “Wall glide 2x8” in the catalogue." in refused.content.decode()
    routine = make_routine(owner=cast.dual, plan=make_plan((own.slug, "2x8"), ("bird-dog", "2x8")))
    body = {"episode": str(episode.pk), "routine": str(routine.pk), "start_on": "2026-12-01", "action": "build"}
    assigned = client.post("/clients/start/", body, follow=True)
    assert "Left out, not available here: Wall glide." in assigned.content.decode()
    assert Program.objects.latest("created_at").read_draft().slugs() == {"bird-dog"}


def test_api_refuses_a_plan_with_a_foreign_exercise_like_one_that_is_not_there(
    api: APIClient, cast: Cast, own: Exercise
) -> None:
    api.force_authenticate(cast.stranger)
    answers = []
    for slug in (own.slug, "no-such-thing"):
        plan = make_plan((slug, "2x8")).to_json()
        answer = api.post("/api/v1/routines/", {"name": "Mine", "plan": plan}, format="json")
        answers.append((answer.status_code, answer.content.decode().replace(slug, "it")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 400
    api.force_authenticate(cast.therapist)
    plan = make_plan((own.slug, "2x8")).to_json()
    assert api.post("/api/v1/routines/", {"name": "Mine", "plan": plan}, format="json").status_code == 201
    body = {"episode": str(cast.episode.pk), "name": "With it", "plan": plan}
    assert api.post("/api/v1/programs/", body, format="json").status_code == 201


def test_retired_one_stays_in_programs(cast: Cast, own: Exercise) -> None:
    program = make_published(episode=cast.episode, by=cast.therapist, plan=make_plan((own.slug, "2x8")))
    own.retire(by=cast.therapist, reason="Old.")
    program = Program.objects.get(pk=program.pk)
    program.save_plan(make_plan((own.slug, "3x8")))
    publish(program=program, by=cast.therapist, reason="More.")


def test_members_see_how_many_programs_have_it(client: Client, cast: Cast, own: Exercise) -> None:
    make_published(episode=cast.episode, by=cast.therapist, plan=make_plan((own.slug, "2x8")))
    client.force_login(cast.manager)
    assert "fewer than 3" in client.get(f"/clinics/{cast.clinic.pk}/exercises/").content.decode()
