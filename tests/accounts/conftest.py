import pytest

from accounts.invitations import invite_client
from accounts.models import Episode, Invitation, User
from tests.factories import make_clinic, make_episode, make_user


@pytest.fixture
def therapist(db: None) -> User:
    return make_user("tess@example.org", "Tess Therapist")


@pytest.fixture
def episode(therapist: User) -> Episode:
    clinic = make_clinic("Northside", therapists=(therapist,))
    return make_episode(clinic=clinic, therapist=therapist, client_email="chris@example.org", reason="Sciatica")


@pytest.fixture
def invitation(episode: Episode, therapist: User) -> Invitation:
    return invite_client(episode=episode, by=therapist)
