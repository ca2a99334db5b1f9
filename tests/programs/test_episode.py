"""The page of an episode: the record for the care team, "my care" for the client."""

import uuid
from typing import Any

import pytest

from accounts.models import Episode, Invitation
from programs.models import Program, Session
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import make_episode, session_body
from tests.programs.pages import browser_of, dots_in


def follow(cast: Cast, days_ago: int = 0, **fields: Any) -> Session:
    day = cast.client.today() - days_ago * ONE_DAY
    body = session_body(cast.program, day=day.isoformat(), **fields)
    return record(by=cast.client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))[0]


@pytest.fixture
def running(cast: Cast) -> Cast:
    """The program began ten days ago."""
    start = cast.client.today() - 10 * ONE_DAY
    Program.objects.filter(pk=cast.program.pk).update(start_on=start)
    Episode.objects.filter(pk=cast.episode.pk).update(reason="Sciatica on the left.", precautions="Osteoporosis.")
    cast.program.versions.update(effective_on=start)
    return cast


def page_for(cast: Cast, who: str, query: str = "") -> str:
    response = browser_of(getattr(cast, who)).get(f"/episodes/{cast.episode.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_therapist_reads_planned_against_done_and_the_notes(running: Cast) -> None:
    follow(running, 3, worst_pain=7, effort=4, note="It pulled.", evidence="timed")
    follow(running, 1, worst_pain=2, effort=5, status="part")
    page = page_for(running, "therapist")
    assert "Sciatica on the left." in page
    assert "Osteoporosis." in page
    assert "4 of 22 done</strong>, 2 played with the timer, 2 ticked the same day. 2 of them partly." in page
    assert "It pulled." in page
    assert "Tess Therapist" in page
    assert dots_in(page, "pain") == 2
    assert ">v1</text>" in page
    assert f"/clients/start/?episode={running.episode.pk}" in page


def test_client_reads_my_care_without_what_is_between_therapists(running: Cast) -> None:
    follow(running, 1, worst_pain=2)
    page = page_for(running, "client")
    assert "My care" in page
    assert "Northside" in page
    assert "Tess Therapist" in page
    assert "2 of 22" in page
    assert "Sciatica" not in page
    assert "programs/new" not in page
    assert "care-team" not in page


@pytest.mark.parametrize(
    "who", ["other_client", "colleague", "former", "stranger", "manager", "editor", "admin", "dual", "without_clinic"]
)
def test_nobody_else_finds_the_episode(cast: Cast, who: str) -> None:
    assert browser_of(getattr(cast, who)).get(f"/episodes/{cast.episode.pk}/").status_code == 404


def test_therapist_sends_withdraws_and_sends_again_from_the_page(cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_name="Nora New")
    browser = browser_of(cast.therapist)
    assert f"/episodes/{episode.pk}/invite/" in browser.get(f"/episodes/{episode.pk}/").content.decode()
    browser.post(f"/episodes/{episode.pk}/invite/")
    invitation = Invitation.objects.get(episode=episode)
    page = browser.get(f"/episodes/{episode.pk}/").content.decode()
    assert f"/invitations/{invitation.pk}/resend/" in page
    assert f"/invitations/{invitation.pk}/revoke/" in page


def test_client_does_not_see_a_draft(cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(current=None)
    assert "Back basics" not in page_for(cast, "client")
    assert "Back basics" in page_for(cast, "therapist")


def test_ended_episode_is_read_only(cast: Cast) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(ended_on=cast.client.today())
    page = page_for(cast, "therapist")
    assert "Ended" in page
    assert "programs/new" not in page
    assert "/edit/" not in page


def test_sessions_are_paged(running: Cast) -> None:
    for number in range(14):
        follow(running, number % 10, worst_pain=1)
    assert "Page 1 of 2" in page_for(running, "therapist")
    assert "Page 2 of 2" in page_for(running, "therapist", "?page=2")
    assert page_for(running, "therapist", "?page=nonsense")
