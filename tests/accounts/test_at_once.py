"""What happens when several do it at the same moment. SQLite's tests have one connection, so there they take turns."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.care_teams import add_to_team
from accounts.consents import CARE_VERSION
from accounts.invitations import accept, invite_client, invite_member
from accounts.models import Episode, Invitation, Membership, User
from backfit.refusals import Refusal
from tests.factories import make_clinic, make_episode, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(verb: Callable[[], object]) -> str:
    try:
        verb()
    except (Refusal, ValidationError) as refusal:
        return type(refusal).__name__
    return "done"


def outcome_by_itself(verb: Callable[[], object]) -> str:
    try:
        return outcome(verb)
    finally:
        connection.close()


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """ "done" or the name of the refusal for each; whatever else is raised fails the test."""
    if connection.vendor == "sqlite":
        return list(map(outcome, verbs))
    with ThreadPoolExecutor(len(verbs)) as people:
        return list(people.map(outcome_by_itself, verbs))


@pytest.fixture
def therapist(transactional_db: None) -> User:
    return make_user("tess@example.org", "Tess Therapist")


@pytest.fixture
def episode(therapist: User) -> Episode:
    colleague = make_user("cora@example.org", "Cora Colleague")
    clinic = make_clinic("Northside", therapists=(therapist, colleague), managers=(therapist,))
    return make_episode(clinic=clinic, therapist=therapist, client_email="chris@example.org")


def test_colleague_is_added_once(episode: Episode) -> None:
    colleague = User.objects.get(email="cora@example.org")
    said = at_once(*[lambda: add_to_team(episode=episode, therapist=colleague)] * 4)
    assert sorted(said) == ["ValidationError", "ValidationError", "ValidationError", "done"]
    assert episode.care_team.filter(therapist=colleague).count() == 1


def agreed(invitation: Invitation, client: User) -> None:
    accept(invitation=invitation, user=client, consent=CARE_VERSION)


def test_client_accepts_while_the_invitation_is_sent_again(episode: Episode, therapist: User) -> None:
    client = make_user("chris@example.org", "Chris Client")
    for _round in range(5):
        Episode.objects.filter(pk=episode.pk).update(client=None)
        invitation = invite_client(episode=episode, by=therapist)
        again = [lambda: invite_client(episode=episode, by=therapist)]
        said = at_once(lambda found=invitation: agreed(found, client), *again)  # type: ignore[misc]
        assert sorted(said) in (["Conflict", "done"], ["Gone", "done"])


def test_member_accepts_while_the_invitation_is_sent_again(episode: Episode, therapist: User) -> None:
    clinic, newcomer = episode.clinic, make_user("nia@example.org", "Nia New")
    assert clinic is not None

    def ask() -> Invitation:
        return invite_member(clinic=clinic, email=newcomer.email, role="therapist", by=therapist)

    for _round in range(5):
        Membership.objects.filter(user=newcomer).delete()
        invitation = ask()
        said = at_once(lambda found=invitation: accept(invitation=found, user=newcomer), ask)  # type: ignore[misc]
        assert sorted(said) in (["Conflict", "done"], ["Gone", "done"])
