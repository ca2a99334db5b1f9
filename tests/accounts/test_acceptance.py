from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.consents import CARE_VERSION
from accounts.invitations import accept, invite_client, join
from accounts.models import Clinic, Episode, Invitation, User
from backfit.refusals import Conflict, Gone
from tests.accounts.mails import last_code, last_link
from tests.factories import make_user

AGREED = {"consent": CARE_VERSION}


def accept_url(link: str) -> str:
    return f"{link}accept/"


def test_landing_page_tells_the_clinic_and_nothing_of_the_client(client: Client, invitation: Invitation) -> None:
    page = client.get(last_link())
    text = page.content.decode()
    assert "Northside" in text
    for secret in ("Sciatica", "Chris", "chris@example.org"):
        assert secret not in text
    assert page["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]


def test_opening_the_link_uses_nothing_up(client: Client, invitation: Invitation) -> None:
    """Mail programs and messengers open links before their readers do."""
    for _time in range(2):
        assert client.get(last_link()).status_code == 200
        assert client.head(last_link()).status_code == 200
    assert Invitation.objects.get().state == "pending"


def test_joined_client_may_set_a_password_at_once(client: Client, invitation: Invitation) -> None:
    client.post(accept_url(last_link()), AGREED)
    secret = "a long enough passphrase"
    client.post(reverse("account_set_password"), {"password1": secret, "password2": secret})
    assert User.objects.get(email="chris@example.org").check_password(secret)


def test_client_types_the_code_by_hand(client: Client, invitation: Invitation) -> None:
    code = last_code().lower().replace("-", " ")
    answer = client.post(reverse("invitation_enter"), {"email": "Chris@Example.org", "code": code})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    answer = client.post(accept_url(answer["Location"]), AGREED)
    assert answer["Location"] == reverse("today")


def test_wrong_codes_are_told_in_one_sentence_and_five_use_the_code_up(client: Client, invitation: Invitation) -> None:
    code = last_code()
    for _try in range(5):
        page = client.post(reverse("invitation_enter"), {"email": "chris@example.org", "code": "AAAA-AAAA"})
        assert page.status_code == 400
        assert "do not belong together" in page.content.decode()
    page = client.post(reverse("invitation_enter"), {"email": "chris@example.org", "code": code})
    assert page.status_code == 400
    assert client.get(last_link()).status_code == 200


@pytest.mark.parametrize("code", ["", " ", "A" * 41, "<script>", "٣٣٣٣-٣٣٣٣", "\x00"])
def test_visitor_enters_nonsense_and_gets_a_400(client: Client, invitation: Invitation, code: str) -> None:
    page = client.post(reverse("invitation_enter"), {"email": "chris@example.org", "code": code})
    assert page.status_code == 400


def test_code_of_one_address_does_not_open_with_another(client: Client, invitation: Invitation) -> None:
    page = client.post(reverse("invitation_enter"), {"email": "eve@example.org", "code": last_code()})
    assert page.status_code == 400


def test_visitor_without_a_code_finds_nothing_behind_the_entered_address(client: Client, db: None) -> None:
    assert client.get(reverse("invitation_landing", args=["entered"])).status_code == 404
    assert client.get(reverse("invitation_landing", args=["a" * 43])).status_code == 404
    assert client.post(reverse("invitation_accept", args=["a" * 43])).status_code == 404
    assert client.get("/invitations/%00/").status_code in (400, 404)


def test_invitation_works_once(client: Client, invitation: Invitation) -> None:
    link = last_link()
    client.post(accept_url(link), AGREED)
    again = client.get(link)
    assert again.status_code == 410
    assert "You have joined already" in again.content.decode()
    assert client.post(accept_url(link), AGREED).status_code == 410
    stranger = Client()
    page = stranger.get(link)
    assert page.status_code == 410
    assert "Sign in by code" in page.content.decode()
    assert stranger.post(accept_url(link)).status_code == 410
    assert User.objects.count() == 2


def test_person_signed_in_with_another_address_is_refused_without_naming_the_right_one(
    client: Client, invitation: Invitation
) -> None:
    client.force_login(make_user("eve@example.org"))
    for answer in (client.get(last_link()), client.post(accept_url(last_link()), AGREED)):
        assert answer.status_code == 403
        assert "chris@example.org" not in answer.content.decode()
    assert Invitation.objects.get().state == "pending"


def test_person_with_an_account_signs_in_first_and_comes_back(client: Client, invitation: Invitation) -> None:
    owner = make_user("chris@example.org", "Chris")
    answer = client.post(accept_url(last_link()), AGREED)
    assert answer["Location"].startswith(reverse("account_login"))
    assert quote(last_link(), safe="") in answer["Location"]
    assert Invitation.objects.get().state == "pending"
    client.force_login(owner)
    assert client.get(last_link()).status_code == 200
    assert client.post(accept_url(last_link()), AGREED)["Location"] == reverse("today")
    assert Episode.objects.get().client == owner


def test_address_is_the_same_in_capitals(client: Client, episode: Episode, therapist: User) -> None:
    owner = make_user("chris@example.org", "Chris")
    episode.change(client_email="CHRIS@example.ORG")
    invite_client(episode=episode, by=therapist)
    client.force_login(owner)
    assert client.post(accept_url(last_link()), AGREED)["Location"] == reverse("today")


def test_account_with_an_unproved_address_cannot_accept(invitation: Invitation) -> None:
    squatter = make_user("eve@example.org")
    EmailAddress.objects.create(user=squatter, email="chris@example.org", verified=False)
    with pytest.raises(PermissionDenied):
        accept(invitation=invitation, user=squatter)
    assert Invitation.objects.get().state == "pending"


def test_client_takes_over_an_account_that_somebody_began_with_their_address(
    client: Client, invitation: Invitation
) -> None:
    begun = User.objects.create_user("chris@example.org", "password of a squatter")
    EmailAddress.objects.create(user=begun, email="chris@example.org", verified=False, primary=True)
    squat = Clinic.start(name="Clinic of a squatter", by=begun)
    assert client.post(accept_url(last_link()), AGREED)["Location"] == reverse("today")
    begun.refresh_from_db()
    assert not begun.has_usable_password()
    assert EmailAddress.objects.get(user=begun).verified
    assert not Clinic.objects.filter(pk=squat.pk).exists()


@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_active": False}, {"last_login": timezone.now()}])
def test_invitation_never_takes_over_an_account_in_use(
    client: Client, invitation: Invitation, fields: dict[str, Any]
) -> None:
    owner = User.objects.create_user("chris@example.org", "secret of its owner", **fields)
    assert client.post(accept_url(last_link()), AGREED)["Location"].startswith(reverse("account_login"))
    owner.refresh_from_db()
    assert owner.check_password("secret of its owner")


def test_two_acceptances_at_once_leave_one_winner(invitation: Invitation) -> None:
    first, second = (Invitation.objects.get(pk=invitation.pk) for _copy in range(2))
    owner = make_user("chris@example.org")
    accept(invitation=first, user=owner, consent=CARE_VERSION)
    with pytest.raises(Gone):
        accept(invitation=second, user=owner, consent=CARE_VERSION)
    assert Episode.objects.get().client == owner


def test_two_newcomers_at_once_make_one_account(invitation: Invitation) -> None:
    first, second = (Invitation.objects.get(pk=invitation.pk) for _copy in range(2))
    join(invitation=first, name="Chris", consent=CARE_VERSION)
    with pytest.raises(Gone):
        join(invitation=second, name="Chris", consent=CARE_VERSION)
    assert User.objects.filter(email="chris@example.org").count() == 1


def test_invitation_to_an_ended_episode_no_longer_works(
    client: Client, invitation: Invitation, episode: Episode
) -> None:
    episode.refresh_from_db()
    episode.end()
    assert client.get(last_link()).status_code == 410


def test_therapist_on_the_care_team_cannot_become_its_client(invitation: Invitation, therapist: User) -> None:
    EmailAddress.objects.create(user=therapist, email="chris@example.org", verified=True)
    with pytest.raises(Conflict):
        accept(invitation=invitation, user=therapist)
    assert Invitation.objects.get().state == "pending"
