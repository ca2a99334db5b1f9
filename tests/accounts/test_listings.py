"""Clinics and therapists in the public list: with consent, found by what visitors look for, and not harvested."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.consents import LISTING, LISTING_VERSION
from accounts.models import Clinic, Listing, ListingConsent, Membership, User
from tests.cast import Cast
from tests.factories import make_clinic, make_listing, make_user

FORM: dict[str, Any] = {
    "name": "Northside Physio",
    "introduction": "Four of us, near the station.",
    "street": "3 Rue Basse",
    "postcode": "42000",
    "town": "Saint-Étienne",
    "country": "FR",
    "languages_0": "fr",
    "languages_1": "en",
    "specialities": ["back", "sports"],
    "in_person": "on",
    "accepting": "on",
}
AGREED = {"wording": LISTING_VERSION, "agree": "on"}


def found(client: Client, **query: str) -> list[str]:
    """The names on the first page."""
    return [listing.name for listing in client.get(reverse("listing_list"), query).context["page"]]


def listed(name: str, **words: Any) -> Listing:
    """A clinic of its own on the list."""
    manager = make_user(f"{Clinic.objects.count()}@example.org", "Some Manager")
    clinic = make_clinic(name, managers=(manager,))
    return make_listing(clinic, by=manager, name=name, **words)


def test_manager_lists_the_clinic_and_a_visitor_finds_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    url = reverse("clinic_listing", args=[cast.clinic.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, FORM).status_code == 302
    listing = Listing.objects.get()
    assert (listing.languages, listing.specialities) == (["en", "fr"], ["back", "sports"])
    visitor = Client()
    assert found(visitor) == []
    assert visitor.get(listing.get_absolute_url()).status_code == 404
    assert client.get(listing.get_absolute_url())["X-Robots-Tag"] == "noindex"

    publish = reverse("listing_publish", args=[listing.pk])
    assert client.post(publish, {"wording": LISTING_VERSION}).status_code == 400
    assert client.post(publish, {**AGREED, "wording": "2020-01"}).status_code == 302
    assert found(visitor) == []
    client.post(publish, AGREED)
    assert found(visitor) == ["Northside Physio"]
    page = visitor.get(listing.get_absolute_url())
    assert "Saint-Étienne" in page.content.decode()
    assert "X-Robots-Tag" not in page
    consent = ListingConsent.objects.get()
    assert (consent.given_by, consent.text) == (cast.manager, LISTING[LISTING_VERSION])
    assert str(consent.text) in client.get(url).content.decode()


def test_therapist_decides_alone_and_names_the_clinic_only_where_it_allows(client: Client, cast: Cast) -> None:
    client.force_login(cast.therapist)
    url = reverse("own_listing", args=[cast.clinic.pk])
    client.post(url, {**FORM, "name": "Tess Therapist"})
    listing = Listing.objects.get()
    assert (listing.therapist, listing.street) == (cast.therapist, "")
    client.post(reverse("listing_publish", args=[listing.pk]), AGREED)
    visitor = Client()
    assert "Northside" not in visitor.get(listing.get_absolute_url()).content.decode()
    assert visitor.post(reverse("listing_phone", args=[listing.pk])).status_code == 409

    manager = Client()
    manager.force_login(cast.manager)
    assert manager.post(reverse("listing_withdraw", args=[listing.pk])).status_code == 404
    edit = {"name": "Northside", "phone": "+33 4 77 00", "time_zone": "UTC", "named_by_therapists": "on"}
    manager.post(reverse("clinic_edit", args=[cast.clinic.pk]), edit)
    assert "Therapist at Northside" in visitor.get(reverse("listing_list")).content.decode()
    Clinic.objects.update(named_by_therapists=False)
    assert "Northside" not in visitor.get(reverse("listing_list")).content.decode()
    make_listing(cast.clinic, by=cast.manager)
    assert "Therapist at Northside" in visitor.get(listing.get_absolute_url()).content.decode()


def test_withdrawn_consent_takes_it_off_at_once_and_stays_on_record(client: Client, cast: Cast) -> None:
    listing = make_listing(cast.clinic, by=cast.manager)
    client.force_login(cast.manager)
    assert client.post(reverse("listing_withdraw", args=[listing.pk])).status_code == 302
    assert found(Client()) == []
    assert Client().get(reverse("appointment_new", args=[listing.pk])).status_code == 404
    consent = ListingConsent.objects.get()
    assert (consent.withdrawn_by, consent.withdrawn_at is not None) == (cast.manager, True)
    client.post(reverse("listing_publish", args=[listing.pk]), AGREED)
    assert (found(Client()), ListingConsent.objects.count()) == ([listing.name], 2)
    client.post(reverse("listing_delete", args=[listing.pk]))
    assert not Listing.objects.exists()
    assert set(ListingConsent.objects.values_list("clinic", "listing")) == {(cast.clinic.pk, None)}


def test_whoever_has_left_or_is_deactivated_is_not_on_the_list(client: Client, cast: Cast) -> None:
    own = make_listing(cast.clinic, therapist=cast.therapist, by=cast.therapist)
    clinic = make_listing(cast.clinic, by=cast.manager)
    Membership.objects.get(user=cast.therapist, clinic=cast.clinic).end()
    assert found(client) == [clinic.name]
    client.force_login(cast.therapist)
    assert client.get(own.get_absolute_url()).status_code == 404
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert found(Client()) == []
    for listing in (own, clinic):
        assert Client().get(listing.get_absolute_url()).status_code == 404


def test_a_listing_that_nobody_confirms_is_asked_about_and_then_disappears(client: Client, cast: Cast) -> None:
    listing = make_listing(cast.clinic, by=cast.manager)
    start = timezone.now()
    url = reverse("clinic_listing", args=[cast.clinic.pk])
    with time_machine.travel(start + datetime.timedelta(days=370), tick=False):
        client.force_login(cast.manager)
        assert found(client) == [listing.name]
        assert "Is it all still true?" in client.get(url).content.decode()
        assert "wants to be confirmed" in client.get(cast.clinic.get_absolute_url()).content.decode()
    with time_machine.travel(start + datetime.timedelta(days=400), tick=False):
        client.force_login(cast.manager)
        assert found(client) == []
        assert "No longer shown" in client.get(url).content.decode()
        client.post(reverse("listing_confirm", args=[listing.pk]))
        assert found(client) == [listing.name]
        assert "Is it all still true?" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"place": "saint etienne"}, {"Loire"}),
        ({"place": "ST-ÉT"}, set()),
        ({"place": "420"}, {"Loire"}),
        ({"place": "sw1a1"}, {"Thames"}),
        ({"place": "42000 Saint"}, {"Loire"}),
        ({"place": "Paris"}, set()),
        ({"place": "%"}, set()),
        ({"country": "GB"}, {"Thames"}),
        ({"language": "ar"}, {"Thames"}),
        ({"speciality": "sports"}, {"Loire"}),
        ({"speciality": "sports", "language": "ar"}, set()),
        ({"way": "remote"}, {"Thames"}),
        ({"way": "remote", "place": "Saint-Etienne"}, {"Thames"}),
        ({"way": "in_person"}, {"Loire", "Thames"}),
        ({"accepting": "true"}, {"Loire"}),
        ({}, {"Loire", "Thames"}),
    ],
)
def test_visitor_searches_by_place_language_and_speciality(
    client: Client, db: None, query: dict[str, str], names: set[str]
) -> None:
    listed("Loire", town="Saint-Étienne", postcode="42000", specialities=["back", "sports"])
    words = {"town": "London", "postcode": "SW1A 1AA", "country": "GB", "languages": ["en", "ar"]}
    listed("Thames", **words, remote=True, accepting=False)
    assert set(found(client, **query)) == names
    answer = APIClient().get(reverse("therapist-list"), query)
    assert {row["name"] for row in answer.data["results"]} == names


def test_the_exact_town_and_those_with_room_come_first(client: Client, db: None) -> None:
    listed("Longer", town="Lyon-Bron")
    listed("Full", town="Lyon", accepting=False)
    listed("Free", town="Lyon")
    assert found(client, place="lyon") == ["Free", "Full", "Longer"]
    listed("Far", town="Nice", remote=True)
    listed("Near", town="Lyon", remote=True)
    assert found(client, place="lyon", way="remote") == ["Near", "Far"]


def test_the_order_is_the_days_and_every_name_is_on_one_page(client: Client, db: None) -> None:
    for number in range(45):
        listed(f"Clinic {number:02}")

    def pages() -> list[str]:
        return [name for page in "123" for name in found(client, page=page)]

    with time_machine.travel("2026-11-23T08:00Z"):
        first = pages()
    with time_machine.travel("2026-11-23T21:00Z"):
        assert pages() == first
    with time_machine.travel("2026-11-24T08:00Z"):
        second = pages()
    assert len(set(first)) == 45
    assert set(second) == set(first)
    assert len({tuple(first), tuple(second), tuple(sorted(first))}) == 3


def test_nobody_pages_through_the_list_of_everybody(client: Client, db: None) -> None:
    listed("Loire")
    deep = client.get(reverse("listing_list"), {"page": "11"})
    assert (deep.status_code, list(deep.context["page"])) == (400, [])
    assert "Tell us a little more" in deep.content.decode()
    assert client.get(reverse("listing_list"), {"page": "11", "country": "FR"}).status_code == 200
    assert APIClient().get(reverse("therapist-list"), {"page": "11"}).status_code == 400
    assert APIClient().get(reverse("therapist-list"), {"page_size": "500"}).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"website": "http://example.org"},
        {"website": "javascript:alert(1)"},
        {"introduction": "Write to me at tess@example.org"},
        {"introduction": "Call +33 1 23 45 67 89"},
        {"introduction": "See www.example.org"},
        {"introduction": ""},
        {"introduction": "x" * 1501},
        {"name": "Two\nlines"},
        {"name": "tess.example.com"},
        {"country": "ZZ"},
        {"country": ""},
        {"languages_0": "", "languages_1": ""},
        {"languages_0": "xx"},
        {"specialities": []},
        {"specialities": ["miracles"]},
        {"in_person": ""},
    ],
)
def test_bad_words_are_refused_with_a_sentence(client: Client, cast: Cast, wrong: dict[str, Any]) -> None:
    client.force_login(cast.manager)
    answer = client.post(reverse("clinic_listing", args=[cast.clinic.pk]), {**FORM, **wrong})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (400, True)
    assert not Listing.objects.exists()


def test_what_is_written_is_shown_as_text(client: Client, cast: Cast) -> None:
    words: dict[str, Any] = {"introduction": "<script>alert(1)</script>", "website": "https://example.org/?a=1&b=2"}
    text = client.get(make_listing(cast.clinic, by=cast.manager, **words).get_absolute_url()).content.decode()
    assert "<script>alert" not in text
    assert 'href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener"' in text
    assert "not checked" not in text
    with_number = make_listing(cast.other_clinic, registration_number="A 7")
    client.force_login(cast.stranger)
    assert client.get(with_number.get_absolute_url()).status_code == 404


def test_site_admin_takes_a_listing_down_for_good(client: Client, cast: Cast) -> None:
    listing = make_listing(cast.clinic, by=cast.manager)
    client.force_login(cast.admin)
    url = reverse("admin:accounts_listing_changelist")
    client.post(url, {"action": "take_down", "_selected_action": [str(listing.pk)]})
    assert found(Client()) == []
    manager = Client()
    manager.force_login(cast.manager)
    publish = reverse("listing_publish", args=[listing.pk])
    assert manager.post(publish, AGREED).status_code == 409
    client.post(url, {"action": "allow_again", "_selected_action": [str(listing.pk)]})
    assert manager.post(publish, AGREED).status_code == 302
    assert found(Client()) == [listing.name]


def test_the_list_needs_few_queries(
    client: Client, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        listed(f"Clinic {number}")
    with django_assert_max_num_queries(9):
        assert client.get(reverse("listing_list")).status_code == 200
    with django_assert_max_num_queries(5):
        assert APIClient().get(reverse("therapist-list")).data["count"] == 25
