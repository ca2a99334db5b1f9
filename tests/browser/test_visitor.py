"""A visitor finds an exercise that helps, and reads the guide."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from exercises.loading import load_catalogue
from tests.browser.look import look

HIP_STRETCHES = re.compile(r"\?.*q=hip.*kind=stretch|\?.*kind=stretch.*q=hip")


def open_filters(page: Page, size: str) -> None:
    if size == "phone":
        page.get_by_role("search").get_by_text("Filters").click()


def test_visitor_searches_filters_and_comes_back_to_what_was_found(page: Page, size: str) -> None:
    load_catalogue()
    page.goto("/")
    look(page, "home")
    page.get_by_role("link", name="Browse the exercises").click()
    found = page.get_by_role("status").filter(has_text="exercise")
    expect(found).to_have_text("100 exercises")
    look(page, "exercises")

    page.get_by_role("searchbox", name="Search exercises").fill("hip")
    expect(page).to_have_url(re.compile(r"\?q=hip$"))
    open_filters(page, size)
    page.get_by_label("Kind").select_option("stretch")
    expect(page).to_have_url(HIP_STRETCHES)
    expect(page.get_by_role("heading", name="Bird dog")).to_have_count(0)
    look(page, "exercises-filtered")

    name = page.get_by_role("heading", level=3).first.inner_text()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(HIP_STRETCHES)
    expect(page.get_by_label("Kind")).to_have_value("stretch")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q=hip$"))
    expect(page.get_by_label("Kind")).to_have_value("")
    expect(page.get_by_role("searchbox", name="Search exercises")).to_have_value("hip")


def test_visitor_sends_a_filtered_address_and_takes_a_filter_off(page: Page) -> None:
    load_catalogue()
    page.goto("/exercises/?position=quadruped&q=bird")
    chips = page.get_by_role("list", name="Filters that are set")
    expect(chips.get_by_role("link")).to_have_text([re.compile("“bird”"), re.compile("On hands and knees")])
    chips.get_by_role("link", name="bird").click()
    expect(page).to_have_url(re.compile(r"/exercises/\?position=quadruped$"))
    expect(page.get_by_role("heading", name="Cat-cow")).to_be_visible()
    page.get_by_role("searchbox", name="Search exercises").fill("no such thing")
    expect(page.get_by_role("heading", name="Nothing fits all of that")).to_be_visible()
    look(page, "exercises-none")
    page.get_by_role("link", name="Show all exercises").click()
    expect(page.get_by_role("status").filter(has_text="exercise")).to_have_text("100 exercises")


def test_visitor_reads_an_exercise_and_what_is_easier(page: Page) -> None:
    load_catalogue()
    page.goto("/exercises/bird-dog/")
    expect(page.get_by_role("heading", name="3 sets of 6, hold 8 seconds")).to_be_visible()
    for title in ("How to do it", "If it does not go well yet", "Take care", "At a glance"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    look(page, "exercise")
    page.get_by_role("link", name="Bird dog, leg only").click()
    expect(page.get_by_role("heading", name="Bird dog, leg only", level=1)).to_be_visible()
    page.goto("/exercises/movement-break/")
    expect(page.get_by_role("heading", name="1 minute, every 30 minutes, between 9:00 and 17:00")).to_be_visible()
    look(page, "habit")


def test_visitor_reads_the_guide_from_part_to_part(page: Page, size: str) -> None:
    load_catalogue()
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Guide").click()
    parts = page.get_by_role("article")
    expect(parts).to_have_count(7)
    look(page, "guide")
    parts.first.get_by_role("link").click()
    for number in range(1, 8):
        title = page.get_by_role("heading", level=1)
        expect(title).to_be_visible()
        look(page, f"guide-{number}")
        here = title.inner_text()
        following = page.get_by_role("navigation", name="Next to this page").get_by_role("link").last
        if number < 7:
            following.click()
            expect(title).not_to_have_text(here)
    expect(page.get_by_role("heading", name="When to get help fast", level=1)).to_be_visible()


@pytest.mark.parametrize("size", ["phone"])
def test_visitor_without_javascript_searches_and_filters(
    new_context: Callable[..., BrowserContext], size: str, base_url: str
) -> None:
    load_catalogue()
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/exercises/")
    page.get_by_role("searchbox", name="Search exercises").fill("hip")
    open_filters(page, size)
    page.get_by_label("Kind").select_option("stretch")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(HIP_STRETCHES)
    expect(page.get_by_role("list", name="Filters that are set").get_by_role("link")).to_have_count(2)
    expect(page.get_by_role("heading", name="Bird dog")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("status").filter(has_text="exercise")).to_have_text("100 exercises")
