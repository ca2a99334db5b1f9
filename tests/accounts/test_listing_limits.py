"""How much of the public list one visitor is told, and how fast."""

from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import Clinic
from tests.cast import Cast
from tests.factories import make_listing


def test_the_telephone_number_comes_only_after_a_click_and_not_often(
    client: Client, cast: Cast, settings: Settings
) -> None:
    Clinic.objects.filter(pk=cast.clinic.pk).update(phone="+33 4 77 12 34")
    listing = make_listing(cast.clinic, by=cast.manager)
    pages = [client.get(url).content.decode() for url in (reverse("listing_list"), listing.get_absolute_url())]
    programs = [reverse("therapist-list"), reverse("therapist-detail", args=[listing.pk])]
    pages += [APIClient().get(url).content.decode() for url in programs]
    for text in pages:
        assert "77 12 34" not in text
        assert cast.manager.email not in text
    settings.LIMITS = settings.LIMITS | {"telephone": "2/h/ip"}
    url = reverse("listing_phone", args=[listing.pk])
    assert client.get(url).status_code == 405
    assert "+33 4 77 12 34" in client.post(url).content.decode()
    partial = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert "+33 4 77 12 34" in partial
    assert "<html" not in partial
    assert client.post(url).status_code == 429


def test_who_searches_too_fast_is_asked_to_wait(client: Client, db: None, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"search": "2/m/ip"}
    assert client.get(reverse("listing_list")).status_code == 200
    assert APIClient().get(reverse("therapist-list")).status_code == 200
    assert client.get(reverse("listing_list")).status_code == 429
    refused = APIClient().get(reverse("therapist-list"))
    assert (refused.status_code, list(refused.data)) == (429, ["detail"])
    assert 50 <= int(refused["Retry-After"]) <= 61


def test_who_comes_past_the_proxies_is_counted_and_not_broken(client: Client, db: None, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    settings.LIMITS = settings.LIMITS | {"search": "1/m/ip"}
    answers = [client.get(reverse("listing_list"), headers={"X-Forwarded-For": "203.0.113.9"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
