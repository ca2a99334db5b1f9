"""The owner's side of the calendar feed: the page and the API on which it is made, replaced and switched off."""

from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from programs.models import CalendarFeed
from tests.cast import Cast


def text_of(url: str) -> str:
    answer = Client().get(url)
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


def test_client_makes_names_and_switches_off_a_link_on_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    assert "Make my link" in client.get(reverse("calendar_link")).content.decode()
    page = client.post(reverse("calendar_link_new"))
    url = page.context["link"].https.removeprefix("http://127.0.0.1:8000")
    assert page.context["link"].https in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "strict-origin")
    about = client.get(reverse("calendar_link")).content.decode()
    assert url not in about
    assert "No calendar has looked yet" in about
    assert "Glute bridge" not in text_of(url)
    client.post(reverse("calendar_link_names"), {"shows_names": "on"})
    assert "Glute bridge" in text_of(url)
    assert "A calendar last looked on" in client.get(reverse("calendar_link")).content.decode()
    client.post(reverse("calendar_link_off"))
    assert Client().get(url).status_code == 404
    assert client.post(reverse("calendar_link_off")).status_code == 302


def test_who_follows_no_program_is_told_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    assert "Nothing to put in it yet" in client.get(reverse("calendar_link")).content.decode()
    assert client.post(reverse("calendar_link_new")).status_code == 409
    assert not CalendarFeed.objects.exists()


def test_program_of_a_person_makes_changes_and_replaces_the_feed(api: APIClient, cast: Cast) -> None:
    api.force_authenticate(cast.client)
    list_url = reverse("calendar-feed-list")
    made = api.post(list_url, {"shows_names": True})
    assert made.status_code == 201
    assert api.post(list_url, {}).status_code == 409
    detail = reverse("calendar-feed-detail", args=[made.json()["id"]])
    assert set(api.get(detail).json()) == {"id", "shows_names", "created_at", "fetched_on"}
    assert api.patch(detail, {"shows_names": "perhaps"}).status_code == 400
    assert api.patch(detail, {"shows_names": False}).json()["shows_names"] is False
    rotate = reverse("calendar-feed-rotate", args=[made.json()["id"]])
    assert api.post(rotate).json()["url"] != made.json()["url"]
    assert api.post(rotate).status_code == 404
    assert api.get(detail).status_code == 404
    assert [row["shows_names"] for row in api.get(list_url).json()["results"]] == [False]
