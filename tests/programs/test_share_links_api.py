"""Share links and handouts for programs."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from programs.models import ShareLink
from tests.cast import Cast


def opened(token: str) -> Any:
    return Client().get(f"/p/{token}/")


def api_links(cast: Cast) -> str:
    return f"/api/v1/programs/{cast.program.pk}/links/"


def test_programs_make_list_and_withdraw_links(cast: Cast) -> None:
    api = APIClient()
    api.force_login(cast.client)
    made = api.post(api_links(cast), {"name": "Gym", "days": 7}, format="json")
    assert made.status_code == 201
    said = made.json()
    assert set(said) == {"id", "kind", "name", "created_by", "created_at", "expires_at", "url"}
    token = said["url"].rstrip("/").rpartition("/")[2]
    assert opened(token).status_code == 200
    row = api.get(api_links(cast)).json()["results"][0]
    assert "url" not in row
    assert row["id"] == said["id"]
    assert api.delete(f"{api_links(cast)}{said['id']}/").status_code == 204
    assert opened(token).status_code == 404
    assert api.delete(f"{api_links(cast)}{said['id']}/").status_code == 404


def test_programs_in_a_clients_browser_prove_who_it_is_before_sharing(cast: Cast) -> None:
    """As the page does: a found phone whose owner is signed in gives the program away to nobody."""
    cast.client.set_password("a long enough password")
    cast.client.save()
    api = APIClient()
    api.force_login(cast.client)
    answer = api.post(api_links(cast), {"days": 30}, format="json")
    assert answer.status_code == 403
    assert "who you are" in answer.json()["detail"]
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize(
    "body",
    [{"days": 0}, {"days": 10**30}, {"days": []}, {"name": "a\u0000b"}, {"name": ["x"]}, {"kind": "handout"}, []],
)
def test_programs_send_bad_links(cast: Cast, body: Any) -> None:
    api = APIClient()
    api.force_login(cast.client)
    assert api.post(api_links(cast), body, format="json").status_code == 400
    assert not ShareLink.objects.exists()


def test_programs_fetch_the_handout(cast: Cast) -> None:
    api = APIClient()
    api.force_login(cast.client)
    url = f"/api/v1/programs/{cast.program.pk}/handout.pdf"
    found = api.get(url, HTTP_ACCEPT="application/pdf")
    assert found.status_code == 200
    assert found.content.startswith(b"%PDF")
    refused = api.get(f"{url}?paper=a5")
    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/json"
