"""What a real browser tells of a secret address, and that it can still sign out from there."""

from typing import Any

from playwright.sync_api import Page, Request, expect

from programs.sharing import share
from tests.browser.people import SignIn
from tests.cast import make_cast


def test_therapist_signs_out_on_a_link_that_is_gone_and_tells_no_address(
    page: Page, base_url: str, db: Any, sign_in: SignIn, faults: list[str]
) -> None:
    cast = make_cast()
    _link, token = share(program=cast.program, by=cast.client)
    told: list[str] = []

    def hear(request: Request) -> None:
        told.append(request.headers.get("referer", ""))

    page.goto(f"/p/{token}/sign-in/")
    page.on("request", hear)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/?sent=1")
    sign_in(page.context, cast.therapist)
    page.goto("/p/none/")
    faults.clear()  # of the link that is not there
    page.get_by_text("Menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert told
    assert not [each for each in told if "/p/" in each]
