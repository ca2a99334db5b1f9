"""Two windows that press at the same moment. On SQLite they take turns."""

import uuid

import pytest
from django.core import mail

from accounts.models import Episode, Routine, User
from programs.models import Program, Version
from programs.starting import NewClient, start_program
from tests.accounts.test_at_once import at_once
from tests.factories import make_clinic, make_episode, make_exercise, make_plan, make_routine, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def therapist(transactional_db: None) -> User:
    return make_user("tess@example.org", "Tess Therapist")


@pytest.fixture
def episode(therapist: User) -> Episode:
    return make_episode(clinic=make_clinic("Northside", therapists=(therapist,)), therapist=therapist)


@pytest.fixture
def routine(therapist: User) -> Routine:
    make_exercise("Bird dog")
    return make_routine(owner=therapist, name="Back plan", plan=make_plan(("bird-dog", "3x8")))


def test_two_windows_start_one_program(therapist: User, episode: Episode, routine: Routine) -> None:
    def press() -> object:
        return start_program(by=therapist, client=episode, routine=routine, publishing=True, key=uuid.uuid4())

    assert sorted(at_once(*[press] * 4)) == ["Conflict", "Conflict", "Conflict", "done"]
    assert (Program.objects.count(), Version.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_two_presses_of_one_window_give_one_program(therapist: User, episode: Episode, routine: Routine) -> None:
    key = uuid.uuid4()

    def press() -> object:
        return start_program(by=therapist, client=episode, routine=routine, publishing=True, key=key)

    assert at_once(*[press] * 4) == ["done"] * 4
    assert (Program.objects.count(), Version.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_two_windows_add_one_new_client(therapist: User, episode: Episode, routine: Routine) -> None:
    assert episode.clinic is not None
    zoe = NewClient("Zoe", "zoe@example.org", episode.clinic)

    def press() -> object:
        return start_program(by=therapist, client=zoe, routine=routine, publishing=True)

    assert sorted(at_once(*[press] * 3)) == ["ValidationError", "ValidationError", "done"]
    assert Episode.objects.filter(client_email="zoe@example.org").count() == 1


def test_two_therapists_of_one_client_start_one_program(therapist: User, episode: Episode, routine: Routine) -> None:
    cora = make_user("cora@example.org", "Cora Colleague")
    assert episode.clinic is not None
    episode.clinic.add(cora, "therapist")
    episode.care_team.create(therapist=cora)
    both = [
        lambda by=by: start_program(by=by, client=episode, routine=routine, publishing=True) for by in (therapist, cora)
    ]
    assert sorted(at_once(*both)) == ["Conflict", "done"]
    assert (Program.objects.count(), len(mail.outbox)) == (1, 1)
