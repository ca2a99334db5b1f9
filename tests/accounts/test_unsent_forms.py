"""Whoever sends a form when the session has just ended signs in again and saves it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.session_life import clear_ended
from tests.factories import make_editor, make_user

OVER = timedelta(minutes=16)
WRITTEN = {"name": "Edda “Ed” <Editor> & 100 % of the catalogue", "time_zone": "Europe/Paris"}


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def editor(client: Client, db: None, clock: Any) -> User:
    """Signed in, and away from the desk for too long."""
    editor = make_editor("edda@example.org", "Edda")
    client.force_login(editor)
    clock.shift(OVER)
    return editor


def send(client: Client, **written: Any) -> Any:
    return client.post(reverse("account_settings"), written or WRITTEN)


def test_writer_saves_after_signing_in_again(client: Client, editor: User) -> None:
    answer = send(client)
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('unsent_form')}"
    assert "What you wrote is kept for an hour" in client.get(answer["Location"]).content.decode()
    client.force_login(editor)
    page = client.get(reverse("unsent_form"))
    assert page["Cache-Control"] == "no-store"
    unsent = page.context["unsent"]
    assert (unsent.path, dict(unsent.fields)) == (reverse("account_settings"), WRITTEN)
    hidden = re.findall(r'<input type="hidden" name="(?!csrf)(\w+)"', page.content.decode())
    assert hidden == ["name", "time_zone"]
    assert "<Editor>" not in page.content.decode()
    client.post(unsent.path, dict(unsent.fields))
    assert User.objects.get(pk=editor.pk).time_zone == "Europe/Paris"


def test_somebody_else_at_the_same_device_reads_nothing(client: Client, editor: User) -> None:
    send(client)
    client.force_login(make_user("other@example.org"))
    assert client.get(reverse("unsent_form"))["Location"] == reverse("home")
    client.force_login(editor)
    assert client.get(reverse("unsent_form"))["Location"] == reverse("home")


def test_what_nobody_comes_back_for_is_gone_after_an_hour(client: Client, editor: User, clock: Any) -> None:
    """Not only out of reach: the words, which may be of somebody's health, leave the database."""
    send(client)
    assert client.session.get_expiry_age() == 3600
    clear_ended()
    assert any("unsent_form" in each.get_decoded() for each in Session.objects.all())
    clock.shift(timedelta(minutes=61))
    clear_ended()
    assert not any("unsent_form" in each.get_decoded() for each in Session.objects.all())


def test_whoever_signs_in_is_signed_in_for_as_long_as_ever(client: Client, editor: User) -> None:
    send(client)
    client.force_login(editor)
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_somebody_elses_words_are_not_carried_into_a_session(client: Client, editor: User) -> None:
    send(client)
    client.force_login(make_user("other@example.org"))
    assert "unsent_form" not in client.session


def test_writer_throws_it_away(client: Client, editor: User) -> None:
    send(client)
    client.force_login(editor)
    assert client.post(reverse("unsent_form"))["Location"] == reverse("home")
    assert client.get(reverse("unsent_form"))["Location"] == reverse("home")


def test_it_is_kept_for_an_hour(client: Client, editor: User, clock: Any) -> None:
    send(client)
    clock.shift(timedelta(minutes=61))
    client.force_login(editor)
    assert client.get(reverse("unsent_form"))["Location"] == reverse("home")


@pytest.mark.parametrize(
    "written",
    [
        {"name": "Edda", "new_password": "a secret of mine"},
        {"name": "x" * 200_001},
        {"file": SimpleUploadedFile("film.mp4", b"film"), "name": "Edda"},
        {"csrfmiddlewaretoken": "x"},
    ],
    ids=["password", "large", "file", "empty"],
)
def test_some_things_are_not_kept(client: Client, editor: User, written: dict[str, Any]) -> None:
    answer = send(client, **written)
    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('account_settings')}"
    assert "unsent_form" not in client.session


def test_forged_form_is_not_kept(db: None, clock: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor("edda@example.org", "Edda"))
    clock.shift(OVER)
    assert send(client).status_code == 403
    assert "unsent_form" not in client.session


def test_visitor_who_never_signed_in_leaves_nothing(client: Client, db: None) -> None:
    assert send(client)["Location"] == f"{reverse('account_login')}?next={reverse('account_settings')}"
    assert not client.session.keys()
