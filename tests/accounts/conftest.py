from pathlib import Path

import pytest

from accounts.invitations import invite_client
from accounts.models import Episode, Invitation, Routine, User
from accounts.template_loading import load_templates
from tests.cast import Cast
from tests.factories import make_clinic, make_episode, make_user

SMALL = """\
title: Small program
goal: Move a little each day.
for_whom: People who sit a lot.
not_for: [A new injury.]
phases:
  - name: Begin
    goal: Get going.
    weeks: 2
    sessions: 3
    minutes: 5
    effort: [1, 3]
    items:
      - glute-bridge 3x10
      - {line: bird-dog 2x8 alternating total 7x/wk, note: Slowly.}
after: Go on.
measures: [Pain from 0 to 10.]
evidence: {type: convention, basis: It is what is usual., checked: "no"}
"""


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL)
    return tmp_path


@pytest.fixture
def small(cast: Cast, folder: Path) -> Routine:
    """A template of two exercises that the cast has."""
    load_templates(folder)
    return Routine.objects.get(slug="small")
