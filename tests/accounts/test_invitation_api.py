from typing import Any

from django.core import mail
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.consents import CARE_VERSION
from accounts.invitations import SENT_A_DAY, invite_client
from accounts.models import Episode, Invitation, Membership
from tests.accounts.mails import last_code, last_token
from tests.cast import Cast
from tests.factories import make_episode

NOBODY = "00000000-0000-4000-8000-000000000000"


def test_program_invites_withdraws_and_reads_but_never_sees_the_token(api: APIClient, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist)
    api.force_login(cast.therapist)
    made = api.post(reverse("invitation-list"), {"episode": str(episode.pk)})
    assert made.status_code == 201, made.data
    assert (made.data["state"], made.data["email"]) == ("pending", "chris@example.org")
    for secret in (last_token(), last_code(), "digest"):
        assert secret not in made.content.decode()
    url = reverse("invitation-detail", args=[made.data["id"]])
    assert api.get(url).data == made.data
    assert api.put(url, {}).status_code == 405
    assert api.patch(url, {}).status_code == 405
    assert api.delete(url).status_code == 204
    assert api.delete(url).status_code == 204
    assert api.get(url).data["state"] == "revoked"


def test_program_invites_a_member_for_a_manager_alone(api: APIClient, cast: Cast) -> None:
    body = {"clinic": str(cast.clinic.pk), "role": "manager", "email": "new@example.org"}
    api.force_login(cast.manager)
    assert api.post(reverse("invitation-list"), body).status_code == 201
    api.force_login(cast.therapist)
    unusable = api.post(reverse("invitation-list"), body)
    unknown = api.post(reverse("invitation-list"), {**body, "clinic": NOBODY})
    assert unusable.status_code == unknown.status_code == 400
    assert unusable.content == unknown.content


def test_program_gets_a_400_for_a_bad_invitation(api: APIClient, cast: Cast) -> None:
    clinic = str(cast.clinic.pk)
    cast.clinic.add(cast.therapist, Membership.Role.MANAGER)
    api.force_login(cast.therapist)
    bodies: list[Any] = [
        {},
        [],
        {"episode": NOBODY},
        {"episode": str(cast.episode.pk), "email": "x@example.org"},
        {"clinic": clinic},
        {"clinic": clinic, "role": "owner", "email": "x@example.org"},
        {"clinic": clinic, "role": "manager", "email": "x"},
        {"clinic": clinic, "role": "manager", "email": "x@example.org", "invited_by": NOBODY},
    ]
    for body in bodies:
        assert api.post(reverse("invitation-list"), body).status_code == 400, body
    assert api.post(reverse("invitation-list"), {"episode": str(cast.episode.pk)}).status_code == 409
    assert not mail.outbox


def test_program_past_the_limit_gets_a_429(api: APIClient, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist)
    for _number in range(SENT_A_DAY):
        invite_client(episode=episode, by=cast.therapist)
    api.force_login(cast.therapist)
    assert api.post(reverse("invitation-list"), {"episode": str(episode.pk)}).status_code == 429


def test_program_accepts_by_token_or_by_code(api: APIClient, cast: Cast) -> None:
    url = reverse("invitation-accept")
    api.force_login(cast.invitee)
    for given in ("token", "code"):
        address = cast.invitee.email
        episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email=address)
        invite_client(episode=episode, by=cast.therapist)
        body: dict[str, Any] = {"token": last_token()} if given == "token" else {"email": address, "code": last_code()}
        accepted = api.post(url, body | {"consent": CARE_VERSION})
        assert accepted.status_code == 200, accepted.data
        assert accepted.data["episode"] == episode.pk
        assert Episode.objects.visible_to(cast.invitee).contains(episode)
    assert api.post(url, {"token": last_token()}).status_code == 410
    assert api.post(url, {"token": "unknown"}).status_code == 404
    assert api.post(url, {"email": address, "code": last_code()}).status_code == 400
    for bad in ({}, {"token": ""}, {"token": 5, "code": "x"}, {"email": address}, {"token": "x" * 101}):
        assert api.post(url, bad).status_code == 400


def test_program_of_another_address_is_refused(api: APIClient, cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist)
    invite_client(episode=episode, by=cast.therapist)
    for who in ("client", "therapist", "colleague", "manager", "admin", "invitee"):
        api.force_login(getattr(cast, who))
        refused = api.post(reverse("invitation-accept"), {"token": last_token()})
        assert refused.status_code == 403
        assert "chris@" not in refused.content.decode()
    api.logout()
    assert api.post(reverse("invitation-accept"), {"token": last_token()}).status_code == 401
    assert Invitation.objects.get().state == "pending"
