"""From the sheet on the fridge to Today: somebody scans the code, is sent the mail, and is in."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from exercises.loading import load_catalogue
from programs.models import Program
from programs.sharing import handout_token
from tests.accounts.mails import last_link
from tests.browser.look import look
from tests.browser.people import SignIn
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user

LINES = (("glute-bridge", "3x10 5x/wk"), ("bird-dog", "3x8 5s e/s"))


@pytest.fixture
def handed_out(db: Any) -> Program:
    """A program that the therapist has printed and not sent yet."""
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    episode = make_episode(clinic=clinic, therapist=therapist, client_name="Carl", client_email="carl@example.org")
    return make_published(episode=episode, by=therapist, plan=make_plan(*LINES))


def test_client_scans_the_sheet_and_gets_to_today(page: Page, handed_out: Program) -> None:
    token = handout_token(program=handed_out, by=handed_out.created_by)
    page.goto(f"/p/{token}/")
    expect(page.get_by_role("heading", name="Your exercises")).to_be_visible()
    expect(page.get_by_role("heading", name="1. Bridge")).to_be_visible()
    look(page, "shared-program")
    page.get_by_role("link", name="My program: sign me in").click()
    look(page, "shared-sign-in")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    look(page, "shared-sign-in-sent")
    page.goto(last_link())
    page.get_by_role("button", name="Accept and begin").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    expect(page.get_by_text("2 exercises to go")).to_be_visible()
    page.goto(f"/p/{token}/")
    page.get_by_role("link", name="Go to Today").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def test_therapist_makes_a_link_and_withdraws_it(page: Page, handed_out: Program, sign_in: SignIn) -> None:
    sign_in(page.context, handed_out.created_by)
    page.goto(handed_out.get_absolute_url())
    expect(page.get_by_role("link", name="Print the handout")).to_be_visible()
    page.get_by_role("link", name="Share it by a link").click()
    look(page, "share-links-none")
    page.get_by_label("For whom").fill("Physio at the seaside")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("#shared-address").inner_text()
    look(page, "share-link-made")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("Physio at the seaside", exact=True)).to_be_visible()
    look(page, "share-links")
    path = "/p/" + address.rpartition("/p/")[2]
    assert page.request.get(path).status == 200
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("The link no longer works.")).to_be_visible()
    assert page.request.get(path).status == 404
