"""Passwords, codes and addresses as they are typed: masked, taken exactly, and each good for its own request."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_sign_ins import code_of_the_mail
from tests.factories import make_user

PASSWORD = "quiet-lamp-under-stairs"


@pytest.fixture
def person(db: None) -> User:
    return make_user("nora@example.org", "Nora", password=PASSWORD)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("name", "purposes"),
    [("account_login", {"current-password"}), ("account_signup", {"new-password"})],
)
def test_password_is_masked_and_a_manager_may_fill_it_in(
    client: Client, db: None, name: str, purposes: set[str]
) -> None:
    fields = re.findall(r"<input[^>]*password[^>]*>", client.get(reverse(name)).content.decode())
    assert fields
    assert all('type="password"' in field for field in fields)
    assert {purpose for field in fields for purpose in re.findall('autocomplete="([^"]+)"', field)} == purposes


@pytest.mark.parametrize("typed", [f" {PASSWORD}", f"{PASSWORD} ", PASSWORD.upper(), PASSWORD[:-1]])
def test_password_counts_exactly_as_it_was_chosen(client: Client, person: User, typed: str) -> None:
    client.post(reverse("account_login"), {"login": person.email, "password": typed})
    assert not is_in(client)
    person.set_password(typed)
    person.save()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert not is_in(client)
    client.post(reverse("account_login"), {"login": person.email, "password": typed})
    assert is_in(client)


def test_mailed_code_is_good_where_it_was_asked_for_and_nowhere_else(client: Client, person: User) -> None:
    other, codes = Client(), []
    for each in (client, other):
        each.post(reverse("account_request_login_code"), {"email": person.email})
        codes.append(code_of_the_mail())
    other.post(reverse("account_confirm_login_code"), {"code": codes[0]})
    assert not is_in(other)
    client.post(reverse("account_confirm_login_code"), {"code": codes[0]})
    assert is_in(client)


def test_mailed_codes_are_guessed_a_few_times_and_no_more(client: Client, person: User, settings: Any) -> None:
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = code_of_the_mail()
    for _try in range(3):
        client.post(reverse("account_confirm_login_code"), {"code": "AAA-AAA"})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(client)
    settings.LIMITS = settings.LIMITS | {"mailed-code": "2/m/ip"}
    answers = [client.post(reverse("account_confirm_login_code"), {"code": "AAA-AAA"}) for _try in range(3)]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize("end", ["\r\n", "\n", "%0d%0a"])
def test_address_with_a_line_break_reaches_no_mail(client: Client, person: User, end: str) -> None:
    hostile = f"{person.email}{end}Bcc: thief@example.org"
    for name in ("account_request_login_code", "account_reset_password"):
        client.post(reverse(name), {"email": hostile})
    assert not [sent for sent in mail.outbox if "thief" in f"{sent.recipients()}{sent.message()}"]
