"""The catalogue and the guide as programs read them."""

import pytest
from rest_framework.test import APIClient

from exercises.models import GuidePage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LIST = "/api/v1/exercises/"


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("?kind=strength&region=lower-back", ["bird-dog", "glute-bridge"]),
        ("?q=BRIDGE", ["glute-bridge"]),
        ("?position=prone", []),
        ("?equipment=none&page_size=1", ["bird-dog"]),
    ],
)
def test_program_filters_as_the_page_does(api: APIClient, cast: Cast, query: str, slugs: list[str]) -> None:
    assert [row["slug"] for row in api.get(LIST + query).json()["results"]] == slugs


@pytest.mark.parametrize("query", ["?kind=dance", "?region=atlantis", "?q=" + "x" * 101, "?q=%00"])
def test_program_is_told_of_an_unknown_filter(api: APIClient, cast: Cast, query: str) -> None:
    assert api.get(LIST + query).status_code == 400


@pytest.mark.parametrize("query", ["?page=0", "?page=99", "?page=x"])
def test_page_that_is_not_there(api: APIClient, cast: Cast, query: str) -> None:
    assert api.get(LIST + query).status_code == 404


def test_guide_is_read_only(api: APIClient, cast: Cast) -> None:
    GuidePage.objects.create(slug="move", title="Move", body="**More**")
    GuidePage.objects.create(slug="later", title="Later", body="...", published=False)
    assert [page["slug"] for page in api.get("/api/v1/guide/").json()["results"]] == ["move"]
    assert api.get("/api/v1/guide/move/").json()["html"] == "<p><strong>More</strong></p>\n"
    assert api.get("/api/v1/guide/later/").status_code == 404
    api.force_login(cast.editor)
    assert api.get("/api/v1/guide/later/").status_code == 200
    assert api.delete("/api/v1/guide/move/").status_code == 405
