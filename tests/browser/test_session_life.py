"""Whose session ends while they write signs in again and goes on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.builder import kept, lines, open_builder, therapist, type_lines, wait_saved
from tests.browser.people import SignIn

pytestmark = pytest.mark.parametrize("size", ["desktop"])


def test_plan_that_is_being_written_survives_the_end_of_the_session(
    page: Page, sign_in: SignIn, faults: list[str]
) -> None:
    program = open_builder(page, sign_in)
    page.context.clear_cookies(name="sessionid")
    lines(page).first.focus()
    type_lines(page, "bird dog 3x8")
    state = page.locator("#builder-state")
    expect(state).to_contain_text("Not saved: you are signed out")
    expect(state).to_contain_text("What you typed is kept in this browser.")
    assert kept(program) == []
    faults.clear()  # the browser complains of each answer 401
    state.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert re.search(rf"next=.*{program.pk}", page.url)
    sign_in(page.context, therapist())
    page.goto(f"/programs/{program.pk}/")
    expect(lines(page).first).to_have_value(re.compile("^[Bb]ird dog 3x8"))
    wait_saved(page)
    assert kept(program) == ["bird-dog"]
