"""Each change to how an account is opened is mailed, and so is a device that it has not met."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import new_devices
from accounts.models import AccessEntry, KnownDevice, User
from tests.accounts.passkeys import HOST, Phone
from tests.accounts.test_passkeys import code_of_the_mail, make, sign_in_by_code, totp
from tests.accounts.test_sign_ins import FIREFOX, IPHONE
from tests.cast import Cast
from tests.factories import make_user

PASSWORD = "a long way to the sea"
NEWS = "New sign-in to your account"


@pytest.fixture
def person(db: None) -> User:
    """Somebody who has been here for a while."""
    joined = timezone.now() - timedelta(days=30)
    return make_user("chris@example.org", "Chris Client", password=PASSWORD, date_joined=joined)


def browser(agent: str = FIREFOX) -> Client:
    return Client(SERVER_NAME=HOST, headers={"User-Agent": agent})


def signs_in(client: Client, person: User) -> list[str]:
    """The subjects of the mails that came of it."""
    mail.outbox.clear()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return [str(sent.subject) for sent in mail.outbox]


def test_device_is_news_once(person: User) -> None:
    here, there = browser(), browser(IPHONE)
    assert signs_in(here, person) == [NEWS]
    assert mail.outbox[0].to == [person.email]
    assert "Firefox on Windows" in str(mail.outbox[0].body)
    here.post(reverse("account_logout"))
    assert signs_in(here, person) == []
    assert signs_in(there, person) == [NEWS]
    # The same kind of device is another device.
    assert signs_in(browser(), person) == [NEWS]


def test_cookie_of_the_device_says_nothing_and_comes_with_the_sign_in(person: User) -> None:
    client = browser()
    client.get(reverse("account_login"))
    assert "device" not in client.cookies
    signs_in(client, person)
    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert len(cookie.value) >= 43
    assert KnownDevice.objects.get().digest != cookie.value
    assert "device" not in client.get(reverse("today")).cookies


def test_device_that_somebody_else_uses_too_is_news_to_them(person: User) -> None:
    client = browser()
    signs_in(client, person)
    client.post(reverse("account_logout"))
    joined = timezone.now() - timedelta(days=30)
    other = make_user("olga@example.org", "Olga Other", password=PASSWORD, date_joined=joined)
    assert signs_in(client, other) == [NEWS]


def test_new_account_hears_nothing_of_its_first_device(db: None) -> None:
    assert signs_in(browser(), make_user("new@example.org", "Nora New", password=PASSWORD)) == []


@pytest.mark.parametrize("value", ["", "x", "x" * 5000, '"', "\\ud800"])
def test_cookie_that_somebody_made_up_opens_and_breaks_nothing(person: User, value: str) -> None:
    client = browser()
    client.cookies["device"] = value
    assert signs_in(client, person) == [NEWS]


def test_devices_are_forgotten_in_time_and_beyond_twenty(person: User) -> None:
    for _number in range(22):
        signs_in(browser(), person)
    assert KnownDevice.objects.count() == 20
    KnownDevice.objects.update(met_at=timezone.now() - timedelta(days=401))
    new_devices.clear_forgotten()
    assert not KnownDevice.objects.exists()


def test_every_change_of_how_the_account_is_opened_is_mailed(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **about: function())
    client = browser()
    sign_in_by_code(client, person)

    def subjects(act: Any) -> list[str]:
        mail.outbox.clear()
        act()
        return [str(sent.subject) for sent in mail.outbox]

    assert subjects(lambda: make(client, Phone())) == ["Passkey made"]
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    set_up = subjects(lambda: client.post(reverse("mfa_activate_totp"), {"code": totp(secret)}))
    assert len(set_up) == 1
    assert len(subjects(lambda: client.post(reverse("mfa_generate_recovery_codes")))) == 1
    assert len(subjects(lambda: client.post(reverse("mfa_deactivate_totp")))) == 1
    remove = reverse("mfa_list_webauthn")
    page = client.get(remove).content.decode()
    assert "Remove" in page
    new = {"email": "new@example.org", "action_add": ""}
    assert client.post(reverse("account_email"), new).status_code == 302
    code = code_of_the_mail()
    client.post(reverse("account_email_verification_sent"), {"code": code})
    primary = {"email": "new@example.org", "action_primary": ""}
    assert len(subjects(lambda: client.post(reverse("account_email"), primary))) == 1
    assert mail.outbox[0].to == ["chris@example.org"]
    passwords = {"oldpassword": PASSWORD, "password1": "otter lamp seven hills", "password2": "otter lamp seven hills"}
    assert len(subjects(lambda: client.post(reverse("account_change_password"), passwords))) == 1


def test_site_admin_changes_the_address_of_staff_which_is_told_at_the_old_one(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    url = reverse("admin:accounts_user_change", args=[cast.editor.pk])
    old, fields = cast.editor.email, {"name": cast.editor.name, "is_active": "on", "is_staff": "on"}
    client.post(url, {"email": "elsewhere@example.org", **fields})
    assert User.objects.get(pk=cast.editor.pk).email == "elsewhere@example.org"
    assert [(sent.to, "elsewhere" in str(sent.body)) for sent in mail.outbox] == [([old], False)]


def test_site_admin_gives_no_client_another_address(client: Client, cast: Cast) -> None:
    """Whoever reads that mailbox could come in as the client."""
    client.force_login(cast.admin)
    url, old = reverse("admin:accounts_user_change", args=[cast.client.pk]), cast.client.email
    assert 'name="email"' not in client.get(url).content.decode()
    client.post(url, {"email": "elsewhere@example.org", "name": cast.client.name, "is_active": "on"})
    assert User.objects.get(pk=cast.client.pk).email == old


def test_address_that_is_changed_on_the_server_is_told_and_stands_in_the_log(cast: Cast) -> None:
    own, old = Client(), cast.client.email
    own.force_login(cast.client)
    call_command("change_address", old.upper(), "Elsewhere@example.org", stdout=StringIO())
    assert own.get("/today/").status_code == 302
    assert User.objects.get(pk=cast.client.pk).email == "elsewhere@example.org"
    assert [(sent.to, "elsewhere" in str(sent.body)) for sent in mail.outbox] == [([old], False)]
    entry = AccessEntry.objects.about(cast.client).get()
    assert (entry.actor, entry.verb, entry.door) == (None, "change", "address_changed")
    own.force_login(cast.client)
    assert "the address that opens your account" in own.get("/account/who-looked/").content.decode()
    for known, new in (
        (old, "new@example.org"),
        ("elsewhere@example.org", "no address"),
        ("elsewhere@example.org", cast.therapist.email),
    ):
        with pytest.raises(CommandError):
            call_command("change_address", known, new)
