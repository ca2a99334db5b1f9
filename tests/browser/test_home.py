from playwright.sync_api import Page, expect

from tests.browser.look import look


def test_visitor_opens_the_home_page(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, "home")
