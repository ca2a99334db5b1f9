"""A client gets the link for their calendar, replaces it and switches it off."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from programs.models import CalendarFeed
from tests.browser.look import assert_fits, look
from tests.browser.people import SignIn
from tests.cast import make_cast

pytestmark = pytest.mark.parametrize("size", ["phone"])
ADDRESS = "#calendar-address"


def pasted(page: Page) -> str:
    """What was copied, as a person has it: no page of ours may read the clipboard."""
    page.evaluate("() => { document.body.append(document.createElement('textarea')); }")
    field = page.locator("body > textarea")
    field.focus()
    page.keyboard.press("Control+V")
    text = field.input_value()
    field.evaluate("(field) => field.remove()")
    return text


def test_client_makes_replaces_and_switches_off_the_link(page: Page, sign_in: SignIn, base_url: str, db: Any) -> None:
    sign_in(page.context, make_cast().client)
    page.context.grant_permissions(["clipboard-write"], origin=base_url)
    page.goto("/account/")
    page.get_by_role("link", name="Calendar link").click()
    look(page, "calendar-none")
    page.get_by_role("button", name="Make my link").click()
    expect(page.get_by_role("heading", name="Your calendar link")).to_be_visible()
    look(page, "calendar-link")
    first = page.locator(ADDRESS).inner_text()
    assert page.get_by_role("link", name="Add to my calendar").get_attribute("href") == f"webcal{first[4:]}"
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("Copied")
    assert pasted(page) == first
    page.set_viewport_size({"width": 320, "height": 640})
    assert_fits(page, "calendar-link, narrow")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Done").click()
    look(page, "calendar-on")
    page.get_by_label("Show the names of the exercises too").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Show the names of the exercises too")).to_be_checked()
    page.get_by_role("button", name="Make a new link").click()
    expect(page.get_by_role("heading", name="Your calendar link")).to_be_visible()
    expect(page.locator(ADDRESS)).not_to_have_text(first)
    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_text("The calendar link is off.")).to_be_visible()
    assert not CalendarFeed.objects.filter(revoked_at__isnull=True).exists()
