import re

from playwright.sync_api import Page, expect

from exercises.loading import load_catalogue
from tests.browser.look import SCREENSHOTS, assert_fits


def test_integrator_tries_the_api_in_the_browser(page: Page, size: str) -> None:
    """Under the same strict policy as every page: `faults` fails on a report. Swagger's markup is its makers' own."""
    load_catalogue()
    page.goto("/")
    page.get_by_role("link", name="API", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^Backfit"))).to_be_visible()
    expect(page.get_by_role("button", name="Authorize")).to_be_visible()
    page.get_by_role("button", name="Read an exercise whole").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_placeholder("slug").fill("bird-dog")
    page.get_by_role("button", name="Execute").click()
    expect(page.get_by_role("table").get_by_text("Builds staying power in your back").first).to_be_visible()
    assert_fits(page, "API docs")
    page.screenshot(path=SCREENSHOTS / f"api-docs-{size}.png", full_page=True)
