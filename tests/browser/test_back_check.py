"""A visitor with a sore back is asked, step by step, and told what comes next; nothing is left behind."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from exercises.loading import load_catalogue
from tests.browser.look import look
from tests.browser.test_keyboard import tab_to

SCREENS_OF_SIGNS = 7
FINE = {
    "Where is it worst?": "Lower back",
    "How long has this spell lasted?": "Less than 6 weeks",
    "How bad was it": "3",
    "What eases it most?": "Bending back",
    "What makes it worse?": "Bending forward",
    "How old are you?": "18 to 64",
    "Can you get down": "Yes",
}


def title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on").click()


def deny_signs(page: Page, *, until: int = SCREENS_OF_SIGNS) -> None:
    for number in range(1, until + 1):
        expect(page.get_by_text(f"Screen {number} of 9")).to_be_visible()
        page.get_by_label("None of these").check()
        go_on(page)


def answer(page: Page, answers: dict[str, str]) -> None:
    for question, words in answers.items():
        page.get_by_role("group", name=question).get_by_role("radio", name=words, exact=True).check()


def finish(page: Page, **changed: str) -> None:
    answers = FINE | changed
    expect(page.get_by_text("Screen 8 of 9")).to_be_visible()
    answer(page, dict(list(answers.items())[:3]))
    go_on(page)
    expect(page.get_by_text("Screen 9 of 9")).to_be_visible()
    answer(page, dict(list(answers.items())[3:]))
    go_on(page)


def test_visitor_is_shown_a_routine_goes_back_and_changes_an_answer(page: Page) -> None:
    load_catalogue()
    page.goto("/")
    page.get_by_role("link", name="Take the back check").click()
    title(page, "Between your legs, bladder and bowels")
    look(page, "back-check-signs")
    deny_signs(page)
    look(page, "back-check-place")
    finish(page)
    title(page, "A gentle routine may suit you")
    expect(page.get_by_role("heading", name="Standing back bend")).to_be_visible()
    look(page, "back-check-routine")
    goes_back_and_forward(page)
    page.get_by_role("button", name="Change: Your general health").click()
    title(page, "Your general health")
    expect(page.get_by_label("None of these")).to_be_checked()
    page.get_by_label("None of these").uncheck()
    page.get_by_label("Do you have a fever").check()
    go_on(page)
    title(page, "Phone a doctor today")
    look(page, "back-check-today")
    leaves_nothing_behind(page)


def goes_back_and_forward(page: Page) -> None:
    page.go_back()
    expect(page.get_by_role("group", name="How old are you?").get_by_label("18 to 64")).to_be_checked()
    page.go_back()
    title(page, "Your pain")
    expect(page.get_by_label("Lower back")).to_be_checked()
    page.go_forward()
    page.go_forward()
    title(page, "A gentle routine may suit you")


def leaves_nothing_behind(page: Page) -> None:
    assert page.url.endswith("/back-check/")
    assert {cookie.get("name") for cookie in page.context.cookies()} == {"csrftoken"}
    stored = page.evaluate("() => [...Object.values(localStorage), ...Object.values(sessionStorage)]")
    assert set(stored) <= {"/back-check/"}  # htmx notes the address, which says nothing


def test_visitor_with_an_emergency_sign_is_told_at_once(page: Page) -> None:
    page.goto("/back-check/")
    page.get_by_label("Does it feel odd when you wipe").check()
    go_on(page)
    title(page, "Get emergency help now")
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    look(page, "back-check-emergency")


def test_visitor_in_strong_pain_is_sent_to_a_physiotherapist(page: Page) -> None:
    load_catalogue()
    page.goto("/back-check/")
    deny_signs(page)
    finish(page, **{"How bad was it": "8"})
    title(page, "Have it looked at before you exercise")
    expect(page.get_by_text("Your pain was 6 out of 10 or more.")).to_be_visible()
    look(page, "back-check-physiotherapist")
    page.get_by_role("link", name="How to find a physiotherapist").click()
    title(page, "How to find a physiotherapist and what to expect of an assessment")


def test_visitor_who_forgot_an_answer_is_told_which(page: Page, faults: list[str]) -> None:
    page.goto("/back-check/")
    go_on(page)
    expect(page.get_by_text("Tick at least one answer")).to_be_visible()
    expect(page.get_by_role("checkbox").first).to_be_focused()
    look(page, "back-check-forgotten")
    expected = [fault for fault in faults if "status of 400" in fault]
    assert len(expected) == 1
    faults.clear()


def test_visitor_takes_the_check_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/back-check/")
    for number in range(1, 3):
        expect(page.get_by_text(f"Screen {number} of 9")).to_be_visible()
        tab_to(page, page.get_by_label("None of these"))
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    title(page, "Accidents and sudden signs")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Back"))
    page.keyboard.press("Enter")
    title(page, "Your legs, arms and balance")
    expect(page.get_by_label("None of these")).to_be_checked()
    tab_to(page, page.get_by_label("Is there pain, weakness"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("None of these"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    title(page, "Get emergency help now")
    tab_to(page, page.get_by_role("link", name="Call 112"))


@pytest.mark.parametrize("size", ["phone"])
def test_visitor_without_javascript_comes_to_the_end_and_back(
    new_context: Callable[..., BrowserContext], size: str
) -> None:
    load_catalogue()
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/back-check/")
    deny_signs(page)
    finish(page)
    title(page, "A gentle routine may suit you")
    page.get_by_role("button", name="Change: Where is it worst?").click()
    expect(page.get_by_label("Lower back")).to_be_checked()
    page.get_by_role("button", name="Back").click()
    title(page, "Other things worth a look")


@pytest.mark.parametrize("size", ["phone"])
def test_visitor_without_javascript_answers_on_one_page_and_leaves_it_by_the_back_button(
    new_context: Callable[..., BrowserContext], size: str
) -> None:
    load_catalogue()
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/back-check/")
    page.get_by_role("link", name="All questions on one page").click()
    title(page, "All questions on one page")
    for box in page.get_by_label("None of these").all():
        box.check()
    answer(page, FINE | {"How bad was it": "9"})
    page.get_by_role("button", name="See what comes next").click()
    title(page, "Have it looked at before you exercise")
    page.go_back()
    title(page, "All questions on one page")


def test_visitor_in_pain_finds_whom_to_call_and_how_to_ease_off(page: Page) -> None:
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="If it hurts badly").click()
    title(page, "If it hurts badly")
    expect(page.get_by_role("link", name="Call 112")).to_be_in_viewport()
    look(page, "safety")
    page.get_by_role("link", name="What to do in a flare-up").click()
    title(page, "What to do in a flare-up")
    look(page, "flare-up")
    page.goto("/back-check/one-page/")
    look(page, "back-check-one-page")
    page.goto("/safety/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name=re.compile("Call 112"))).to_be_visible()
