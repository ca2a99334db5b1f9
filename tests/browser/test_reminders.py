"""A client picks a moment, turns reminders on, adds the browser, gets a message, and stops by the link in a mail."""

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from programs.models import Program, PushSubscription
from programs.reminders.choosing import settings_of
from programs.reminders.push import message_for
from programs.session_body import SessionBody
from programs.sessions import record
from tests.browser.look import look
from tests.factories import make_clinic, make_episode, make_exercise, make_plan, make_published, make_user, session_body
from tests.push_service import Browser

SignIn = Callable[[BrowserContext, User], None]
# A browser that may show messages, and a push service that hands out one subscription.
PUSHING = """
const keys = %s;
const subscription = {
  options: {}, unsubscribe: async () => true,
  toJSON: () => ({ endpoint: "https://push.service.net/send/1", expirationTime: null, keys }),
};
const pushManager = { getSubscription: async () => null, subscribe: async () => subscription };
const registration = { pushManager };
Object.defineProperty(navigator, "serviceWorker", {
  value: {
    ready: Promise.resolve(registration),
    register: async () => registration,
    getRegistration: async () => registration,
    addEventListener() {},
  },
});
window.asked = 0;
Notification.requestPermission = async () => (window.asked += 1, "granted");
Object.defineProperty(Notification, "permission", { value: "default" });
"""
# What a service worker is to the handlers: listeners, a registration, the open pages.
HANDLED = """async (message) => {
  const { handlePush } = await import("/static/backfit/js/worker/push.js");
  const told = [], listeners = {}, waits = [];
  const fetched = window.fetch;
  window.fetch = async (path, options) => (told.push(["fetch", path, options.method]), { ok: true });
  handlePush({
    location: window.location,
    addEventListener: (name, listener) => (listeners[name] = listener),
    registration: { showNotification: async (title, options) => told.push(["shown", title, options]) },
    clients: { matchAll: async () => [], openWindow: async (path) => told.push(["opened", path]) },
  });
  const waitUntil = (promise) => waits.push(promise);
  listeners.push({ data: { json: () => message }, waitUntil });
  listeners.push({ data: null, waitUntil });
  await Promise.all(waits);
  const notification = { data: told[0][2].data, close: () => told.push(["closed"]) };
  for (const action of ["", "stop"]) {
    listeners.notificationclick({ action, notification, waitUntil });
    await Promise.all(waits);
  }
  window.fetch = fetched;
  return told;
}"""


@pytest.fixture
def program(db: Any) -> Program:
    make_exercise("Bird dog")
    therapist = make_user("tess@example.org", "Tess Therapist")
    client = make_user("chris@example.org", "Chris Client")
    clinic = make_clinic("Northside", therapists=(therapist,))
    episode = make_episode(clinic=clinic, therapist=therapist, client=client)
    program = make_published(episode=episode, by=therapist, plan=make_plan(("bird-dog", "3x8 2x/day")))
    record(by=client, uuid=uuid.uuid4(), body=SessionBody.model_validate(session_body(program)))
    return program


@pytest.fixture
def chris(program: Program) -> User:
    return User.objects.get(email="chris@example.org")


def test_client_picks_a_moment_and_turns_reminders_on_and_off(
    page: Page, chris: User, program: Program, sign_in: SignIn
) -> None:
    sign_in(page.context, chris)
    page.goto("/account/reminders/")
    look(page, "reminders-first")
    page.get_by_role("link", name="Choose Back basics").click()
    first = page.get_by_role("group", name="Moment 1")
    page.get_by_role("button", name="After the first coffee").click()
    expect(first.get_by_label("Moment")).to_have_value("After the first coffee")
    expect(first.get_by_label("About what time is that?")).to_have_value("08:00")
    look(page, "reminders-moments")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("After the first coffee")).to_be_visible()
    page.get_by_label("By mail").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("On", exact=True)).to_be_visible()
    look(page, "reminders-on")
    page.get_by_role("button", name="Send me one now").click()
    expect(page.get_by_text("It is on its way.")).to_be_visible()
    stops_by_the_link(page)


def stops_by_the_link(page: Page) -> None:
    found = re.search(r"/reminders/stop/\S+", str(mail.outbox[-1].body))
    assert found is not None
    page.context.clear_cookies()
    page.goto(found[0])
    look(page, "reminders-stop")
    page.get_by_role("button", name="Stop reminders").click()
    expect(page.get_by_role("heading", name="Reminders are off")).to_be_visible()
    assert not settings_of(User.objects.get(email="chris@example.org")).is_on


def test_client_tells_the_morning_with_one_tap(page: Page, chris: User, sign_in: SignIn) -> None:
    sign_in(page.context, chris)
    page.goto("/morning/")
    look(page, "morning")
    page.get_by_role("button", name="Pain 2 of 10").click()
    expect(page.get_by_text("Morning pain: 2")).to_be_visible()


def test_client_adds_the_browser_and_is_asked_only_after_the_tap(page: Page, chris: User, sign_in: SignIn) -> None:
    sign_in(page.context, chris)
    page.add_init_script(PUSHING % json.dumps(Browser().keys))
    page.goto("/account/reminders/")
    button = page.get_by_role("button", name="Add this device")
    expect(button).to_be_visible()
    assert page.evaluate("asked") == 0
    button.click()
    expect(page.get_by_label("On my devices")).to_be_checked()
    expect(page.get_by_text("Chrome on Linux").first).to_be_visible()
    look(page, "reminders-device")
    assert PushSubscription.objects.get().user == chris
    page.get_by_role("button", name="Remove Chrome on Linux").click()
    expect(page.get_by_text("gets no more reminders")).to_be_visible()
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("size", ["phone"])
def test_a_message_is_shown_opened_and_stops_by_its_button(page: Page, chris: User) -> None:
    message = message_for(settings_of(chris))
    page.goto("/exercises/")
    shown, empty, *clicked = page.evaluate(HANDLED, message)
    assert shown[1] == "Backfit"
    assert shown[2]["actions"] == [{"action": "stop", "title": "Stop reminders"}]
    assert empty[2]["data"] == {"url": "/today/", "stop": None}
    assert clicked == [["closed"], ["opened", "/today/"], ["closed"], ["fetch", message["stop"], "POST"]]


@pytest.mark.parametrize("size", ["phone"])
def test_a_message_leads_to_no_other_site(page: Page, chris: User) -> None:
    page.goto("/exercises/")
    told = page.evaluate(HANDLED, {"title": "x", "url": "https://elsewhere.example/x", "stop": "//elsewhere.example/"})
    assert ["opened", "/today/"] in told
    assert not [entry for entry in told if "elsewhere" in json.dumps(entry)]
