"""Who came in, who failed to, and who changed how: in the log by id, with nothing that was typed."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import Cast
from tests.factories import make_user
from tests.test_log_leaks import lines
from tests.test_log_leaks import log as log
from tests.test_settings import PRODUCTION, start

PASSWORD = "quiet-lamp-under-stairs"


@pytest.fixture
def person(db: None) -> User:
    return make_user("nora@example.org", "Nora", password=PASSWORD)


def said(log: Any) -> list[tuple[str, list[str], str]]:
    own = [line for line in lines(log) if line["logger"] == "accounts.sign_in_log"]
    return [(line["event"].partition(":")[0], line["about"], line.get("route", "")) for line in own]


def test_log_says_who_came_in_who_failed_and_who_left(client: Client, person: User, log: Any) -> None:
    for email, password in ((person.email, "wrong-wrong-wrong"), ("nobody@example.org", PASSWORD)):
        client.post(reverse("account_login"), {"login": email, "password": password})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_logout"))
    me = [str(person.pk)]
    assert said(log) == [
        ("A password was refused", me, "account_login"),
        ("A password was refused", ["?"], "account_login"),
        ("Signed in", me, "account_login"),
        ("Signed out", me, "account_logout"),
    ]
    assert not [word for word in (person.email, "nobody@", PASSWORD, "wrong-wrong") if word in log.getvalue()]


def test_log_says_that_a_second_step_and_a_mailed_code_were_refused(client: Client, person: User, log: Any) -> None:
    TOTP.activate(person, generate_totp_secret())
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    other = Client()
    other.post(reverse("account_request_login_code"), {"email": person.email})
    other.post(reverse("account_confirm_login_code"), {"code": "AAA-AAA"})
    events = [event for event, _about, _route in said(log)]
    assert events == ["A second step was refused", "A mailed code was refused"]
    assert "000000" not in log.getvalue()
    assert "AAA-AAA" not in log.getvalue()


def test_log_says_that_a_password_was_changed(client: Client, person: User, log: Any) -> None:
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    new = "otter lamp seven hills"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert ("A password was changed", [str(person.pk)], "account_change_password") in said(log)


def test_limit_that_was_reached_is_in_the_log(client: Client, cast: Cast, log: Any, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"share-link": "1/m/ip"}
    for _time in range(3):
        client.get("/p/no-such-token/")
    refused = [line for line in lines(log) if line.get("status") == 429]
    assert {line["route"] for line in refused} == {"shared_program"}


def test_real_site_logs_sign_ins_whatever_else_it_leaves_out() -> None:
    code = "import logging; logging.getLogger('accounts.sign_in_log').info('Signed in: %s', 1)"
    assert '"event": "Signed in: %s"' in start(code, **PRODUCTION, LOG_LEVEL="ERROR").stderr
