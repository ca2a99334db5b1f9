import pytest
from django.test import Client

from exercises.models import GuidePage
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db: None) -> list[GuidePage]:
    titles = ["Move", "Stretch", "Strengthen"]
    return [
        GuidePage.objects.create(
            slug=title.lower(), title=title, summary=f"All of {title}.", position=number, body=f"## {title} more"
        )
        for number, title in enumerate(titles, 1)
    ]


def test_visitor_reads_the_guide_in_order(client: Client, pages: list[GuidePage]) -> None:
    index = client.get("/guide/").content.decode()
    assert index.index("Move") < index.index("Stretch") < index.index("Strengthen")
    page = client.get("/guide/stretch/").content.decode()
    assert "<h2>Stretch more</h2>" in page
    assert "All of Stretch." in page
    assert 'rel="prev" href="/guide/move/"' in page
    assert 'rel="next" href="/guide/strengthen/"' in page


def test_first_and_last_page_have_one_neighbour(client: Client, pages: list[GuidePage]) -> None:
    assert 'rel="prev"' not in client.get("/guide/move/").content.decode()
    assert 'rel="next"' not in client.get("/guide/strengthen/").content.decode()


def test_visitor_finds_no_unpublished_page(client: Client, cast: Cast, pages: list[GuidePage]) -> None:
    GuidePage.objects.filter(slug="stretch").update(published=False)
    assert client.get("/guide/stretch/").status_code == 404
    assert "/guide/stretch/" not in client.get("/guide/").content.decode()
    assert "/guide/stretch/" not in client.get("/guide/move/").content.decode()
    client.force_login(cast.editor)
    page = client.get("/guide/stretch/")
    assert page.status_code == 200
    assert "Only editors see this page" in page.content.decode()


def test_script_in_a_page_is_taken_out(client: Client, pages: list[GuidePage]) -> None:
    GuidePage.objects.filter(slug="move").update(body="<script>alert(1)</script> [here](javascript:alert(2)) **bold**")
    page = client.get("/guide/move/").content.decode()
    assert "<strong>bold</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_guide_without_pages_says_so(client: Client, db: None) -> None:
    assert "No pages yet" in client.get("/guide/").content.decode()


def test_unknown_page_is_not_found(client: Client, db: None) -> None:
    assert client.get("/guide/nothing/").status_code == 404
