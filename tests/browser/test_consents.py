"""A client reads what was agreed to, stops sharing and begins again, by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.invitations import invite_client
from accounts.models import Consent, Episode
from tests.accounts.mails import last_link
from tests.browser.look import look
from tests.cast import Cast, make_cast
from tests.factories import make_episode


@pytest.fixture
def invited(transactional_db: None) -> Cast:
    cast = make_cast()
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="carl@example.org")
    invite_client(episode=episode, by=cast.therapist)
    return cast


def test_client_agrees_by_joining_and_changes_their_mind(page: Page, invited: Cast) -> None:
    page.goto(last_link())
    expect(page.get_by_text("the therapists of Northside who treat me")).to_be_visible()
    look(page, "invitation-agreed")
    page.get_by_role("button", name="Accept and begin").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    page.goto("/account/")
    page.get_by_role("link", name="See and change what I agreed to").press("Enter")
    expect(page.get_by_role("heading", name="What I agreed to", level=1)).to_be_visible()
    look(page, "agreed")
    presses(page, "Stop sharing with Northside")
    expect(page.get_by_text("Your therapists at Northside can no longer open your record.")).to_be_visible()
    look(page, "agreed-stopped")
    assert state() == ([True, False], True)
    presses(page, "Share again with Northside")
    expect(page.get_by_text("Your therapists at Northside can read it again.")).to_be_visible()
    assert state() == ([True, False, True], False)


def presses(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).press("Enter")


def state() -> tuple[list[bool], bool]:
    """What was said one after the other, and whether the record is withheld."""
    said: list[Any] = list(Consent.objects.order_by("at").values_list("given", flat=True))
    return said, Episode.objects.get(client_email="carl@example.org").withheld_at is not None
