"""Who works here reaches nothing without a second step; clients are never asked for one."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.invitations import invite_member
from accounts.models import ApiToken, Invitation, User
from backfit.admin_site import BackfitAdminSite
from tests.accounts.passkeys import HOST, Phone
from tests.accounts.test_passkeys import make, sign_in_by_code, totp
from tests.cast import Cast
from tests.factories import make_user

WORKING = ("therapist", "manager", "editor", "admin", "dual")


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_SECOND_STEP = True


@pytest.fixture
def device() -> Client:
    return Client(SERVER_NAME=HOST)


def app_of(person: User) -> str:
    """Gives the person a code app, and its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def paths(cast: Cast) -> list[str]:
    return [
        reverse("client_list"), reverse("clinic_list"), cast.episode.get_absolute_url(), reverse("today"),
        reverse("exercise_list"), reverse("home"), reverse("token_new"), reverse("account_settings"),
        reverse("admin:index"), reverse("admin:accounts_user_changelist"), reverse("account_change_password"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", WORKING)
def test_who_works_here_reaches_nothing_before_the_second_step(device: Client, cast: Cast, key: str) -> None:
    device.force_login(getattr(cast, key))
    for path in paths(cast):
        answer = device.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("second_step")), path
        assert device.post(path).headers["Location"] == reverse("second_step")
    page = device.get(reverse("second_step")).content.decode()
    assert "Make a passkey" in page
    assert "Set up the app" in page


def test_scripts_are_told_in_their_own_way(device: Client, cast: Cast) -> None:
    device.force_login(cast.therapist)
    answer = device.get(reverse("client_list"), headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "second step" in answer.json()["detail"]
    answer = device.get(reverse("client_list"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (403, reverse("second_step"))


@pytest.mark.parametrize("name", ["safety", "guide", "manifest", "second_step"])
def test_what_is_the_same_for_everybody_stays_open(device: Client, cast: Cast, name: str) -> None:
    device.force_login(cast.therapist)
    assert device.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("key", ["client", "invitee", "without_clinic"])
def test_client_is_never_asked(device: Client, cast: Cast, key: str) -> None:
    device.force_login(getattr(cast, key))
    assert device.get(reverse("today")).status_code == 200
    assert device.get(reverse("second_step")).headers["Location"] == reverse("mfa_index")


def test_api_answers_403_with_a_sentence(cast: Cast) -> None:
    api = APIClient()
    api.force_login(cast.therapist)
    for path in ("/api/v1/episodes/", f"/api/v1/episodes/{cast.episode.pk}/", "/api/v1/exercises/"):
        answer = api.get(path)
        assert answer.status_code == 403, path
        assert answer.json() == {
            "detail": "Your work here needs a second step when you sign in. Set it up on the site first."
        }
    # A header that is no token leaves it to the session, and so to its rule.
    assert api.get("/api/v1/episodes/", headers={"Authorization": "Basic x"}).status_code == 403
    client = APIClient()
    client.force_login(cast.client)
    assert client.get("/api/v1/episodes/").status_code == 200


def test_token_counts_only_if_it_was_made_with_the_second_step(cast: Cast) -> None:
    def asked(secret: str) -> Any:
        return APIClient().get("/api/v1/episodes/", headers={"Authorization": f"Bearer {secret}"})

    def token(person: User, **about: Any) -> str:
        return ApiToken.issue(user=person, name="t", scopes=["episodes:read"], **about)[1]

    before, after = token(cast.therapist), token(cast.therapist, second_step=True)
    assert [asked(secret).status_code for secret in (before, after)] == [403, 403]
    app_of(cast.therapist)
    assert [asked(secret).status_code for secret in (before, after)] == [403, 200]
    assert "Make a new one" in asked(before).json()["detail"]
    Authenticator.objects.all().delete()
    assert asked(after).status_code == 403
    assert asked(token(cast.client)).status_code == 200


def test_therapist_sets_up_a_passkey_and_goes_on(device: Client, cast: Cast) -> None:
    sign_in_by_code(device, cast.therapist)
    assert device.get(reverse("client_list")).headers["Location"] == reverse("second_step")
    assert make(device, Phone()).headers["Location"] == reverse("mfa_view_recovery_codes")
    assert "10 codes left of 10" in device.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert device.get(reverse("second_step")).headers["Location"] == reverse("client_list")
    assert device.get(reverse("client_list")).status_code == 200
    made = device.post(reverse("token_new"), {"name": "t", "scopes": ["episodes:read"], "days": "30"})
    assert made.status_code == 200
    assert ApiToken.objects.get(name="t").second_step


def test_editor_sets_up_the_app_and_gets_into_the_admin(
    device: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's own transaction never commits, and allauth waits for that.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **about: function())
    sign_in_by_code(device, cast.editor)
    secret = device.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = device.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert device.get(reverse("admin:index")).status_code == 200


def test_session_without_the_second_step_does_not_pass_on_an_account_that_has_one(device: Client, cast: Cast) -> None:
    device.force_login(cast.therapist)
    secret = app_of(cast.therapist)
    assert device.get(reverse("client_list")).headers["Location"] == reverse("second_step")
    page = device.get(reverse("second_step")).content.decode()
    assert "Make a passkey" not in page
    # Neither a new one nor the end of the old one, and no password in their place.
    for name in ("mfa_add_webauthn", "mfa_activate_totp", "mfa_deactivate_totp", "account_reauthenticate", "mfa_index"):
        assert device.get(reverse(name)).headers["Location"] == reverse("second_step"), name
        assert device.post(reverse(name)).headers["Location"] == reverse("second_step"), name
    way = f"{reverse('mfa_reauthenticate')}?next={reverse('second_step')}"
    assert device.post(way, {"code": "000000", "next": reverse("second_step")}).status_code == 200
    assert device.get(reverse("client_list")).status_code == 302
    device.post(way, {"code": totp(secret), "next": reverse("second_step")})
    assert device.get(reverse("client_list")).status_code == 200


def test_second_step_that_is_taken_away_closes_the_session_too(device: Client, cast: Cast) -> None:
    sign_in_by_code(device, cast.therapist)
    make(device, Phone())
    assert device.get(reverse("client_list")).status_code == 200
    Authenticator.objects.all().delete()
    assert device.get(reverse("client_list")).headers["Location"] == reverse("second_step")


def test_client_who_becomes_a_therapist_is_led_there_at_the_next_request(device: Client, cast: Cast) -> None:
    person = make_user("new@example.org", "Nora New")
    device.force_login(person)
    assert device.get(reverse("today")).status_code == 200
    invitation = invite_member(clinic=cast.clinic, email=person.email, role="therapist", by=cast.manager)
    token, _code = invitation.arm()
    invitation.save()
    answer = device.post(reverse("invitation_accept", args=[token]))
    assert Invitation.objects.get(pk=invitation.pk).accepted_at
    assert device.get(answer.headers["Location"]).headers["Location"] == reverse("second_step")


def test_password_alone_opens_neither_the_site_nor_the_admin(device: Client, cast: Cast) -> None:
    password = "a long way to the sea"
    User.objects.filter(pk=cast.admin.pk).update(password=make_password(password))
    device.post("/admin/login/", {"username": cast.admin.email, "password": password})
    assert "_auth_user_id" not in device.session
    app_of(cast.admin)
    answer = device.post(reverse("account_login"), {"login": cast.admin.email, "password": password})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert device.get(reverse("admin:index")).status_code == 302
    assert "_auth_user_id" not in device.session


def test_admin_has_no_sign_in_form_of_its_own(device: Client) -> None:
    assert device.get("/admin/login/?next=/admin/").headers["Location"] == "/accounts/login/?next=/admin/"
    assert isinstance(admin.site._wrapped, BackfitAdminSite)  # type: ignore[attr-defined]


def test_recovery_code_stands_in_for_the_second_step(device: Client, cast: Cast) -> None:
    sign_in_by_code(device, cast.therapist)
    make(device, Phone())
    codes = device.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    device.post(reverse("account_logout"))
    sign_in_by_code(device, cast.therapist)
    device.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert device.get(reverse("client_list")).status_code == 200
