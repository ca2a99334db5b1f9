import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import ApiToken, Routine
from exercises.loading import load_catalogue
from tests.browser.look import SCREENSHOTS, assert_fits
from tests.browser.people import SignIn
from tests.factories import make_user


def test_integrator_tries_the_api_in_the_browser(page: Page, size: str) -> None:
    """Under the same strict policy as every page: `faults` fails on a report. Swagger's markup is its makers' own."""
    load_catalogue()
    page.goto("/")
    page.get_by_role("link", name="API", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^Backfit"))).to_be_visible()
    expect(page.get_by_role("button", name="Authorize")).to_be_visible()
    scroll_to(page, "Read an exercise whole").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_placeholder("slug").fill("bird-dog")
    page.get_by_role("button", name="Execute").click()
    expect(page.get_by_role("table").get_by_text("Builds staying power in your back").first).to_be_visible()
    assert_fits(page, "API docs")
    page.screenshot(path=SCREENSHOTS / f"api-docs-{size}.png", full_page=True)


def scroll_to(page: Page, name: str) -> Locator:
    """Of many operations the page shows those near the screen only."""
    button = page.get_by_role("button", name=name)
    expect(page.locator(".opblock").first).to_be_visible()
    for _step in range(200):
        if button.count():
            break
        # Down, and from the top again: a machine that draws late has let it go by.
        page.evaluate(
            """() => {
              const before = scrollY;
              scrollBy(0, 500);
              if (scrollY === before) scrollTo(0, 0);
            }"""
        )
        page.wait_for_timeout(100)
    return button


@pytest.mark.parametrize("way", ["session", "token"])
def test_integrator_writes_by_session_or_token(page: Page, sign_in: SignIn, way: str) -> None:
    """Swagger's page sends the form token with the session, and the bearer's token once it was told."""
    user = make_user("ines@example.org", "Ines")
    if way == "session":
        sign_in(page.context, user)
    page.goto("/api/v1/docs/")
    if way == "token":
        _token, secret = ApiToken.issue(user=user, name="records", scopes=["routines:write"])
        page.get_by_role("button", name="Authorize").click()
        page.get_by_label("auth-bearer-value").fill(secret)
        page.get_by_role("button", name="Apply credentials").last.click()
        page.get_by_role("button", name="Close", exact=True).last.click()
    scroll_to(page, "Save a routine of your own").click()
    page.get_by_role("button", name="Try it out").click()
    page.locator(".body-param__text").fill('{"name": "From the docs"}')
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response .response-col_status")).to_contain_text("201")
    assert Routine.objects.get().owner == user
