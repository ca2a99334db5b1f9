"""Passkeys and codes: made, used, removed, sealed, never a lock-out for a client, never forced."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from tests.accounts.passkeys import HOST, Phone
from tests.cast import Cast
from tests.factories import make_user

NOON = "2026-11-23T12:00:00Z"
ADD, LOGIN = "mfa_add_webauthn", "mfa_login_webauthn"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def device() -> Client:
    return Client(SERVER_NAME=HOST, headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"})


@pytest.fixture
def person(db: None) -> User:
    """Somebody who works with nobody's records, such as a client."""
    return make_user("chris@example.org", "Chris Client")


@pytest.fixture
def phone() -> Phone:
    return Phone()


def code_of_the_mail() -> str:
    found = re.search(r"^[0-9A-Z-]{6,}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found.group()


def sign_in_by_code(device: Client, person: User) -> Any:
    device.post(reverse("account_request_login_code"), {"email": person.email})
    return device.post(reverse("account_confirm_login_code"), {"code": code_of_the_mail()})


def make(device: Client, phone: Phone, name: str = "") -> Any:
    page = device.get(reverse(ADD))
    assert page.status_code == 200, page.headers
    answer = phone.register(page.context["js_data"]["creation_options"])
    return device.post(reverse(ADD), {"name": name, "credential": answer})


def come_in(device: Client, phone: Phone, **more: str) -> Any:
    options = device.get(reverse(LOGIN), headers={"Accept": "application/json"}).json()["request_options"]
    return device.post(reverse(LOGIN), {"credential": phone.prove(options), **more})


def is_in(device: Client) -> bool:
    return device.get(reverse("account_settings")).status_code == 200


def test_client_makes_a_passkey_and_signs_in_with_nothing_else(device: Client, phone: Phone, person: User) -> None:
    sign_in_by_code(device, person)
    mail.outbox.clear()
    answer = make(device, phone)
    assert answer["Location"] == reverse("mfa_list_webauthn")
    page = device.get(answer["Location"]).content.decode()
    assert "iPhone" in page
    assert "Your passkey is ready" in page
    assert [sent.subject for sent in mail.outbox] == ["Passkey made"]
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["webauthn"]
    device.post(reverse("account_logout"))
    assert not is_in(device)
    assert come_in(device, phone, next=reverse("today"))["Location"] == reverse("today")
    assert is_in(device)


def test_client_who_lost_the_phone_signs_in_by_code_and_removes_the_passkey(
    device: Client, phone: Phone, person: User
) -> None:
    sign_in_by_code(device, person)
    make(device, phone)
    device.post(reverse("account_logout"))
    sign_in_by_code(device, person)
    assert is_in(device)
    mail.outbox.clear()
    remove = reverse("mfa_remove_webauthn", args=[Authenticator.objects.get().pk])
    assert device.get(remove).status_code == 200
    device.post(remove)
    assert not Authenticator.objects.exists()
    assert [sent.subject for sent in mail.outbox] == ["Passkey removed"]
    assert come_in(Client(SERVER_NAME=HOST), phone)["Location"] == reverse("account_login")


def test_therapist_with_a_passkey_needs_it_after_a_code_too(device: Client, phone: Phone, cast: Cast) -> None:
    sign_in_by_code(device, cast.therapist)
    assert make(device, phone)["Location"] == reverse("mfa_view_recovery_codes")
    device.post(reverse("account_logout"))
    assert sign_in_by_code(device, cast.therapist)["Location"] == reverse("mfa_authenticate")
    assert not is_in(device)
    page = device.get(reverse("mfa_authenticate"))
    assert "Use your passkey" in page.content.decode()
    device.post(reverse("mfa_authenticate"), {"credential": phone.prove(page.context["js_data"]["request_options"])})
    assert is_in(device)


@pytest.mark.parametrize("url", ["mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"])
def test_change_later_asks_who_it_is(device: Client, phone: Phone, person: User, clock: Any, url: str) -> None:
    sign_in_by_code(device, person)
    make(device, phone)
    clock.shift(timedelta(minutes=6))
    keys = [] if url == ADD else [Authenticator.objects.get().pk]
    answer = device.get(reverse(url, args=keys))
    again = reverse("mfa_reauthenticate_webauthn")
    assert answer["Location"].startswith(f"{again}?")
    page = device.get(answer["Location"])
    assert "Is the device lost?" in page.content.decode()
    proof = phone.prove(page.context["js_data"]["request_options"])
    onward = device.post(answer["Location"], {"credential": proof, "next": reverse(url, args=keys)})
    assert device.get(onward["Location"]).status_code == 200


def test_client_with_nothing_but_codes_signs_in_again_before_the_first_passkey(
    device: Client, person: User, clock: Any
) -> None:
    sign_in_by_code(device, person)
    clock.shift(timedelta(minutes=6))
    assert "Sign in again by code" in device.get(reverse(ADD)).content.decode()
    assert device.post(reverse(ADD), {"credential": "{}"}).context.get("form") is None
    answer = device.post(reverse("sign_in_again"))
    assert answer["Location"].startswith(reverse("account_request_login_code"))
    assert not is_in(device)


@pytest.mark.parametrize("name", ["account_email", "account_set_password", "mfa_activate_totp", ADD])
def test_who_finds_a_phone_open_does_not_get_the_account_for_good(
    device: Client, person: User, clock: Any, name: str
) -> None:
    """The client has neither password nor passkey, so there is nothing but a code by mail to ask for."""
    sign_in_by_code(device, person)
    clock.shift(timedelta(minutes=6))
    secret = "the passphrase of a thief"
    sent = {"password1": secret, "password2": secret, "action_add": "", "email": "thief@example.org"}
    for page in (device.get(reverse(name)), device.post(reverse(name), sent)):
        assert "Sign in again by code" in page.content.decode()
        assert f'name="next" value="{reverse(name)}"' in page.content.decode()
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert "thief" not in str([each.to for each in mail.outbox])
    answer = device.post(reverse("sign_in_again"), {"next": reverse(name)})
    assert answer["Location"].endswith(f"?{urlencode({'next': reverse(name)})}")


def test_signing_in_again_leads_to_no_other_site(device: Client, person: User) -> None:
    sign_in_by_code(device, person)
    answer = device.post(reverse("sign_in_again"), {"next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


@pytest.mark.parametrize(
    "credential",
    ["", "null", "1", "[]", '"x"', "{}", '{"response": 1}', '{"response": {"userHandle": null}}', "{" * 50, '{"id":'],
)
def test_nonsense_instead_of_an_answer_is_refused_in_words(device: Client, person: User, credential: str) -> None:
    device.get(reverse(LOGIN), headers={"Accept": "application/json"})
    answer = device.post(reverse(LOGIN), {"credential": credential})
    assert answer["Location"] == reverse("account_login")
    sign_in_by_code(device, person)
    device.get(reverse(ADD))
    page = device.post(reverse(ADD), {"credential": credential})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Authenticator.objects.exists()


def test_answer_works_once_and_only_for_its_own_question(device: Client, phone: Phone, person: User) -> None:
    sign_in_by_code(device, person)
    make(device, phone)
    device.post(reverse("account_logout"))
    options = device.get(reverse(LOGIN), headers={"Accept": "application/json"}).json()["request_options"]
    proof = phone.prove(options)
    other = Client(SERVER_NAME=HOST)
    other.get(reverse(LOGIN), headers={"Accept": "application/json"})
    assert other.post(reverse(LOGIN), {"credential": proof})["Location"] == reverse("account_login")
    assert device.post(reverse(LOGIN), {"credential": proof})["Location"] != reverse("account_login")
    device.post(reverse("account_logout"))
    assert device.post(reverse(LOGIN), {"credential": proof})["Location"] == reverse("account_login")


def test_passkey_of_a_closed_account_opens_nothing(device: Client, phone: Phone, person: User) -> None:
    sign_in_by_code(device, person)
    make(device, phone)
    device.post(reverse("account_logout"))
    User.objects.filter(pk=person.pk).update(is_active=False)
    come_in(device, phone)
    assert not is_in(device)


def test_nobody_touches_the_passkeys_of_somebody_else(device: Client, phone: Phone, person: User) -> None:
    sign_in_by_code(device, person)
    make(device, phone)
    other = Client(SERVER_NAME=HOST)
    sign_in_by_code(other, make_user("olga@example.org", "Olga Other"))
    pk = Authenticator.objects.get().pk
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert other.get(reverse(name, args=[pk])).status_code == 404
        assert other.post(reverse(name, args=[pk]), {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().wrap().name == "iPhone"
    assert "iPhone" not in other.get(reverse("mfa_list_webauthn")).content.decode()


def test_client_renames_a_passkey(device: Client, phone: Phone, person: User) -> None:
    sign_in_by_code(device, person)
    make(device, phone, name="Kitchen tablet")
    edit = reverse("mfa_edit_webauthn", args=[Authenticator.objects.get().pk])
    assert device.post(edit, {"name": ""}).context["form"].errors
    assert device.post(edit, {"name": "x" * 61}).context["form"].errors
    device.post(edit, {"name": "<b>Mine</b>"})
    assert "&lt;b&gt;Mine" in device.get(reverse("mfa_list_webauthn")).content.decode()


def test_app_and_recovery_codes_are_sealed_and_work(device: Client, cast: Cast, settings: Any) -> None:
    settings.SECRET_KEY_FALLBACKS = []
    sign_in_by_code(device, cast.therapist)
    page = device.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "data:" not in page.content.decode()
    assert "<svg" in page.content.decode()
    answer = device.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    codes = device.get(answer["Location"]).context["unused_codes"]
    assert [len(code) for code in codes] == [12] * 10
    stored = json.dumps([row.data for row in Authenticator.objects.all()])
    assert secret not in stored
    assert not any(code in stored for code in codes)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-the-site-another-key-for-the-site"
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(totp(secret))
    settings.SECRET_KEY = settings.SECRET_KEY_FALLBACKS[0]
    device.post(reverse("account_logout"))
    sign_in_by_code(device, cast.therapist)
    assert device.post(reverse("mfa_authenticate"), {"code": "123456"}).context["form"].errors
    device.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(device)
    assert "9 codes left of 10" in device.get(reverse("mfa_view_recovery_codes")).content.decode()


def totp(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_client_with_the_app_is_asked_for_its_code(device: Client, person: User) -> None:
    sign_in_by_code(device, person)
    secret = device.get(reverse("mfa_activate_totp")).context["form"].secret
    device.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    device.post(reverse("account_logout"))
    assert sign_in_by_code(device, person)["Location"] == reverse("mfa_authenticate")
    assert "Use your passkey" not in device.get(reverse("mfa_authenticate")).content.decode()


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_list_webauthn", ADD, "mfa_activate_totp", "mfa_generate_recovery_codes"],
)
def test_pages_look_like_the_site(device: Client, person: User, name: str) -> None:
    assert device.get(reverse(name)).status_code == 302
    sign_in_by_code(device, person)
    page = device.get(reverse(name)).content.decode()
    assert "Skip to the content" in page
    assert "Two-Factor" not in page


def test_offer_stands_after_a_code_and_goes_for_good(device: Client, person: User, clock: Any, phone: Phone) -> None:
    sign_in_by_code(device, person)
    assert offered(device)
    clock.shift(timedelta(hours=25))
    assert not offered(device)
    device.post(reverse("account_logout"))
    sign_in_by_code(device, person)
    assert offered(device)
    assert device.post(reverse("passkey_decline"))["Location"] == reverse("today")
    assert not offered(device)
    device.post(reverse("account_logout"))
    sign_in_by_code(device, person)
    assert not offered(device)
    User.objects.filter(pk=person.pk).update(offered_passkeys=True)
    assert offered(device)
    make(device, phone)
    assert not offered(device)


def offered(device: Client) -> bool:
    from django.template import engines

    request = RequestFactory().get("/today/")
    request.session = device.session
    request.user = User.objects.get(pk=device.session["_auth_user_id"])
    template = engines["django"].from_string("{% load passkeys %}{% passkey_offer %}")
    return "data-passkey-offer" in template.render({}, request)


def test_who_tries_too_often_gets_a_page_of_the_site(device: Client, person: User, settings: Any) -> None:
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1/m/ip"}
    device.post(reverse(LOGIN), {"credential": "{}"})
    answer = device.post(reverse(LOGIN), {"credential": "{}"})
    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()
