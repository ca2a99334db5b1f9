"""Codes of the app and of the recovery list: each once, within a step of the clock, and not by guessing."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from backfit.limit_settings import LIMITS
from tests.accounts.test_passkeys import code_of_the_mail, sign_in_by_code, totp
from tests.cast import Cast
from tests.factories import make_user

PASSWORD = "a long way to the sea"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-23T12:00:10Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(db: None) -> User:
    return make_user("chris@example.org", "Chris Client", password=PASSWORD)


@pytest.fixture
def secret(person: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def shown(secret: str, steps: int = 0) -> str:
    """What the app shows that many half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def enters(person: User, code: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_may_be_one_step_off(person: User, secret: str, clock: Any, steps: int, right: bool) -> None:
    assert enters(person, shown(secret, steps)) == right


def test_code_counts_once_even_when_the_cache_forgets(person: User, secret: str, clock: Any) -> None:
    code = shown(secret)
    assert enters(person, code)
    cache.clear()
    assert not enters(person, code)
    clock.shift(timedelta(seconds=30))
    cache.clear()
    # Still within a step of the clock, and used.
    assert not enters(person, code)
    assert enters(person, shown(secret))
    # One from before the last used is no better.
    assert not enters(person, shown(secret, -1))


def test_code_that_set_it_up_opens_nothing_afterwards(
    person: User, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **about: function())
    client = Client()
    sign_in_by_code(client, person)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": shown(secret)})
    assert not enters(person, shown(secret))
    clock.shift(timedelta(seconds=90))
    assert enters(person, shown(secret))


def test_five_wrong_ones_shut_out_for_five_minutes_and_twenty_for_a_day(
    person: User, secret: str, clock: Any, settings: Any
) -> None:
    settings.LIMITS = settings.LIMITS | {"second-step": LIMITS["second-step"]}
    for block in range(4):
        for _time in range(5):
            assert not enters(person, "000000")
        assert not enters(person, shown(secret)), block
        clock.shift(timedelta(minutes=5, seconds=1))
    assert not enters(person, shown(secret))
    clock.shift(timedelta(days=1))
    assert enters(person, shown(secret))


def test_right_ones_do_not_count_and_forgive_nothing(person: User, secret: str, clock: Any, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"second-step": "3/5m/user"}
    for _time in range(4):
        assert enters(person, shown(secret))
        clock.shift(timedelta(seconds=30))
    for _time in range(2):
        assert not enters(person, "000000")
        clock.shift(timedelta(seconds=1))  # tries are told apart by their moments
    assert enters(person, shown(secret))
    assert not enters(person, "000000")
    clock.shift(timedelta(seconds=30))
    assert not enters(person, shown(secret))


def test_recovery_codes_are_ten_of_twelve_digits_sealed_and_work_once(person: User, secret: str, clock: Any) -> None:
    codes = RecoveryCodes.activate(person).get_unused_codes()
    assert len(set(codes)) == 10
    assert all(len(code) == 12 and code.isdigit() for code in codes)
    stored = json.dumps([row.data for row in Authenticator.objects.all()])
    assert not any(code in stored for code in [*codes, secret])
    assert enters(person, codes[3])
    assert not enters(person, codes[3])
    assert enters(person, codes[4])


@pytest.mark.parametrize("code", ["", "abc", "\u0660" * 6, "0" * 5000, "\x00"])
def test_nonsense_is_refused_in_words(person: User, secret: str, clock: Any, code: str) -> None:
    assert not enters(person, code)


def test_code_that_was_sealed_with_a_lost_key_is_a_wrong_one(client: Client, cast: Cast, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.therapist, secret)
    settings.SECRET_KEY = "another key, and the one before is gone"
    client.post(reverse("account_request_login_code"), {"email": cast.therapist.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_of_the_mail()})
    answer = client.post(reverse("mfa_authenticate"), {"code": totp(secret)})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_reset_of_the_password_skips_no_second_step(cast: Cast, clock: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.therapist, secret)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": cast.therapist.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_of_the_mail()})
    client.post(reverse("account_complete_password_reset"), {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(pk=cast.therapist.pk).check_password(PASSWORD)
    assert "_auth_user_id" not in client.session
    answer = client.post(reverse("account_login"), {"login": cast.therapist.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
