"""A therapist notes what is at a client's home and finds what fits, by keyboard and by touch."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.template_loading import load_templates
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person

pytestmark = pytest.mark.parametrize("size", ["phone", "desktop", "tablet"])


NAME = "Mia Laurent"


def test_therapist_notes_the_home_and_finds_what_fits(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    load_templates()
    person("mia").episodes.update(home={}, usual_pain=None)  # as before anybody asked
    sign_in(page.context, person("tess"))
    opens_the_home(page)
    fills_it_in_by_keyboard(page)
    looks_through_the_catalogue(page)
    looks_through_the_templates(page)
    meets_the_same_marks_in_the_program(page)


def opens_the_home(page: Page) -> None:
    page.goto(f"/episodes/{person('mia').episodes.get().pk}/")
    card = page.get_by_role("region", name="Home and precautions")
    expect(card.get_by_text("Not asked yet.")).to_be_visible()
    card.get_by_role("link", name="Fill in").click()
    expect(page.get_by_role("heading", name="Home and precautions")).to_be_visible()
    look(page, "home-empty")


def fills_it_in_by_keyboard(page: Page) -> None:
    page.get_by_role("checkbox", name="Loop band").focus()
    page.keyboard.press("Space")
    floor = page.get_by_role("group", name="Getting down to the floor")
    floor.get_by_role("radio", name="Not asked yet").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(floor.get_by_role("radio", name="No", exact=True)).to_be_checked()
    wrist = page.get_by_role("checkbox", name="Sore wrist")
    expect(wrist).to_have_accessible_description(
        "Your wrist hurts or you have carpal tunnel symptoms. Leaning on a bent wrist may stir it up."
    )
    wrist.focus()
    page.keyboard.press("Space")
    page.get_by_label("Minutes a day").fill("15")
    page.get_by_label("Usual pain").select_option("3")
    look(page, "home")
    page.get_by_label("Minutes a day").press("Enter")
    card = page.get_by_role("region", name="Home and precautions")
    expect(card.get_by_text("Sore wrist")).to_be_visible()
    look(page, "client-with-home")


def looks_through_the_catalogue(page: Page) -> None:
    page.get_by_role("link", name="Which exercises fit").click()
    expect(page.get_by_text(f"For {NAME}: what does not fit")).to_be_visible()
    page.get_by_role("searchbox", name="Search exercises").press_sequentially("forearm plank", delay=20)
    card = page.get_by_role("article").filter(has=page.get_by_role("heading", name="Forearm plank"))
    expect(card.get_by_text("Done on the floor")).to_be_visible()
    expect(page).to_have_url(re.compile("q=forearm[+]plank|q=forearm%20plank"))  # the last letter's answer is there
    look(page, "exercises-for-a-client")
    card.get_by_role("link", name="Wall plank").click()
    expect(page.get_by_role("heading", name="Wall plank", level=1)).to_be_visible()
    ladder = page.get_by_role("complementary", name="About this exercise")
    expect(ladder.get_by_text("Done on the floor").first).to_be_visible()
    look(page, "ladder-for-a-client")


def looks_through_the_templates(page: Page) -> None:
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Which templates fit").click()
    expect(page.get_by_text("exercises do not fit").first).to_be_visible()
    look(page, "templates-for-a-client")
    page.get_by_role("link", name="Core endurance").click()
    expect(page.get_by_text("Done on the floor").first).to_be_visible()
    look(page, "template-for-a-client")


def meets_the_same_marks_in_the_program(page: Page) -> None:
    """Taking the neighbour and giving a reason there is in test_builder.py."""
    page.get_by_role("main").get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Back at ease").first.click()
    expect(page.get_by_text("Done on the floor").first).to_be_visible()
    expect(page.get_by_role("button", name="Give it all the same").first).to_be_visible()
