"""Where one is signed in: listed in words, ended from elsewhere, ten at most, and under a new id when it matters."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework.test import APIClient

from accounts import sign_ins
from accounts.devices import browser_of, system_of
from accounts.models import Membership, SignIn, User
from backfit.sessions import SessionStore, kept_as
from tests.accounts.passkeys import HOST, Phone
from tests.accounts.test_passkeys import code_of_the_mail, make, sign_in_by_code
from tests.cast import Cast
from tests.factories import make_user

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 "
    "Mobile/15E148 Safari/604.1"
)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36"
)
EDGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"
PASSWORD = "a long way to the sea"


@pytest.fixture
def person(db: None) -> User:
    return make_user("chris@example.org", "Chris Client", password=PASSWORD)


def browser(person: User, agent: str = FIREFOX) -> Client:
    client = Client(SERVER_NAME=HOST, headers={"User-Agent": agent})
    client.force_login(person)
    # The test's own way in has no request of a browser; signing in again has.
    SignIn.objects.filter(session_key=row_of(client)).update(browser=browser_of(agent), system=system_of(agent))
    return client


def row_of(client: Client) -> str:
    return kept_as(str(client.session.session_key))


def is_in(client: Client) -> bool:
    return client.get(reverse("account_settings")).status_code == 200


def listing(client: Client) -> str:
    return client.get(reverse("sign_in_list")).content.decode()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IPHONE, "Safari on iPhone"),
        (FIREFOX, "Firefox on Windows"),
        (CHROME, "Chrome on Chromebook"),
        (EDGE, "Edge on Mac"),
        ("curl/8", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_device_is_said_in_words(person: User, agent: str, words: str) -> None:
    client = Client(SERVER_NAME=HOST, headers={"User-Agent": agent})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert words in listing(client)
    assert "This device" in listing(client)


def test_person_ends_one_and_then_all_others(person: User) -> None:
    here, phone, desk, library = (browser(person, agent) for agent in (CHROME, IPHONE, FIREFOX, EDGE))
    page = listing(here)
    assert [words in page for words in ("Safari on iPhone", "Firefox on Windows", "Edge on Mac")] == [True] * 3
    lost = SignIn.objects.get(system="iPhone")
    answer = here.post(reverse("sign_in_end", args=[lost.pk]), follow=True).content.decode()
    assert "Signed out: Safari on iPhone." in answer
    assert [is_in(each) for each in (here, phone, desk, library)] == [True, False, True, True]
    here.post(reverse("sign_ins_end_others"))
    assert [is_in(each) for each in (here, phone, desk, library)] == [True, False, False, False]
    assert "Sign out everywhere else" not in listing(here)
    assert SignIn.objects.count() == Session.objects.count() == 1


def test_nobody_ends_or_sees_the_sign_in_of_somebody_else(person: User) -> None:
    theirs = browser(make_user("olga@example.org", "Olga Other"), IPHONE)
    here = browser(person)
    assert "iPhone" not in listing(here)
    pk = SignIn.objects.get(system="iPhone").pk
    assert here.post(reverse("sign_in_end", args=[pk])).status_code == 404
    assert here.get(reverse("sign_in_end", args=[pk])).status_code == 405
    here.post(reverse("sign_ins_end_others"))
    assert is_in(theirs)


def test_eleventh_ends_the_oldest_and_those_that_are_over_do_not_count(person: User) -> None:
    clients = [browser(person) for _number in range(10)]
    Session.objects.filter(session_key=row_of(clients[4])).delete()
    clients.append(browser(person))
    assert [is_in(each) for each in clients] == [True] * 4 + [False] + [True] * 6
    clients.append(browser(person))
    assert not is_in(clients[0])
    assert sum(map(is_in, clients)) == SignIn.objects.count() == 10


def test_signing_out_and_time_take_it_off_the_list(person: User) -> None:
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        here, there = browser(person), browser(person, IPHONE)
        there.post(reverse("account_logout"))
        assert SignIn.objects.count() == 1
        there = browser(person, IPHONE)
        for _week in range(5):
            clock.shift(timedelta(days=7))
            assert is_in(here)
        assert "iPhone" not in listing(here)
        clock.shift(timedelta(days=91))
        sign_ins.clear_ended()
        assert not SignIn.objects.exists()


def test_password_change_ends_every_session(person: User) -> None:
    here, there = browser(person), browser(person)
    again = {"password": PASSWORD, "next": reverse("account_change_password")}
    here.post(reverse("account_reauthenticate"), again)
    new = "another way to the sea"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert User.objects.get(pk=person.pk).check_password(new)
    assert not is_in(there)
    assert not is_in(here)
    assert not SignIn.objects.exists()


def test_reset_by_code_ends_every_session(person: User) -> None:
    there, here = browser(person), Client(SERVER_NAME=HOST)
    here.post(reverse("account_reset_password"), {"email": person.email})
    here.post(reverse("account_confirm_password_reset_code"), {"code": code_of_the_mail()})
    new = "another way to the sea"
    here.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    assert User.objects.get(pk=person.pk).check_password(new)
    assert not is_in(there)
    assert not SignIn.objects.exists()


def test_new_and_removed_second_step_end_the_others_and_change_the_id(person: User) -> None:
    here, there = Client(SERVER_NAME=HOST), browser(person)
    sign_in_by_code(here, person)
    before = here.cookies["sessionid"].value
    make(here, Phone())
    assert here.cookies["sessionid"].value != before
    assert not SessionStore().exists(before)
    assert [is_in(here), is_in(there)] == [True, False]
    there = browser(person)
    before = here.cookies["sessionid"].value
    here.post(reverse("mfa_remove_webauthn", args=[Authenticator.objects.get(user=person).pk]))
    assert here.cookies["sessionid"].value != before
    assert [is_in(here), is_in(there)] == [True, False]


def test_signing_in_changes_the_id_that_a_visitor_had(person: User) -> None:
    client = Client(SERVER_NAME=HOST)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    before = client.cookies["sessionid"].value
    client.post(reverse("account_confirm_login_code"), {"code": code_of_the_mail()})
    assert is_in(client)
    assert client.cookies["sessionid"].value != before
    assert not SessionStore().exists(before)


def test_another_role_changes_the_id_with_the_next_page(cast: Cast) -> None:
    client = browser(cast.client)
    assert is_in(client)
    before = client.cookies["sessionid"].value
    assert is_in(client)
    assert client.cookies["sessionid"].value == before
    membership = cast.other_clinic.add(cast.client, Membership.Role.MANAGER)
    assert is_in(client)
    between = client.cookies["sessionid"].value
    assert between != before
    assert not SessionStore().exists(before)
    membership.end()
    assert is_in(client)
    assert client.cookies["sessionid"].value != between
    assert "This device" in listing(client)


def test_session_from_before_they_were_listed_is_listed(person: User) -> None:
    client = browser(person)
    SignIn.objects.all().delete()
    session = client.session
    del session[sign_ins.MARK]
    session.save()
    assert is_in(client)
    assert "This device" in listing(client)


def test_two_requests_at_once_list_a_session_once(person: User) -> None:
    client = browser(person)
    SignIn.objects.all().delete()
    both: list[Any] = [RequestFactory().get("/") for _number in range(2)]
    for request in both:
        request.session = SessionStore(client.cookies["sessionid"].value)
        del request.session[sign_ins.MARK]
    for request in both:
        sign_ins.note(None, request, person)
    assert {request.session[sign_ins.MARK] for request in both} == {str(SignIn.objects.get().pk)}


def test_closed_account_is_out_at_once_and_stays_out_when_it_is_opened_again(cast: Cast, client: Client) -> None:
    theirs = browser(cast.client)
    client.force_login(cast.admin)
    change = reverse("admin:accounts_user_change", args=[cast.client.pk])
    fields = {"email": cast.client.email, "name": cast.client.name}
    client.post(change, fields)
    assert not User.objects.get(pk=cast.client.pk).is_active
    assert not is_in(theirs)
    client.post(change, {**fields, "is_active": "on"})
    assert User.objects.get(pk=cast.client.pk).is_active
    assert not is_in(theirs)


def test_rotation_keeps_what_the_session_holds(person: User) -> None:
    client = browser(person)
    request: Any = RequestFactory().get("/")
    request.session = client.session
    before = request.session.session_key
    sign_ins.rotate(request)
    assert request.session.session_key != before
    assert request.session["_auth_user_id"] == str(person.pk)
    assert SignIn.objects.get().session_key == kept_as(request.session.session_key)


def test_what_the_database_holds_of_a_session_opens_nothing(person: User) -> None:
    client, thief = browser(person), Client(SERVER_NAME=HOST)
    [row], [sign_in] = Session.objects.all(), SignIn.objects.all()
    assert is_in(client)
    assert client.cookies["sessionid"].value not in (row.session_key, sign_in.session_key)
    for stolen in (row.session_key, row.session_key[:32]):
        thief.cookies["sessionid"] = stolen
        assert not is_in(thief)


def test_who_was_signed_in_before_ids_were_digests_stays_so(person: User) -> None:
    client, digests = browser(person), import_module("accounts.migrations.0026_digests_of_sessions")
    before = client.cookies["sessionid"].value
    Session.objects.update(session_key=before)
    SignIn.objects.update(session_key=before)
    assert not is_in(client)
    client.cookies["sessionid"] = before
    for _time in range(2):
        digests.keep_digests(apps, SimpleNamespace(connection=connection))
    assert is_in(client)
    assert SignIn.objects.get().session_key == Session.objects.get().session_key


def test_no_address_and_no_long_description_is_kept() -> None:
    fields = {field.name for field in SignIn._meta.get_fields()}
    assert fields == {"id", "user", "session_key", "browser", "system", "began_at"}


def test_program_with_a_token_is_signed_in_nowhere(cast: Cast, api: APIClient) -> None:
    answer = api.get("/api/v1/exercises/", headers={"Authorization": f"Bearer {cast.narrow_secret}"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not SignIn.objects.exists()
