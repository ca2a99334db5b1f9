"""Requests for appointments are kept for as long as the visitor was told, and no longer."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.appointments import ask
from accounts.models import AppointmentRequest
from backfit.chores import chores
from backfit.retention import forget_all
from tests.cast import Cast
from tests.factories import make_listing

DAY = datetime.timedelta(days=1)


def make_request(cast: Cast, name: str, *, days: int, closed: int | None = None) -> None:
    """Came so many days ago and, unless it is new, was declined so many days ago."""
    listing = cast.clinic.listings.first() or make_listing(cast.clinic, by=cast.manager)
    row = ask(listing=listing, name=name, email=f"{name}@example.org", language="fr")
    if closed is not None:
        row.decline(by=cast.manager)
        AppointmentRequest.objects.filter(pk=row.pk).update(handled_at=timezone.now() - closed * DAY)
    AppointmentRequest.objects.filter(pk=row.pk).update(created_at=timezone.now() - days * DAY)


@pytest.fixture
def requests(cast: Cast) -> None:
    make_request(cast, "fresh", days=0)
    make_request(cast, "waiting", days=179)
    make_request(cast, "closed", days=100, closed=89)
    make_request(cast, "long-closed", days=100, closed=91)
    make_request(cast, "old", days=181)
    make_request(cast, "old-and-closed", days=181, closed=1)


def kept() -> set[str]:
    return set(AppointmentRequest.objects.values_list("name", flat=True))


def test_the_command_deletes_what_is_due_and_says_how_many(requests: None) -> None:
    before, out = kept(), StringIO()
    call_command("forget_requests", "--dry-run", stdout=out)
    assert (kept(), out.getvalue()) == (before, "3 requests are due.\n")
    call_command("forget_requests", stdout=out)
    assert kept() == {"fresh", "waiting", "closed"}
    assert out.getvalue().endswith("3 requests were deleted.\n")
    call_command("forget_requests", stdout=out)
    assert kept() == {"fresh", "waiting", "closed"}


def test_the_days_are_settings(requests: None, settings: Settings) -> None:
    settings.REQUEST_DAYS, settings.REQUEST_DAYS_CLOSED = 90, 30
    call_command("forget_requests", stdout=StringIO())
    assert kept() == {"fresh"}


def test_the_worker_does_it_daily(requests: None) -> None:
    [daily] = [chore for chore in chores if chore.function is forget_all]
    assert daily.seconds == 24 * 3600
    daily.function()
    assert kept() == {"fresh", "waiting", "closed"}
