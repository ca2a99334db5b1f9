"""Messages to browsers: sealed for the device alone, signed by this site, and nothing in them about health."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

import http_ece
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from py_vapid import Vapid02
from pytest_django import Settings

from accounts.models import User
from backfit.refusals import Conflict, TooMany
from programs.models import Program, PushSubscription, Reminder
from programs.reminders import push
from programs.reminders.choosing import choose, settings_of
from programs.reminders.devices import device_name, register
from programs.reminders.keys import public_key
from programs.reminders.push import GIVEN_UP
from programs.reminders.testing import ask_for_test
from tests.factories import make_user
from tests.programs.reminders.followed import SECRETS, at, client_of, look, make_followed
from tests.push_service import Browser, Service, serving

ADDRESS = "https://push.service.net/send/1"


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with serving(tmp_path) as found:
        monkeypatch.setattr(push, "outbound", found.session)
        yield found


@pytest.fixture
def program(db: None) -> Program:
    program = make_followed(reminded=False)
    with at("06:30"):
        choose(by=client_of(program), by_push=True)
    return program


@pytest.fixture
def client(db: None) -> User:
    return make_user("chris@example.org", "Chris Client")


def add(user: User, address: str = ADDRESS, browser: Browser | None = None) -> PushSubscription:
    keys = (browser or Browser()).keys
    return register(by=user, endpoint=address, name="Phone", **keys)[0]


def add_at(service: Service, user: User, browser: Browser | None = None, path: str = "/send/1") -> PushSubscription:
    """Registered at a public address, and led to the service of the tests."""
    device = add(user, f"https://push.service.net{path}", browser)
    device.endpoint = service.address(path)
    device.save()
    return device


def test_a_message_can_be_opened_by_the_browser_alone_and_says_nothing(program: Program, service: Service) -> None:
    browser = Browser()
    add_at(service, client_of(program), browser)
    look("08:00")
    [(path, sent, sealed)] = service.got
    message = browser.read(sealed)
    assert (path, message["url"], message["title"]) == ("/send/1", "/today/", "Backfit")
    everything = json.dumps(message) + json.dumps(sent)
    assert not [word for word in SECRETS if word.lower() in everything.lower()]
    assert str(client_of(program).pk) not in everything
    with pytest.raises(http_ece.ECEException):
        Browser().read(sealed)
    assert Reminder.objects.get().pushed_at is not None


def test_a_message_is_signed_with_the_site_s_key(program: Program, service: Service) -> None:
    add_at(service, client_of(program))
    look("08:00")
    sent = service.got[0][1]
    signed, key = [part.partition("=")[2] for part in sent["authorization"].removeprefix("vapid ").split(",")]
    assert key == public_key()
    assert Vapid02.verify(sent["authorization"])
    claims = json.loads(urlsafe_b64decode(signed.split(".")[1] + "=="))
    assert claims["sub"].startswith("mailto:")
    assert claims["aud"] == service.address("")
    assert sent["content-encoding"] == "aes128gcm"
    assert 60 <= int(sent["ttl"]) <= 2 * 3600
    assert len(sent["topic"]) <= 32


def test_the_service_does_not_keep_it_into_the_quiet_hours(program: Program, service: Service) -> None:
    with at("06:30"):
        choose(by=client_of(program), at="20:30")
        add_at(service, client_of(program))
    look("20:30")
    assert int(service.got[0][1]["ttl"]) == 30 * 60


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(program: Program, service: Service, status: int) -> None:
    add_at(service, client_of(program))
    service.status = status
    look("08:00")
    assert not PushSubscription.objects.exists()
    assert Reminder.objects.get().settled_at is not None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(program: Program, service: Service, status: int) -> None:
    add_at(service, client_of(program))
    service.status = status
    look("08:00")
    assert Reminder.objects.get().settled_at is None
    service.status = 201
    look("08:11")
    look("08:22")
    assert [code for code, *_rest in service.got] == ["/send/1", "/send/1"]
    assert Reminder.objects.get().settled_at is not None
    assert PushSubscription.objects.get().failures == 0


@pytest.mark.parametrize("status", [301, 400, 403, 413])
def test_what_a_service_refuses_is_not_sent_again(program: Program, service: Service, status: int) -> None:
    add_at(service, client_of(program))
    service.status = status
    look("08:00")
    look("08:11")
    assert len(service.got) == 1
    assert PushSubscription.objects.get().failures == 1


def test_a_device_that_always_fails_is_given_up(program: Program, service: Service) -> None:
    device = add_at(service, client_of(program))
    PushSubscription.objects.filter(pk=device.pk).update(failures=GIVEN_UP - 1)
    service.status = 403
    look("08:00")
    assert not PushSubscription.objects.exists()


def test_one_of_two_devices_is_enough(program: Program, service: Service) -> None:
    add_at(service, client_of(program))
    device = add(client_of(program), "https://push.service.net/send/2")
    device.endpoint = "https://127.0.0.1/send/2"  # what a hostile client would like us to call
    device.save()
    look("08:00")
    assert len(service.got) == 1
    assert Reminder.objects.get().settled_at is not None


def test_an_inner_address_is_never_called(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    for number, address in enumerate(["https://10.0.0.1/x", "https://metadata.internal/x", "https://a.test/x"]):
        PushSubscription.objects.create(user=client_of(program), name=f"D{number}", endpoint=address, **Browser().keys)
    look("08:00")
    assert "Forbidden" in caplog.text
    assert "10.0.0.1" not in caplog.text
    assert Reminder.objects.get().pushed_at is None


def test_turning_it_off_stops_the_next_message(program: Program, service: Service) -> None:
    add_at(service, client_of(program))
    with at("07:00"):
        choose(by=client_of(program), by_push=False)
    look("08:00")
    assert service.got == []


def test_a_test_message_goes_to_the_one_device_once_a_minute(program: Program, service: Service) -> None:
    browser, user = Browser(), client_of(program)
    device = add_at(service, user, browser)
    add_at(service, user, path="/send/2")
    with at("09:00"):
        ask_for_test(by=user, device=device)
        with pytest.raises(TooMany):
            ask_for_test(by=user, device=device)
    [(path, _sent, sealed)] = service.got
    assert path == "/send/1"
    assert browser.read(sealed)["tag"] == "test"


def test_the_same_browser_again_is_the_same_device(client: User) -> None:
    browser = Browser()
    assert add(client, browser=browser) == add(client, browser=browser)
    assert PushSubscription.objects.count() == 1


def test_a_shared_browser_belongs_to_whoever_uses_it_now(client: User) -> None:
    browser, other = Browser(), make_user("olga@example.org", "Olga Other")
    add(client, browser=browser)
    add(other, browser=browser)
    assert PushSubscription.objects.get().user == other


def test_nobody_takes_a_device_over_by_its_address_alone(client: User) -> None:
    add(client)
    with pytest.raises(ValidationError):
        add(make_user("olga@example.org", "Olga Other"))
    assert PushSubscription.objects.get().user == client


def test_ten_devices_are_the_most(client: User) -> None:
    for number in range(10):
        add(client, f"{ADDRESS}{number}")
    with pytest.raises(TooMany):
        add(client, f"{ADDRESS}more")
    assert PushSubscription.objects.count() == 10


@pytest.mark.parametrize(
    "address",
    [
        "", "http://push.service.net/x", "https://", "https://localhost/x", "https://push.service.net:8443/x",
        "https://user@push.service.net/x", "https://push.service.net:99999/x", "https://push.service.net/é",
        "https://[::1", "javascript:alert(1)", "https://push.service.net/" + "x" * 1000, "https://push.net/a b",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_a_push_service_is_refused(client: User, address: str) -> None:
    with pytest.raises(ValidationError):
        add(client, address)


GOOD = Browser().keys


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": ""}, {"auth": ""}, {"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "é" * 10}, {"auth": "é"},
        {"p256dh": "B" + "A" * 86}, {"p256dh": "x" * 101}, {"auth": "x" * 41}, {"p256dh": "!!!"},
    ],
)  # fmt: skip
def test_keys_that_are_none_are_refused(client: User, keys: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        register(by=client, endpoint=ADDRESS, name="Phone", **{**GOOD, **keys})


def test_without_a_key_nothing_of_it_is_offered(client: User, settings: Settings) -> None:
    settings.PUSH_PRIVATE_KEY = ""
    with pytest.raises(Conflict):
        add(client)
    with pytest.raises(ValidationError):
        choose(by=client, by_push=True)
    assert public_key() == ""
    assert not settings_of(client).is_on


def test_the_command_makes_a_key_that_works(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    call_command("push_keys")
    name, _sign, key = capsys.readouterr().out.strip().partition("=")
    assert name == "PUSH_PRIVATE_KEY"
    settings.PUSH_PRIVATE_KEY = key
    assert len(public_key()) == 87


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1", "Safari on iPhone"),
        ("", "Browser"),
    ],
)
def test_a_device_is_named_by_what_its_browser_says(says: str, name: str) -> None:
    assert device_name(says) == name
