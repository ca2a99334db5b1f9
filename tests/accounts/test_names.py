"""Names that stand in mails and lists: one line, read from one end, and no advertisement in an invitation."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Clinic, Episode, User
from accounts.sso.binding import person_for
from tests.access.world import World, undone
from tests.cast import Cast

TURNED = "Chris \u202etneilC"
LINES = "Chris\r\nBcc: all@example.org"
SOLD = "Win at https://evil.example/now"
NUL = "Chris\x00"


def of_everybody(cast: Cast) -> Iterator[tuple[Callable[[str], Any], Callable[[], str]]]:
    """Sends a name by page and by API, and what is kept then."""

    clinic, episode, people = cast.clinic, cast.episode, (cast.manager, cast.therapist, cast.client)
    api: list[Any] = [APIClient() for _person in people]
    page: list[Any] = [Client() for _person in people]
    for browser, person in zip([*api, *page], [*people, *people], strict=True):
        browser.force_login(person)
    named = lambda: Clinic.objects.get(pk=clinic.pk).name  # noqa: E731
    called = lambda: Episode.objects.get(pk=episode.pk).client_name  # noqa: E731
    record = {"client_email": episode.client_email, "started_on": episode.started_on.isoformat()}
    yield lambda text: page[0].post(f"/clinics/{clinic.pk}/edit/", {"name": text, "time_zone": "UTC"}), named
    yield lambda text: api[0].patch(f"/api/v1/clinics/{clinic.pk}/", {"name": text}), named
    yield lambda text: page[1].post(f"/episodes/{episode.pk}/edit/", {**record, "client_name": text}), called
    yield lambda text: api[1].patch(f"/api/v1/episodes/{episode.pk}/", {"client_name": text}), called
    yield lambda text: page[2].post(f"/episodes/{episode.pk}/name/", {"name": text}), called
    yield lambda text: api[2].post(f"/api/v1/episodes/{episode.pk}/name/", {"name": text}), called


@pytest.mark.parametrize("text", [TURNED, LINES, SOLD, NUL])
def test_name_that_is_more_than_a_name_is_asked_back(cast: Cast, text: str) -> None:
    for send, kept in of_everybody(cast):
        before = kept()
        assert send(text).status_code in (302, 400)
        assert kept() == before


@pytest.mark.parametrize("text", ["O'Brien & Söhne", "محمد\u200f (Mo)", "=Formula Physio", "<b>Bold</b>", "李雷"])
def test_name_that_is_only_unusual_is_taken(cast: Cast, text: str) -> None:
    for send, kept in of_everybody(cast):
        assert send(text).status_code in (200, 204, 302)
        assert kept() == text


@pytest.mark.parametrize("field", ["name", "clinic_name"])
def test_sign_up_makes_no_clinic_that_advertises(client: Client, db: None, field: str) -> None:
    form = {"name": "Eve", "email": "eve@example.org", "password1": "a long way to the sea", "clinic_name": "Eves"}
    for text in (LINES, TURNED):
        assert client.post(reverse("account_signup"), {**form, field: text}).status_code in (200, 400)
    assert not User.objects.exists()
    assert not mail.outbox


def test_name_that_a_provider_says_is_put_on_one_line(world: World) -> None:
    clinic = world.cast.clinic
    with undone():
        world.page("manager").post(
            reverse("clinic_invite", args=[clinic.pk]), {"email": "new@example.org", "role": "therapist"}
        )
        made = person_for(clinic=clinic, email="new@example.org", name="Nora\r\n\u202eNew\x00 ")
        assert made.name == "Nora New"
