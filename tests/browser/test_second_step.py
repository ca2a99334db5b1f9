"""A therapist is led to the second step before anything else, by keyboard, and sees and ends where she is signed in."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Membership, User
from tests.accounts.test_passkeys import totp
from tests.browser.look import look
from tests.browser.people import SignIn
from tests.browser.test_passkeys import authenticator, signs_in_by_code
from tests.factories import make_clinic, make_user

__all__ = ["authenticator"]


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_SECOND_STEP = True


@pytest.fixture
def therapist(db: Any) -> User:
    person = make_user("tess@example.org", "Tess Therapist")
    make_clinic("Northside", therapists=(person,))
    return person


def test_therapist_makes_a_passkey_and_goes_on(page: Page, therapist: User, authenticator: Any) -> None:
    signs_in_by_code(page, therapist, "/clients/")
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    look(page, "second-step-set-up")
    way = page.get_by_role("link", name="Make a passkey")
    way.focus()
    page.keyboard.press("Enter")
    make = page.get_by_role("button", name="Make a passkey")
    expect(make).to_be_visible()
    page.wait_for_load_state("load")  # its script listens from then on
    make.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="10 codes left of 10")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/clients/")


@pytest.mark.parametrize("size", ["phone"])
def test_client_who_treats_now_shows_the_second_step_that_she_has(
    page: Page, db: Any, authenticator: Any, sign_in: SignIn
) -> None:
    person = make_user("nora@example.org", "Nora New")
    signs_in_by_code(page, person, "/accounts/2fa/totp/activate/")
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(totp(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="10 codes left of 10")).to_be_visible()
    codes = page.locator("code").all_inner_texts()
    sign_in(page.context, person)  # a session that was opened without it
    make_clinic("Northside").add(person, Membership.Role.THERAPIST)
    page.goto("/clients/")
    look(page, "second-step-show")
    page.get_by_role("link", name="Enter a code").click()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/clients/")


def test_person_ends_what_she_does_not_know(
    page: Page, db: Any, sign_in: SignIn, new_context: Any, base_url: str
) -> None:
    person = make_user("carl@example.org", "Carl Client")
    other: BrowserContext = new_context()
    for context in (page.context, other):
        sign_in(context, person)
    page.goto("/account/")
    page.get_by_role("link", name="Where you are signed in").click()
    expect(page.get_by_text("This device", exact=True)).to_be_visible()
    look(page, "sign-ins")
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_text("You are signed out everywhere but here.")).to_be_visible()
    elsewhere = other.new_page()
    elsewhere.goto(f"{base_url}/account/")
    expect(elsewhere).to_have_url(re.compile("/accounts/login/"))
