"""Guessing at accounts: how often, that the owner still gets in, and that addresses are not flooded with mail."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from backfit.limit_settings import LIMITS
from tests.cast import Cast

NOON = "2027-03-10T12:00:00+00:00"
PASSWORD = "three-birds-on-a-wire"


@pytest.fixture(autouse=True)
def limited(cast: Cast, settings: Any) -> Iterator[Any]:
    settings.LIMITS = LIMITS
    for person in (cast.client, cast.other_client, cast.therapist):
        person.set_password(PASSWORD)
        person.save()
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def sign_in(email: str, password: str, ip: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=ip).post("/accounts/login/", {"login": email, "password": password})


def guess(email: str, times: int, first: int = 1) -> list[int]:
    """From another internet address each time."""
    return [sign_in(email, "wrong", f"192.0.2.{first + number}").status_code for number in range(times)]


def test_a_guesser_has_five_tries_at_an_account_wherever_they_come_from(cast: Cast) -> None:
    assert guess("client@example.org", 7) == [200] * 5 + [429] * 2
    answer = sign_in("Client@Example.org ", PASSWORD, "198.51.100.1")
    assert answer.status_code == 429
    assert 890 <= int(answer["Retry-After"]) <= 901
    assert "code by mail" in answer.content.decode()
    assert sign_in("other_client@example.org", PASSWORD, "198.51.100.1").status_code == 302


def test_an_address_without_an_account_closes_as_one_with(cast: Cast) -> None:
    assert guess("nobody@example.org", 6) == [200] * 5 + [429]


def test_a_second_address_of_an_account_gives_no_more_tries(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.client, email="second@example.org", verified=True)
    assert guess("client@example.org", 3) == [200] * 3
    assert guess("second@example.org", 3, first=50) == [200, 200, 429]


def test_a_right_password_between_gives_a_guesser_no_new_tries(cast: Cast) -> None:
    assert guess("client@example.org", 4) == [200] * 4
    for _ in range(3):
        assert sign_in("client@example.org", PASSWORD, "198.51.100.1").status_code == 302
    assert guess("client@example.org", 2, first=50) == [200, 429]


def test_a_guesser_has_twenty_tries_a_day(cast: Cast, limited: Any) -> None:
    found = []
    for hour in range(6):
        found += guess("client@example.org", 5, first=10 * hour)
        limited.shift(3600)
    assert found.count(200) == 20
    assert found[-10:] == [429] * 10


def test_one_internet_address_tries_ten_accounts_a_minute(cast: Cast) -> None:
    codes = [sign_in(f"a{number}@example.org", "wrong").status_code for number in range(12)]
    assert codes == [200] * 10 + [429] * 2


def test_the_owner_of_a_closed_account_gets_in_by_a_code(cast: Cast) -> None:
    guess("client@example.org", 6)
    browser = Client(REMOTE_ADDR="198.51.100.1")
    browser.post("/accounts/login/code/", {"email": "client@example.org"})
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    assert browser.post("/accounts/login/code/confirm/", {"code": code[1]}).status_code == 302
    assert browser.get("/today/").status_code == 200


def test_the_owner_who_is_signed_in_shows_the_password_while_others_guess(cast: Cast) -> None:
    guess("client@example.org", 6)
    browser = Client()
    browser.force_login(cast.client)
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    codes = [browser.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_an_old_password_is_guessed_five_times(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.client)
    form = {"oldpassword": "wrong", "password1": "a-new-one-2027", "password2": "a-new-one-2027"}
    codes = [browser.post("/accounts/password/change/", form).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_a_second_step_is_guessed_five_times(cast: Cast) -> None:
    TOTP.activate(cast.therapist, generate_totp_secret())
    browser = Client()
    assert browser.post("/accounts/login/", {"login": "therapist@example.org", "password": PASSWORD})["Location"]
    codes = [browser.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


@pytest.mark.parametrize("email", ["client@example.org", "nobody@example.org"])
def test_an_address_is_sent_two_resets_an_hour(cast: Cast, email: str) -> None:
    codes = [
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/accounts/password/reset/", {"email": email}).status_code
        for number in range(3)
    ]
    assert codes == [302, 302, 429]
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("email", ["client@example.org", "nobody@example.org"])
def test_an_address_is_sent_six_codes_an_hour(cast: Cast, email: str) -> None:
    codes = [
        Client(REMOTE_ADDR=f"192.0.2.{number}").post("/accounts/login/code/", {"email": email}).status_code
        for number in range(7)
    ]
    assert codes == [302] * 6 + [429]
    assert len(mail.outbox) == 6


def sign_up(email: str, password: str = "quiet-lamp-under-stairs") -> int:
    form = {"email": email, "password1": password, "name": "Nora", "time_zone": "Europe/Paris"}
    return Client(REMOTE_ADDR="192.0.2.1").post("/accounts/signup/", form).status_code


def test_five_accounts_an_hour_are_made_from_one_address(db: None) -> None:
    assert sign_up("a0@example.org", "short") == 200  # a mistake in the form costs nothing
    assert [sign_up(f"a{number}@example.org") for number in range(6)] == [302] * 5 + [429]


def test_wrong_invitations_close_the_door_for_an_hour(cast: Cast, limited: Any) -> None:
    browser = Client()
    codes = [browser.get(f"/invitations/guess-{number}/").status_code for number in range(12)]
    assert codes == [404] * 10 + [429] * 2
    limited.shift(11 * 60)
    answer = browser.post("/invitations/enter/", {"email": "client@example.org", "code": "AAAA-AAAA"})
    assert answer.status_code == 429
    assert 2900 <= int(answer["Retry-After"]) <= 3001


def test_a_client_beyond_two_thousand_sessions_a_minute_loses_none(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.client)

    def upload(number: int) -> Any:
        return browser.post("/api/v1/sessions/sync/", [{}] * number, content_type="application/json")

    assert [upload(200).status_code for _ in range(10)] == [200] * 10
    refused = upload(1)
    assert refused.status_code == 429
    assert "results" not in refused.json()  # nothing is acknowledged, so the device keeps it
    assert upload(201).status_code == 400
