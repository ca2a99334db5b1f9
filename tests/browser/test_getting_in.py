"""From the open mail to the first exercise on a phone: at most 20 seconds and three taps, by link and by code."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.invitations import invite_client
from exercises.loading import load_catalogue
from tests.accounts.mails import last_code, last_link
from tests.browser.look import look
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user

pytestmark = pytest.mark.parametrize("size", ["phone"])
SECONDS, TAPS = 20, 3
LINES = (("glute-bridge", "3x10 5x/wk"), ("bird-dog", "3x8 5s e/s"), ("knee-rolls", "1x10 e/s"))
# Taps as the browser has them, from one page to the next, and not what a test believes it has done.
COUNT_TAPS = """
addEventListener("click", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps")) + 1);
}, true)
"""


@pytest.fixture
def phone(page: Page, db: Any) -> Iterator[Page]:
    """Somebody's phone with the mail on it."""
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    episode = make_episode(clinic=clinic, therapist=therapist, client_name="Carl", client_email="carl@example.org")
    make_published(episode=episode, by=therapist, plan=make_plan(*LINES))
    invite_client(episode=episode, by=therapist)
    page.add_init_script(COUNT_TAPS)
    # Before the stopwatch runs: a browser's first page takes as long as the browser takes to start.
    page.goto("/safety/")
    yield page
    assert taps(page) <= TAPS


def taps(page: Page) -> int:
    return int(page.evaluate("() => Number(sessionStorage.getItem('taps'))"))


def accept(page: Page) -> None:
    button = page.get_by_role("button", name="Accept and begin")
    expect(button).to_be_in_viewport(ratio=1)  # scrolling takes time, too
    button.tap()


def sees_the_first_exercise(page: Page) -> None:
    """Its name and its picture, without scrolling."""
    name = page.get_by_role("heading", name="Bridge", exact=True)
    expect(name).to_be_in_viewport(ratio=1)
    expect(picture_beside(name)).to_be_in_viewport(ratio=0.6)


def picture_beside(name: Locator) -> Locator:
    task = name.page.get_by_role("listitem").filter(has=name)
    return task.locator("img, picture, svg:not(.icon)").first


def test_client_sees_the_first_exercise_by_the_link(phone: Page) -> None:
    began = time.monotonic()
    phone.goto(last_link())
    accept(phone)
    sees_the_first_exercise(phone)
    assert time.monotonic() - began < SECONDS
    assert taps(phone) == 1
    look(phone, "getting-in")


def test_client_sees_the_first_exercise_by_the_code(phone: Page) -> None:
    began = time.monotonic()
    phone.goto("/invitations/enter/")
    phone.get_by_label("Your email address").fill("carl@example.org")
    phone.get_by_label("Code from the mail").fill(last_code())
    phone.get_by_role("button", name="Continue").tap()
    accept(phone)
    sees_the_first_exercise(phone)
    assert time.monotonic() - began < SECONDS
