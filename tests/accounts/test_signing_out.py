"""`manage.py sign_out`: after a break-in, one person or everybody is out with the next request."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from rest_framework.test import APIClient

from accounts.invitations import invite_member
from accounts.models import ApiToken, Invitation, SignIn, User
from tests.cast import Cast


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def sign_out(*arguments: str) -> str:
    out = io.StringIO()
    call_command("sign_out", *arguments, stdout=out)
    return out.getvalue()


def reads(secret: str) -> bool:
    return APIClient().get("/api/v1/episodes/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_one_person_is_out_everywhere_and_others_stay(cast: Cast) -> None:
    here, there, other = browser(cast.therapist), browser(cast.therapist), browser(cast.client)
    _token, secret = ApiToken.issue(user=cast.therapist, name="t", scopes=["episodes:read"])
    assert sign_out("THERAPIST@example.org") == "2 sessions are over.\n"
    assert [is_in(each) for each in (here, there, other)] == [False, False, True]
    assert not SignIn.objects.filter(user=cast.therapist).exists()
    assert reads(secret)
    sign_out(cast.therapist.email, "--tokens")
    assert not reads(secret)


def test_everybody_is_out_with_tokens_and_invitations(cast: Cast) -> None:
    people = [browser(each) for each in (cast.therapist, cast.client, cast.admin)]
    _token, secret = ApiToken.issue(user=cast.client, name="t", scopes=["episodes:read"])
    invite_member(clinic=cast.clinic, email="new@example.org", role="therapist", by=cast.manager)
    sign_out("--everybody", "--tokens")
    assert [is_in(each) for each in people] == [False] * 3
    assert not reads(secret)
    assert not Invitation.objects.pending().exists()


@pytest.mark.parametrize("arguments", [(), ("nobody@example.org",), ("therapist@example.org", "--everybody")])
def test_command_refuses_what_it_does_not_know(cast: Cast, arguments: tuple[str, ...]) -> None:
    client = browser(cast.therapist)
    with pytest.raises(CommandError):
        call_command("sign_out", *arguments)
    assert is_in(client)
