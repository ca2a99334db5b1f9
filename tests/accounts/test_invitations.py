import datetime
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.consents import CARE_VERSION
from accounts.invitations import PENDING_AT_ONCE, SENT_A_DAY, invite_client, invite_member
from accounts.models import Episode, Invitation, Membership, User
from backfit.refusals import TooMany
from tests.accounts.mails import last_code, last_link, last_token
from tests.cast import Cast
from tests.factories import make_clinic, make_episode, make_user


def accept_url(link: str) -> str:
    return f"{link}accept/"


def test_therapist_sends_an_invitation_that_a_new_client_accepts_with_one_tap(
    client: Client, episode: Episode, therapist: User
) -> None:
    client.force_login(therapist)
    answer = client.post(reverse("episode_invite", args=[episode.pk]))
    assert answer["Location"] == episode.get_absolute_url()
    client.logout()
    landing = client.get(last_link())
    assert landing.status_code == 200
    assert Invitation.objects.get().state == "pending"
    answer = client.post(accept_url(last_link()), {"time_zone": "Europe/Paris", "consent": CARE_VERSION})
    assert answer["Location"] == reverse("today")
    episode.refresh_from_db()
    joined = episode.client
    assert joined is not None
    assert (joined.email, joined.name, joined.time_zone) == ("chris@example.org", "Chris Client", "Europe/Paris")
    assert not joined.has_usable_password()
    assert EmailAddress.objects.get(user=joined).verified
    assert client.session["_auth_user_id"] == str(joined.pk)
    assert Invitation.objects.get().accepted_by == joined


def test_mail_says_who_invites_and_holds_no_health_data(invitation: Invitation) -> None:
    sent = mail.outbox[-1]
    assert sent.to == ["chris@example.org"]
    assert sent.subject == "Your invitation to Backfit"
    assert "Northside invites you" in sent.body
    assert "Tess Therapist" not in sent.body
    assert last_link() in sent.body
    assert last_code() in sent.body
    assert "Sciatica" not in sent.body
    assert "<" not in sent.body


def test_mail_keeps_signs_in_names_as_they_are(therapist: User) -> None:
    clinic = make_clinic("Move & Mend <West>", therapists=(therapist,))
    episode = make_episode(clinic=clinic, therapist=therapist, client_name="Zoë O'Hara")
    invite_client(episode=episode, by=therapist)
    assert "Hello Zoë O'Hara," in mail.outbox[-1].body
    assert "Move & Mend <West> invites" in mail.outbox[-1].body


def test_invitation_runs_out_after_three_days(client: Client, invitation: Invitation, episode: Episode) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=73)):
        page = client.get(last_link())
        assert page.status_code == 410
        assert "run out" in page.content.decode()
        assert client.post(accept_url(last_link())).status_code == 410
    episode.refresh_from_db()
    assert episode.client is None


def test_therapist_withdraws_an_invitation(client: Client, invitation: Invitation, therapist: User) -> None:
    client.force_login(therapist)
    client.post(reverse("invitation_revoke", args=[invitation.pk]))
    client.logout()
    page = client.get(last_link())
    assert page.status_code == 410
    assert "withdrawn" in page.content.decode()


def test_therapist_invites_again_and_only_the_newest_works(
    client: Client, invitation: Invitation, episode: Episode, therapist: User
) -> None:
    old = last_link()
    client.force_login(therapist)
    client.post(reverse("invitation_resend", args=[invitation.pk]))
    client.logout()
    assert last_link() != old
    assert client.get(old).status_code == 410
    assert client.get(last_link()).status_code == 200
    assert Invitation.objects.pending().count() == 1


def test_therapist_cannot_invite_to_an_episode_that_has_ended_or_has_its_client(
    client: Client, episode: Episode, therapist: User
) -> None:
    client.force_login(therapist)
    Episode.objects.update(client=make_user("chris@example.org"))
    page = client.post(reverse("episode_invite", args=[episode.pk]))
    assert page.status_code == 409
    assert "joined already" in page.content.decode()
    Episode.objects.update(client=None, ended_on=episode.started_on)
    page = client.post(reverse("episode_invite", args=[episode.pk]))
    assert page.status_code == 409
    assert "has ended" in page.content.decode()
    assert not mail.outbox


