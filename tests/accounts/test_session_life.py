"""How long people stay signed in, by the server's clock."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Membership, User
from backfit.durations import Limits, in_words, read_limits
from backfit.settings import session_limits
from exercises.apps import EDITORS
from tests.cast import Cast

NOON = "2026-11-23T12:00:00Z"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CLIENT, CLINIC, CATALOGUE = (30 * DAY, 90 * DAY), (30 * MINUTE, 12 * HOUR), (15 * MINUTE, 8 * HOUR)
# The dual is a therapist here and a client elsewhere.
PEOPLE = {
    "client": CLIENT,
    "invitee": CLIENT,
    "former": CLINIC,  # of a client, and still a therapist of the clinic
    "therapist": CLINIC,
    "manager": CLINIC,
    "dual": CLINIC,
    "without_clinic": CLIENT,
    "editor": CATALOGUE,
    "admin": CATALOGUE,
}


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def is_in(client: Client) -> bool:
    return client.get(reverse("account_settings")).status_code == 200


@pytest.mark.parametrize("key", PEOPLE)
def test_person_is_signed_out_when_nothing_happens(client: Client, clock: Any, cast: Cast, key: str) -> None:
    idle, _whole = PEOPLE[key]
    client.force_login(getattr(cast, key))
    clock.shift(idle - 2 * MINUTE)
    assert is_in(client)
    clock.shift(idle - MINUTE)
    assert is_in(client)
    clock.shift(idle + 2 * MINUTE)
    assert not is_in(client)


@pytest.mark.parametrize("key", PEOPLE)
def test_person_is_signed_out_after_the_whole_span(client: Client, clock: Any, cast: Cast, key: str) -> None:
    idle, whole = PEOPLE[key]
    client.force_login(getattr(cast, key))
    step = idle - MINUTE
    for _time in range(whole // step):
        clock.shift(step)
        assert is_in(client)
    clock.shift(whole % step + MINUTE)
    assert not is_in(client)


def test_client_who_edits_the_catalogue_has_the_editors_limits(client: Client, clock: Any, cast: Cast) -> None:
    cast.client.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(cast.client)
    clock.shift(16 * MINUTE)
    assert not is_in(client)


def test_new_role_counts_from_the_next_request(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.client)
    clock.shift(DAY)
    assert is_in(client)
    clock.shift(HOUR)
    cast.other_clinic.add(cast.client, Membership.Role.THERAPIST)
    assert not is_in(client)


def test_role_that_ended_counts_no_more(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.manager)
    clock.shift(20 * MINUTE)
    assert is_in(client)
    cast.clinic.memberships.get(user=cast.manager).end()
    clock.shift(DAY)
    assert is_in(client)


def test_sign_in_page_says_why_and_leads_back(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.therapist)
    clock.shift(31 * MINUTE)
    page = client.get(reverse("client_list"), follow=True)
    assert page.redirect_chain == [(f"{reverse('account_login')}?next={reverse('client_list')}", 302)]
    assert "because nothing happened for 30 minutes" in page.content.decode()
    again = client.get(reverse("account_login"))
    assert "nothing happened" not in again.content.decode()


def test_whole_span_is_explained_too(client: Client, clock: Any, cast: Cast, settings: Any) -> None:
    settings.SESSION_LIMITS = {**settings.SESSION_LIMITS, "clinic": Limits(13 * 3600, 13 * 3600)}
    client.force_login(cast.therapist)
    clock.shift(12 * HOUR)
    assert is_in(client)
    clock.shift(2 * HOUR)
    page = client.get(reverse("client_list"), follow=True)
    assert "signed in for 13 hours" in page.content.decode()


def test_signing_in_again_begins_anew(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.editor)
    for _time in range(40):
        clock.shift(10 * MINUTE)
        assert is_in(client)
    client.force_login(cast.editor)
    for _time in range(40):
        clock.shift(10 * MINUTE)
        assert is_in(client)


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.editor)
    url = reverse("account_settings")
    for _time in range(14):
        clock.shift(MINUTE)
        assert client.get(url, headers={"X-Background": "1"}).status_code == 200
    clock.shift(2 * MINUTE)
    assert client.get(url, headers={"X-Background": "1"}).status_code == 302


def test_scripts_are_told_in_json_that_nobody_is_signed_in(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.therapist)
    clock.shift(31 * MINUTE)
    answer = client.post(
        reverse("program_lines", args=[cast.program.pk]),
        "{}",
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()) == (401, {"detail": "Sign in to go on."})
    # The reason waits for the person.
    assert "nothing happened" in client.get(reverse("account_login")).content.decode()


def test_part_of_a_page_is_not_filled_with_the_sign_in(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.therapist)
    clock.shift(31 * MINUTE)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/clients/?q=secret"}
    answer = client.get(reverse("client_list"), headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, f"{reverse('account_login')}?next=%2Fclients%2F")


def test_api_ends_with_the_session_and_a_token_does_not(api: APIClient, clock: Any, cast: Cast) -> None:
    url = reverse("exercise-list")
    api.force_login(cast.therapist)
    clock.shift(31 * MINUTE)
    assert api.get(reverse("episode-list")).status_code == 401
    api.logout()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {cast.narrow_secret}")
    clock.shift(13 * HOUR)
    assert api.get(url).status_code == 200


def test_reading_stays_reading_within_a_minute(
    client: Client, clock: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    url = reverse("safety")
    client.force_login(cast.client)
    client.get(url)
    before = dict(client.session)
    clock.shift(59)
    with django_assert_num_queries(2):
        client.get(url)
    assert dict(client.session) == before
    clock.shift(1)
    client.get(url)
    assert client.session["seen_at"] == before["seen_at"] + 60


@pytest.mark.parametrize("address", ["/offline/", "/sw.js", "/safety/"])
def test_what_every_cache_may_keep_brings_nobodys_session_along(
    client: Client, clock: Any, cast: Cast, address: str
) -> None:
    client.force_login(cast.client)
    clock.shift(61)
    answer = client.get(address)
    assert answer["Vary"] == "Accept-Encoding"
    assert not answer.cookies
    assert client.session["seen_at"] == int(time.time())


def test_sessions_from_before_there_were_limits_begin_now(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.therapist)
    session = client.session
    del session["signed_in_at"], session["seen_at"]
    session.save()
    clock.shift(DAY)
    assert is_in(client)
    clock.shift(31 * MINUTE)
    assert not is_in(client)


@pytest.mark.parametrize("text", ["", "30", "30m", "30m/", "12h/30m", "0m/12h", "-1m/1h", "30 s/1h", "1e3m/9d"])
def test_settings_refuse_what_is_no_pair_of_spans(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="”"):
        read_limits(text)
    monkeypatch.setenv("SESSION_CLINIC", text)
    with pytest.raises(ImproperlyConfigured, match="SESSION_CLINIC"):
        session_limits("SESSION_CLINIC", "30m/12h")


def test_spans_are_said_in_words() -> None:
    assert read_limits("30m/12h") == Limits(1800, 43200)
    assert [in_words(seconds) for seconds in (60, 1800, 3600, 43200, 86400, 90 * 86400)] == [
        "1 minute", "30 minutes", "1 hour", "12 hours", "1 day", "90 days",
    ]  # fmt: skip


def test_closed_account_is_out_at_once(client: Client, clock: Any, cast: Cast) -> None:
    client.force_login(cast.client)
    assert is_in(client)
    User.objects.filter(pk=cast.client.pk).update(is_active=False)
    assert not is_in(client)


def test_client_stays_signed_in_when_the_browser_is_closed(client: Client, clock: Any, cast: Cast) -> None:
    """And each visit gives the cookie its thirty days anew."""
    client.force_login(cast.client)
    clock.shift(20 * DAY)
    cookie = client.get(reverse("account_settings")).cookies["sessionid"]
    assert cookie["max-age"] == 30 * 24 * 3600


@pytest.mark.parametrize(("said", "emptied"), [({}, False), ({"empty": "1"}, True)])
def test_browser_is_emptied_only_when_the_page_has_looked(
    client: Client, cast: Cast, said: dict[str, str], emptied: bool
) -> None:
    client.force_login(cast.client)
    answer = client.post("/accounts/logout/", said)
    assert answer.headers.get("Clear-Site-Data") == ('"cache", "storage"' if emptied else None)
