"""From the code on paper to an account: who is sent a mail, how often, and what the page gives away."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.invitations import invite_client
from accounts.models import Episode, Invitation
from programs.models import Program
from programs.sharing import handout_token
from tests.accounts.mails import last_link
from tests.cast import Cast
from tests.factories import make_episode, make_exercise, make_plan, make_published, make_user
from tests.programs.pages import browser_of

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def opened(token: str, rest: str = "") -> Any:
    return Client().get(f"/p/{token}/{rest}")


@pytest.fixture
def handed_out(cast: Cast) -> Program:
    """A program on paper, whose client has no account yet."""
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="carl@example.org")
    return make_published(episode=episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))


def asks(program: Program) -> Any:
    token = handout_token(program=program, by=program.created_by)
    return Client().post(f"/p/{token}/sign-in/", follow=True)


def test_who_scans_the_sheet_first_is_sent_the_invitation(handed_out: Program, cast: Cast) -> None:
    page = asks(handed_out).content.decode()
    assert "Look into your mail" in page
    assert "carl@example.org" not in page
    assert [message.to for message in mail.outbox] == [["carl@example.org"]]
    assert Invitation.objects.get().invited_by == cast.therapist
    assert Client().get(last_link()).status_code == 200


def test_the_mail_comes_in_the_name_of_who_invited_last(handed_out: Program, cast: Cast) -> None:
    handed_out.episode.care_team.create(therapist=cast.colleague)
    invite_client(episode=handed_out.episode, by=cast.colleague)
    Invitation.objects.update(created_at=timezone.now() - 2 * DAY)
    asks(handed_out)
    assert Invitation.objects.order_by("created_at").last().invited_by == cast.colleague  # type: ignore[union-attr]


def test_asking_again_sends_no_heap_of_mails(handed_out: Program) -> None:
    first = asks(handed_out)
    second = asks(handed_out)
    assert first.content == second.content
    assert len(mail.outbox) == 1
    for number in range(4):
        Invitation.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=11 + number))
        asks(handed_out)
    assert len(mail.outbox) == 3


def test_the_answer_is_the_same_whatever_is_true_of_the_client(handed_out: Program, cast: Cast) -> None:
    fresh = asks(handed_out).content
    joined = asks(cast.program).content
    ended = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="ended@example.org")
    over = make_published(episode=ended, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))
    ended.end()
    without_token = [answer.split(b"/p/")[0] for answer in (fresh, joined, asks(over).content)]
    assert len(set(without_token)) == 1
    assert len(mail.outbox) == 1


def test_nobody_is_asked_in_by_a_therapist_who_left(handed_out: Program, cast: Cast) -> None:
    handed_out.episode.care_team.get().leave()
    asks(handed_out)
    assert mail.outbox == []


def test_an_address_asks_in_a_few_times_an_hour(handed_out: Program, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"way-in": "2/h/ip"}
    assert [asks(handed_out).status_code for _time in range(3)] == [200, 200, 429]


def test_client_who_is_signed_in_is_led_to_today(cast: Cast) -> None:
    token = handout_token(program=cast.program, by=cast.client)
    page = browser_of(cast.client).get(f"/p/{token}/").content.decode()
    assert "Go to Today" in page
    assert "sign me in" not in page
    assert "Go to Today" not in browser_of(cast.other_client).get(f"/p/{token}/").content.decode()


def test_who_keeps_a_program_without_a_clinic_shares_it_too(db: None) -> None:
    person = make_user("solo@example.org", "Sol")
    episode = Episode.objects.create(
        client=person, client_name="Sol", client_email=person.email, started_on=person.today()
    )
    make_exercise("Glute bridge")
    program = make_published(episode=episode, by=person, plan=make_plan(("glute-bridge", "3x10")))
    token = handout_token(program=program, by=person)
    assert opened(token).status_code == 200
    assert opened(token, "handout.pdf").status_code == 200
    assert Client().post(f"/p/{token}/sign-in/").status_code == 302
    assert mail.outbox == []
