"""What a browser is sent ends with who signs out there, and does not wait for the next who signs in."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from programs.models import Program, PushSubscription
from programs.reminders.devices import register
from tests.browser.offline import client_of, make_client
from tests.browser.people import SignIn
from tests.factories import make_user
from tests.push_service import Browser

pytestmark = pytest.mark.parametrize("size", ["phone"])
ENDPOINT = "https://push.service.net/send/1"
# A browser that has a subscription; what becomes of it outlives the page.
SUBSCRIBED = """
const subscription = {
  unsubscribe: async () => (localStorage.setItem("test-unsubscribed", "1"), true),
  toJSON: () => ({ endpoint: "%s", expirationTime: null, keys: %s }),
};
const gone = () => localStorage.getItem("test-unsubscribed");
const registration = { pushManager: { getSubscription: async () => (gone() ? null : subscription) } };
Object.defineProperty(navigator, "serviceWorker", {
  value: {
    ready: Promise.resolve(registration), register: async () => registration,
    getRegistration: async () => registration, addEventListener() {},
  },
});
"""


@pytest.fixture
def carl(db: Any) -> User:
    program: Program = make_client()
    return client_of(program)


def open_subscribed(page: Page, sign_in: SignIn, carl: User) -> None:
    keys = Browser().keys
    register(by=carl, endpoint=ENDPOINT, name="Phone", **keys)
    register(by=carl, endpoint=f"{ENDPOINT}2", name="Another", **Browser().keys)
    page.add_init_script(SUBSCRIBED % (ENDPOINT, json.dumps(keys)))
    page.goto("/safety/")
    page.evaluate(f"localStorage.setItem('backfit-push', '{carl.pk}')")
    sign_in(page.context, carl)
    page.goto("/today/")
    page.wait_for_load_state("networkidle")  # the copy is fetched, and nothing is under way


def unsubscribed(page: Page) -> Any:
    return page.evaluate("localStorage.getItem('test-unsubscribed')")


def test_client_who_signs_out_is_sent_nothing_more_here(page: Page, sign_in: SignIn, carl: User) -> None:
    open_subscribed(page, sign_in, carl)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert PushSubscription.objects.count() == 2  # it stays while its owner is here
    page.get_by_text("Menu", exact=True).click()
    with page.expect_request("**/push-subscriptions/release/"):
        page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert PushSubscription.objects.get().name == "Another"


def test_client_can_sign_out_although_the_messages_cannot_be_ended(
    page: Page, sign_in: SignIn, carl: User, faults: list[str]
) -> None:
    open_subscribed(page, sign_in, carl)
    page.route("**/push-subscriptions/release/", lambda route: route.abort())
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    faults.clear()


def test_another_who_signs_in_does_not_get_the_messages_of_the_one_before(
    page: Page, sign_in: SignIn, carl: User
) -> None:
    open_subscribed(page, sign_in, carl)
    page.context.clear_cookies()  # his session ended by itself
    sign_in(page.context, make_user("olga@example.org", "Olga"))
    with page.expect_response("**/push-subscriptions/release/"):
        page.goto("/routines/")
    page.wait_for_function("() => localStorage.getItem('test-unsubscribed') && !localStorage.getItem('backfit-push')")
    assert unsubscribed(page) == "1"
    assert [device.name for device in PushSubscription.objects.all()] == ["Another"]
