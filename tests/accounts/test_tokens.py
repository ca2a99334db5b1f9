import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from tests.cast import Cast
from tests.factories import make_user

FORM = {"name": "Practice software", "scopes": ["episodes:read", "clinics:read"], "days": "90"}


@pytest.fixture
def person(client: Client, db: None) -> User:
    user = make_user("pia@example.org", "Pia Person")
    client.force_login(user)
    return user


def bearer(api: APIClient, secret: str) -> APIClient:
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return api


def test_person_makes_a_token_whose_secret_is_shown_once(client: Client, api: APIClient, person: User) -> None:
    page = client.post(reverse("token_new"), FORM)
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    token = ApiToken.objects.get()
    assert (token.user, token.scopes) == (person, ["episodes:read", "clinics:read"])
    assert secret not in map(str, ApiToken.objects.values().get().values())
    settings = client.get(reverse("account_settings")).content.decode()
    assert "Practice software" in settings
    assert secret not in settings
    assert bearer(api, secret).get(reverse("episode-list")).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 81),
        ("scopes", []),
        ("scopes", ["everything"]),
        ("scopes", ["exercises:read", "exercises_admin:read"]),
        ("days", "0"),
        ("days", "9999"),
        ("days", "soon"),
    ],
)
def test_person_gets_a_sentence_for_a_bad_token(client: Client, person: User, field: str, value: object) -> None:
    page = client.post(reverse("token_new"), {**FORM, field: value})
    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


def test_token_works_within_its_scopes_alone(api: APIClient, cast: Cast) -> None:
    _token, secret = ApiToken.issue(user=cast.therapist, name="Reader", scopes=["episodes:read"])
    bearer(api, secret)
    assert api.get(reverse("episode-list")).data["count"] == 2
    assert api.post(reverse("episode-list"), {}).status_code == 403
    assert api.get(reverse("clinic-list")).status_code == 403
    assert api.get(reverse("invitation-list")).status_code == 403


def test_person_with_a_password_proves_who_it_is_before_making_a_token(client: Client, person: User) -> None:
    """It opens as much as the session for up to a year, so a browser that was left open is not enough."""
    person.set_password("a long enough password")
    person.save()
    client.force_login(person)
    answer = client.post(reverse("token_new"), FORM)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_revoked_or_expired_token_is_a_401_from_the_next_request(client: Client, api: APIClient, person: User) -> None:
    token, secret = ApiToken.issue(user=person, name="T", scopes=["episodes:read", "exercises:read"], days=30)
    bearer(api, secret)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        assert api.get(reverse("episode-list")).status_code == 401
    assert api.get(reverse("episode-list")).status_code == 200
    client.post(reverse("token_revoke", args=[token.pk]))
    for name in ("episode-list", "exercise-list"):
        refused = api.get(reverse(name))
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"].startswith("Bearer")


def test_token_of_somebody_else_cannot_be_revoked(client: Client, cast: Cast) -> None:
    token = ApiToken.objects.get(user=cast.therapist)
    for who in ("stranger", "manager", "admin"):
        client.force_login(getattr(cast, who))
        assert client.post(reverse("token_revoke", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_token_of_a_deactivated_person_is_a_401(api: APIClient, person: User) -> None:
    _token, secret = ApiToken.issue(user=person, name="T", scopes=["episodes:read"])
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert bearer(api, secret).get(reverse("episode-list")).status_code == 401


def test_nonsense_for_a_token_is_a_401(api: APIClient, db: None) -> None:
    for secret in ("", " ", "bf_", "\xff\xfe", "x y", "x" * 5000):
        assert bearer(api, secret).get(reverse("episode-list")).status_code == 401


def test_tokens_are_not_made_by_api(api: APIClient, person: User) -> None:
    api.force_login(person)
    assert api.post("/api/v1/tokens/", FORM).status_code == 404
