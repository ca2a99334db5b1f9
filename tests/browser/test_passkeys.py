"""A client makes a passkey, signs in with it and removes it; the phone is the browser's own make-believe one."""

import re
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, Route, expect

from accounts.models import User
from tests.accounts.test_passkeys import totp
from tests.browser.look import look
from tests.browser.patience import eventually
from tests.browser.people import last_code_line
from tests.factories import make_user

pytestmark = pytest.mark.parametrize("size", ["phone"])
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(db: Any) -> User:
    return make_user("carl@example.org", "Carl Client")


@pytest.fixture
def authenticator(page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return session, made["authenticatorId"]


def signs_in_by_code(page: Page, person: User, onward: str) -> None:
    page.goto(f"/accounts/login/code/?next={onward}")
    page.get_by_label(re.compile("[Ee]mail")).fill(person.email)
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    page.get_by_label(re.compile("[Cc]ode")).fill(last_code_line())
    page.get_by_role("button", name="Continue").click()


def test_client_signs_in_with_a_passkey(page: Page, person: User, authenticator: tuple[CDPSession, str]) -> None:
    signs_in_by_code(page, person, "/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="No passkey yet")).to_be_visible()
    look(page, "passkeys-none")
    page.get_by_role("link", name="Make a passkey").click()
    look(page, "passkey-new")
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("Your passkey is ready.")).to_be_visible()
    expect(page.get_by_role("link", name="Rename My phone")).to_be_visible()
    look(page, "passkeys")
    signs_out(page)
    signs_in_by_passkey(page)
    removes_it(page)


def signs_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def signs_in_by_passkey(page: Page) -> None:
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/")
    look(page, "sign-in-passkey")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your passkeys")).to_be_visible()


def removes_it(page: Page) -> None:
    page.get_by_role("link", name="Remove My phone").click()
    look(page, "passkey-remove")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_role("heading", name="No passkey yet")).to_be_visible()


def test_button_of_a_passkey_waits_for_its_script(page: Page) -> None:
    """Pressed before that, it would send a form with no passkey in it."""
    held: list[Route] = []
    page.route("**/mfa/js/webauthn.js", lambda route: held.append(route))
    page.goto("/accounts/login/", wait_until="commit")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_disabled()
    eventually(page, lambda: held, "the script is asked for")
    held[0].continue_()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_client_who_cancels_gets_a_sentence(page: Page, person: User, authenticator: tuple[CDPSession, str]) -> None:
    session, phone = authenticator
    session.send("WebAuthn.setUserVerified", {"authenticatorId": phone, "isUserVerified": False})
    signs_in_by_code(page, person, "/accounts/2fa/webauthn/add/")
    expect(page.get_by_role("heading", name="Make a passkey")).to_be_visible()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("It was cancelled, or took too long.")


def test_person_sets_up_the_app_and_is_asked_for_its_code(page: Page, person: User) -> None:
    signs_in_by_code(page, person, "/account/")
    look(page, "account-settings")
    page.get_by_role("link", name="Passkeys and codes").click()
    look(page, "passkeys-and-codes")
    page.get_by_role("link", name="Set it up").click()
    look(page, "app-new")
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(totp(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="10 codes left of 10")).to_be_visible()
    look(page, "recovery-codes")
    recovery = page.locator("code").first.inner_text()
    signs_out(page)
    signs_in_by_code(page, person, "/account/")
    look(page, "second-step")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Account settings")).to_be_visible()