def test_invitation_survives_a_mail_server_that_refuses(
    client: Client, episode: Episode, therapist: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise SMTPServerDisconnected("chris@example.org")

    client.force_login(therapist)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        answer = client.post(reverse("episode_invite", args=[episode.pk]), follow=False)
    assert answer.status_code == 302
    invitation = Invitation.objects.get()
    assert invitation.sent_at is None
    assert invitation.state == "pending"
    assert "chris@example.org" not in caplog.text
    client.post(reverse("invitation_resend", args=[invitation.pk]))
    assert Invitation.objects.pending().get().sent_at is not None


def test_therapist_sends_twenty_a_day_and_no_more(client: Client, episode: Episode, therapist: User) -> None:
    for _number in range(SENT_A_DAY):
        invite_client(episode=episode, by=therapist)
    client.force_login(therapist)
    page = client.post(reverse("episode_invite", args=[episode.pk]))
    assert page.status_code == 429
    assert len(mail.outbox) == SENT_A_DAY
    Invitation.objects.filter(pk=Invitation.objects.earliest("created_at").pk).update(sent_at=None)
    with pytest.raises(TooMany):  # it is on its way
        invite_client(episode=episode, by=therapist)
    Invitation.objects.update(sent_at=timezone.now() - datetime.timedelta(days=2))
    assert client.post(reverse("episode_invite", args=[episode.pk])).status_code == 302


def test_therapist_has_a_hundred_open_ones_at_most(episode: Episode, therapist: User) -> None:
    clinic = episode.clinic
    assert clinic is not None
    for number in range(PENDING_AT_ONCE):
        asked = Invitation(clinic=clinic, role="therapist", email=f"n{number}@example.org", invited_by=therapist)
        asked.arm()
        asked.save()
    with pytest.raises(TooMany):
        invite_client(episode=episode, by=therapist)


def test_manager_invites_a_therapist_who_joins_with_a_name(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    form = {"email": "new@example.org", "role": "therapist"}
    answer = client.post(reverse("clinic_invite", args=[cast.clinic.pk]), form)
    assert answer["Location"] == cast.clinic.get_absolute_url()
    client.logout()
    assert client.post(accept_url(last_link()), {"name": " "}).status_code == 400
    answer = client.post(accept_url(last_link()), {"name": "Nora New", "time_zone": "no/zone"})
    assert answer["Location"] == reverse("client_list")
    joined = User.objects.get(email="new@example.org")
    assert joined.name == "Nora New"
    assert joined.time_zone == cast.clinic.time_zone
    assert joined.roles.treats
    assert not Episode.objects.visible_to(joined).exists()


def test_manager_cannot_invite_somebody_to_a_role_that_they_have(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    form = {"email": cast.therapist.email.upper(), "role": "therapist"}
    page = client.post(reverse("clinic_invite", args=[cast.clinic.pk]), form)
    assert page.status_code == 409
    assert "that role already" in page.content.decode()
    answer = client.post(reverse("clinic_invite", args=[cast.clinic.pk]), {**form, "role": "manager"})
    assert answer.status_code == 302


def test_invited_therapist_becomes_a_manager_as_well(client: Client, cast: Cast) -> None:
    invite_member(clinic=cast.clinic, email=cast.therapist.email, role="manager", by=cast.manager)
    client.force_login(cast.therapist)
    assert client.post(accept_url(last_link()))["Location"] == cast.clinic.get_absolute_url()
    roles = Membership.objects.current().filter(clinic=cast.clinic, user=cast.therapist).values_list("role", flat=True)
    assert set(roles) == {"therapist", "manager"}


def test_stranger_cannot_touch_an_invitation(client: Client, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist)
    invitation = invite_client(episode=episode, by=cast.therapist)
    for who in ("client", "colleague", "former", "stranger", "editor", "without_clinic", "invitee"):
        client.force_login(getattr(cast, who))
        for name in ("invitation_revoke", "invitation_resend"):
            assert client.post(reverse(name, args=[invitation.pk])).status_code == 404
        assert client.post(reverse("episode_invite", args=[episode.pk])).status_code == 404
    assert Invitation.objects.get().state == "pending"
    assert len(mail.outbox) == 1


def test_manager_sees_and_withdraws_the_invitations_of_the_clinic(client: Client, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist)
    invitation = invite_client(episode=episode, by=cast.therapist)
    client.force_login(cast.manager)
    answer = client.post(reverse("invitation_revoke", args=[invitation.pk]))
    assert answer["Location"] == cast.clinic.get_absolute_url()
    assert client.post(reverse("episode_invite", args=[episode.pk])).status_code == 404


def test_token_is_nowhere_in_the_database(invitation: Invitation) -> None:
    row = Invitation.objects.values().get()
    assert last_token() not in map(str, row.values())
    assert last_code() not in map(str, row.values())
