"""Finding exercises as one types in the catalogue; in a program it is in test_builder."""

from playwright.sync_api import Page, expect

from tests.browser.look import look
from tests.browser.people import open_demo_clinic

TYPED = "brid dgo"


def test_visitor_types_with_errors_and_the_menus_follow(page: Page, size: str) -> None:
    open_demo_clinic()
    page.goto("/exercises/")
    page.get_by_role("searchbox", name="Search exercises").press_sequentially(TYPED)
    expect(page.get_by_text("Nothing fits “brid dgo”; showing “bird dog”.")).to_be_visible()
    expect(page.get_by_role("heading", level=3).first).to_have_text("Bird dog")
    expect(page.get_by_role("searchbox", name="Search exercises")).to_be_focused()
    if size == "phone":
        page.locator("summary").filter(has_text="Filters").click()
    kind = page.get_by_label("Kind")
    expect(kind.locator("option").first).to_have_text("Any kind")
    expect(kind.locator("option", has_text="Stability (")).to_have_count(1)
    expect(kind.locator("option", has_text="Breathing")).to_have_count(0)
    look(page, "search-forgiven")
    kind.select_option("stability")
    expect(page.get_by_role("list", name="Filters that are set").get_by_role("link")).to_have_count(2)
    expect(kind).to_have_value("stability")
