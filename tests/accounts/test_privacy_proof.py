"""Who finds an open phone takes no record away, and has none deleted."""

from django.test import Client
from rest_framework.test import APIClient

from accounts.models import ApiToken, Erasure, PersonExport, User
from accounts.models.token import SCOPES
from tests.cast import Cast


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_who_has_not_proved_it_lately_is_asked_first(cast: Cast) -> None:
    cast.client.set_password("correct-horse-battery")
    cast.client.save()
    answer = page(cast.client).post("/account/data/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not PersonExport.objects.exists()


def test_who_signs_in_by_code_does_so_once_more(cast: Cast, api: APIClient) -> None:
    answer = page(cast.client).post("/account/data/")
    assert "Is it you?" in answer.content.decode()
    api.force_login(cast.client)
    assert api.post("/api/v1/exports/", {}, format="json").status_code == 403
    assert not PersonExport.objects.exists()


def test_no_token_takes_a_copy_away(cast: Cast, api: APIClient) -> None:
    _token, secret = ApiToken.issue(user=cast.client, name="all", scopes=list(SCOPES))
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    for answer in (api.get("/api/v1/exports/"), api.post("/api/v1/exports/", {}, format="json")):
        assert answer.status_code == 403


def test_who_has_not_proved_it_lately_is_not_erased(cast: Cast, api: APIClient) -> None:
    assert "Is it you?" in page(cast.client).post("/account/erase/").content.decode()
    api.force_login(cast.client)
    assert api.post(f"/api/v1/people/{cast.client.pk}/erasure/").status_code == 403
    assert not Erasure.objects.exists()
