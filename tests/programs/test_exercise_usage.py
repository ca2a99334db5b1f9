"""What editors see of an exercise's use: numbers by the rule of small numbers, and never who."""

import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Episode, User
from exercises.editorial.usage import Usage, usage_of
from exercises.models import Exercise
from programs.models import Program
from programs.publishing import publish
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import make_episode, make_plan, make_published, make_routine, make_user, session_body

pytestmark = pytest.mark.django_db
PLAN = (("glute-bridge", "3x10"),)


def bridge_usage() -> Usage:
    pk = Exercise.objects.get(slug="glute-bridge").pk
    return usage_of([pk])[pk]


def follow(cast: Cast, number: int, *, clinic: Any = None, therapist: User | None = None) -> Program:
    """Another client's program with the bridge."""
    client = make_user(f"c{number}@example.org", f"Person {number}")
    episode = make_episode(clinic=clinic or cast.clinic, therapist=therapist or cast.therapist, client=client)
    return make_published(episode=episode, by=therapist or cast.therapist, plan=make_plan(*PLAN))


def leave_out(program: Program, reason: str, *, days_ago: int = 0) -> None:
    body = session_body(program, status="skipped", evidence="later" if days_ago else "ticked")
    for line in body["results"]:
        line["skip_reason"] = reason
    client = program.episode.client
    assert client is not None
    session, _outcome = record(by=client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))
    session.day = timezone.localdate() - datetime.timedelta(days=days_ago)
    session.save(update_fields=["day"])


def test_editor_sees_programs_that_run_and_the_clinics_they_come_from(cast: Cast) -> None:
    assert bridge_usage() == Usage(programs=1, clinics=1)
    here = follow(cast, 1)
    follow(cast, 2, clinic=cast.other_clinic, therapist=cast.stranger)
    assert bridge_usage() == Usage(programs=3, clinics=2)
    here.pause(timezone.localdate())
    assert bridge_usage().programs == 3
    before = timezone.localdate() - datetime.timedelta(days=1)
    Program.objects.filter(pk=here.pk).update(start_on=before, ended_on=before)
    assert bridge_usage().programs == 2
    Episode.objects.filter(pk=cast.episode.pk).update(ended_on=before, started_on=before)
    assert bridge_usage() == Usage(programs=1, clinics=1)


def test_version_that_was_replaced_counts_no_more(cast: Cast) -> None:
    cast.program.save_plan(make_plan(("bird-dog", "3x8")))
    publish(program=cast.program, by=cast.therapist, reason="Other things.")
    assert bridge_usage().programs == 0


def test_editor_sees_published_templates_and_nobodys_own_routines(cast: Cast) -> None:
    plan = make_plan(*PLAN)
    make_routine(owner=cast.therapist, plan=plan, name="Mine")
    make_routine(owner=cast.therapist, plan=plan, name="Ours", visibility="clinic", clinic=cast.clinic)
    assert bridge_usage().templates == 0
    make_routine(owner=cast.editor, plan=plan, name="For all", visibility="template")
    assert bridge_usage().templates == 1


def test_clients_are_counted_once_for_each_reason_and_window(cast: Cast) -> None:
    programs = [cast.program, *(follow(cast, number) for number in range(3))]
    leave_out(programs[0], "My knee hurt")
    leave_out(programs[0], "pain again")
    leave_out(programs[1], "It ACHED too much")
    leave_out(programs[2], "Painful", days_ago=100)
    leave_out(programs[3], "pain", days_ago=400)
    leave_out(programs[3], "I reached my limit, no pain, just no time")
    leave_out(programs[3], "I don't understand the second step")
    usage = bridge_usage()
    assert (usage.recent.pain, usage.year.pain) == (2, 3)
    assert (usage.recent.unclear, usage.recent.hard) == (1, 1)


def test_deleted_sessions_and_what_was_done_do_not_count(cast: Cast) -> None:
    leave_out(cast.program, "It hurts")
    assert bridge_usage().recent.pain == 1
    cast.program.sessions.update(deleted_at=timezone.now())
    assert bridge_usage().recent.pain == 0


@pytest.mark.parametrize(("others", "told"), [(0, None), (1, None), (2, 3)])
def test_few_programs_and_clients_are_not_told_apart(api: APIClient, cast: Cast, others: int, told: int | None) -> None:
    for program in [cast.program, *(follow(cast, number) for number in range(others))]:
        leave_out(program, "It hurts")
    api.force_login(cast.editor)
    answer = api.get("/api/v1/exercises/glute-bridge/impact/")
    found = answer.json()
    pain = next(line for line in found["skips"] if line["reason"] == "pain")
    assert (found["live_programs"], pain["last_90_days"], pain["last_365_days"]) == (told, told, told)
    assert found["clinics"] == (None if told is None else 1)
    assert ("fewer than 3" in found["used"]) is (told is None)
    for name in ("Northside", "Chris", "Person", "example.org", str(cast.episode.pk)):
        assert name not in answer.content.decode()


def test_usage_of_many_costs_as_much_as_of_one(cast: Cast, django_assert_num_queries: Any) -> None:
    ids = list(Exercise.objects.values_list("pk", flat=True))
    with django_assert_num_queries(5):
        usage_of(ids[:1])
    with django_assert_num_queries(5):
        usage_of(ids)
    assert usage_of([]) == {}
