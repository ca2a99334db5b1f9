import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import make_user


@pytest.fixture
def person(client: Client, db: None) -> User:
    user = make_user("pia@example.org", "Pia Person")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        (" kathmandu ", "Asia/Kathmandu"),
        ("new york", "America/New_York"),
        ("UTC", "UTC"),
    ],
)
def test_person_changes_name_and_time_zone(client: Client, person: User, typed: str, kept: str) -> None:
    answer = client.post(reverse("account_settings"), {"name": "Pia Paris", "time_zone": typed})
    assert answer["Location"] == reverse("account_settings")
    person.refresh_from_db()
    assert (person.name, person.time_zone) == ("Pia Paris", kept)


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "time_zone": "UTC"},
        {"name": "Pia", "time_zone": ""},
        {"name": "Pia", "time_zone": "Mars/Olympus"},
        {"name": "Pia", "time_zone": "../etc/passwd"},
        {"name": "x" * 121, "time_zone": "UTC"},
    ],
)
def test_person_gets_a_sentence_for_a_bad_setting(client: Client, person: User, form: dict[str, str]) -> None:
    page = client.post(reverse("account_settings"), form)
    assert page.status_code == 400
    assert "Pia Person" in page.content.decode()
    person.refresh_from_db()
    assert (person.name, person.time_zone) == ("Pia Person", "UTC")


def test_person_cannot_give_themselves_rights(client: Client, person: User) -> None:
    form = {"name": "Pia", "time_zone": "UTC", "is_staff": "on", "is_superuser": "on", "email": "x@example.org"}
    client.post(reverse("account_settings"), form)
    person.refresh_from_db()
    assert not person.is_staff
    assert not person.is_superuser
    assert person.email == "pia@example.org"


def test_page_offers_to_set_a_password_or_to_change_it(client: Client, person: User) -> None:
    assert reverse("account_set_password") in client.get(reverse("account_settings")).content.decode()
    person.set_password("a long enough passphrase")
    person.save()
    client.force_login(person)
    text = client.get(reverse("account_settings")).content.decode()
    assert reverse("account_change_password") in text
    assert reverse("account_email") in text


def test_person_takes_over_the_zone_of_the_browser(client: Client, person: User) -> None:
    answer = client.post(reverse("time_zone"), {"time_zone": "Asia/Tokyo", "next": "/today/"})
    assert answer["Location"] == "/today/"
    person.refresh_from_db()
    assert person.time_zone == "Asia/Tokyo"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_time_zone_never_leads_elsewhere(client: Client, person: User, onward: str) -> None:
    answer = client.post(reverse("time_zone"), {"time_zone": "Asia/Tokyo", "next": onward})
    assert answer["Location"] == reverse("account_settings")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500, "\x00"])
def test_unknown_zone_is_a_400(client: Client, person: User, zone: str) -> None:
    assert client.post(reverse("time_zone"), {"time_zone": zone}).status_code == 400
    person.refresh_from_db()
    assert person.time_zone == "UTC"


def test_visitor_is_led_to_the_sign_in(client: Client, db: None) -> None:
    for name in ("account_settings", "token_new"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))
    assert client.post(reverse("time_zone"))["Location"].startswith(reverse("account_login"))


def test_saving_the_settings_does_not_open_a_closed_account(person: User) -> None:
    loaded_before = User.objects.get(pk=person.pk)
    User.objects.filter(pk=person.pk).update(is_active=False)
    loaded_before.change(name="Anna", time_zone="Europe/Paris")
    person.refresh_from_db()
    assert (person.name, person.time_zone, person.is_active) == ("Anna", "Europe/Paris", False)


@pytest.mark.parametrize(
    ("name", "short"), [("Anna Maria", "Anna"), ("@anna", "@anna"), ("@", "@"), ("", "pia"), (" ", "pia")]
)
def test_admin_greets_whatever_the_name(name: str, short: str) -> None:
    assert User(name=name, email="pia@example.org").get_short_name() == short
