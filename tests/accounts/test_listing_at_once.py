"""A listing that two people change, or a visitor and its owner, at the same moment. On SQLite they take turns."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.appointments import ask
from accounts.models import AppointmentRequest, Listing, User
from tests.accounts.test_at_once import at_once
from tests.factories import make_clinic, make_listing, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager(transactional_db: None) -> User:
    return make_user("mara@example.org", "Mara Manager")


@pytest.fixture
def listing(manager: User) -> Listing:
    return make_listing(make_clinic("Northside", managers=(manager,)), by=manager)


def again(listing: Listing) -> Listing:
    """As another request reads it."""
    return Listing.objects.get(pk=listing.pk)


def words(listing: Listing) -> dict[str, object]:
    return {"languages": listing.languages, "specialities": listing.specialities, "introduction": "Another."}


def test_a_listing_is_deleted_twice_and_the_second_is_told(listing: Listing, manager: User) -> None:
    other = again(listing)
    said = at_once(lambda: other.remove(by=manager), lambda: listing.remove(by=manager))
    assert sorted(said) == ["Gone", "done"]


def test_what_was_taken_down_is_not_put_back_by_who_was_writing(listing: Listing, manager: User) -> None:
    seen = again(listing)
    listing.block(by=manager)
    seen.describe(**words(seen))  # type: ignore[arg-type]
    kept = again(listing)
    assert (kept.is_listed, kept.blocked_at is not None, kept.introduction) == (False, True, "Another.")


def test_a_visitor_is_told_that_the_listing_has_just_gone(listing: Listing, manager: User) -> None:
    seen, other = again(listing), again(listing)
    listing.withdraw(by=manager)
    assert at_once(lambda: ask(listing=seen, name="Paul", email="paul@example.org", language="fr")) == ["Gone"]
    listing.remove(by=manager)
    assert at_once(lambda: ask(listing=other, name="Paul", email="paul@example.org", language="fr")) == ["Gone"]


def test_a_request_that_is_sent_twice_comes_once(listing: Listing) -> None:
    seen = [again(listing) for _time in range(4)]
    person: dict[str, Any] = {"name": "Paul", "email": "paul@example.org", "language": "fr"}
    said = at_once(*[lambda one=one: ask(listing=one, **person) for one in seen])
    assert (said, AppointmentRequest.objects.count()) == (["done"] * 4, 1)


def test_of_several_visitors_at_the_limit_one_gets_through(listing: Listing, settings: Settings) -> None:
    settings.REQUESTS_A_DAY = 2
    ask(listing=again(listing), name="Ann", email="ann@example.org", language="fr")
    people = [(again(listing), f"p{number}@example.org") for number in range(4)]
    said = at_once(*[lambda one=one, at=at: ask(listing=one, name="P", email=at, language="fr") for one, at in people])
    assert sorted(said) == ["TooMany", "TooMany", "TooMany", "done"]
