"""A quiet line says how to have Backfit on the home screen, until somebody says no."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program
from tests.browser.look import look
from tests.browser.offline import client_of, make_client
from tests.browser.people import SignIn

OFFERS = """addEventListener("load", () => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = () => { window.prompted = true; };
  event.userChoice = Promise.resolve({ outcome: "%s" });
  dispatchEvent(event);
})"""
IPHONE = """Object.defineProperty(navigator, "standalone", { value: %s });
Object.defineProperty(navigator, "userAgent", { value: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)" });"""


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def open_today(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def test_client_puts_it_on_the_home_screen(page: Page, sign_in: SignIn, program: Program) -> None:
    page.add_init_script(OFFERS % "accepted")
    open_today(page, sign_in, program)
    expect(page.get_by_text("Backfit can stand on your home screen like an app.")).to_be_visible()
    look(page, "install")
    page.get_by_role("button", name="Put it there").click()
    assert page.evaluate("window.prompted")
    expect(page.get_by_role("button", name="Put it there")).to_be_hidden()


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize("button", ["No, thank you", "Put it there"])
def test_client_who_says_no_is_not_asked_again(page: Page, sign_in: SignIn, program: Program, button: str) -> None:
    page.add_init_script(OFFERS % "dismissed")
    open_today(page, sign_in, program)
    page.get_by_role("checkbox", name="Bird dog done").check()
    with page.expect_response("**/account/install/decline/"):
        page.get_by_role("button", name=button).click()
    expect(page.get_by_role("checkbox", name="Bird dog done")).to_be_checked()  # what was marked is still there
    page.context.clear_cookies()
    page.goto("/safety/")
    page.evaluate("localStorage.clear()")  # nor on another device
    open_today(page, sign_in, program)
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-install]").count() == 0


@pytest.mark.parametrize("size", ["phone"])
def test_client_with_an_iphone_reads_how_to_unless_it_is_there_already(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    page.add_init_script(IPHONE % "false")
    open_today(page, sign_in, program)
    expect(page.get_by_text("tap the Share button of your browser, then “Add to Home Screen”")).to_be_visible()
    expect(page.get_by_role("button", name="Put it there")).to_be_hidden()
    look(page, "install-iphone")
    page = page.context.new_page()
    page.add_init_script(IPHONE % "true")
    page.goto("/today/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-install]")).to_be_hidden()
