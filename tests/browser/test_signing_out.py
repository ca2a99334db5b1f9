"""Signing out takes everything of a person from the device, and asks first about what is nowhere else."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program, Session
from tests.browser.look import look
from tests.browser.offline import client_of, keep, make_client, open_today, without_sending
from tests.browser.people import SignIn
from tests.factories import make_user

NAMES = "async () => (await indexedDB.databases()).map(({ name }) => name)"
MARKS = "() => Object.keys(localStorage)"


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def sign_out(page: Page) -> None:
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()


@pytest.mark.parametrize("size", ["phone"])
def test_client_signs_out_and_nothing_of_them_stays(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        sign_out(page)
    assert answer.value.header_value("Clear-Site-Data") == '"cache", "storage"'
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert (page.evaluate(NAMES), page.evaluate(MARKS)) == ([], [])


def test_client_is_asked_about_what_is_not_sent(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    keep(page, program, count=2)
    sign_out(page)
    dialog = page.get_by_role("dialog", name="Something here is not sent yet")
    expect(dialog).to_contain_text("Sessions on this device only: 2.")
    look(page, "sign-out")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    sign_out(page)
    with page.expect_download() as file:
        dialog.get_by_role("button", name="Save as a file").click()
    assert "Bird dog: done" in file.value.path().read_text()
    dialog.get_by_role("button", name="Send now and sign out").click()
    expect(dialog.get_by_role("status")).to_contain_text("could not be sent")
    page.context.unroute_all()
    dialog.get_by_role("button", name="Send now and sign out").click()
    expect(page.get_by_role("heading", name="Today")).to_have_count(0)
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert Session.objects.count() == 2
    assert page.evaluate(NAMES) == []
    faults.clear()


@pytest.mark.parametrize("size", ["phone"])
def test_sessions_of_one_person_survive_that_another_signs_in_and_out(
    page: Page, sign_in: SignIn, program: Program, faults: list[str], base_url: str
) -> None:
    carl = client_of(program)
    sign_in(page.context, carl)
    open_today(page)
    without_sending(page)
    [name] = keep(page, program)
    # His session ends by itself; somebody else uses the browser.
    page.context.clear_cookies()
    page.context.unroute_all()
    page.goto("/offline/")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    sign_in(page.context, make_user("olga@example.org", "Olga"))
    page.goto("/routines/")
    page.goto("/unsent/")
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    expect(page.locator("[data-unsent-badge]")).to_be_hidden()
    assert page.evaluate(f"() => localStorage.getItem('backfit-device:{carl.pk}') !== null")
    page.goto("/routines/")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        sign_out(page)
    assert answer.value.header_value("Clear-Site-Data") is None
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(NAMES) == [f"backfit-{carl.pk}"]
    assert not Session.objects.exists()
    sign_in(page.context, carl)
    page.goto("/today/")
    expect(page.get_by_role("link", name="All sent")).to_be_visible()
    assert str(Session.objects.get(client=carl).uuid) == name
    faults.clear()


@pytest.mark.parametrize("size", ["phone"])
def test_pages_that_say_nobodys_name_become_those_of_who_signed_in(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    """The device still names the person before: such as when another tab's page is the only one since."""
    carl = client_of(program)
    sign_in(page.context, carl)
    open_today(page)
    without_sending(page)
    keep(page, program)
    olga = make_user("olga@example.org", "Olga")
    sign_in(page.context, olga)
    for address, heading in (("/unsent/", "All sent"), ("/offline/", "No program is kept here")):
        page.evaluate(f"() => localStorage.setItem('backfit-person', '{carl.pk}')")
        page.goto(address)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(page.locator("[data-unsent-badge]")).to_be_hidden()
        assert page.evaluate("() => localStorage.getItem('backfit-person')") == str(olga.pk)


@pytest.mark.parametrize("size", ["phone"])
def test_therapist_is_asked_about_a_plan_that_is_not_saved(page: Page, sign_in: SignIn, db: Any) -> None:
    therapist = make_user("tess@example.org", "Tess")
    sign_in(page.context, therapist)
    page.goto("/routines/")
    page.evaluate(f"() => localStorage.setItem('backfit-builder:{therapist.pk}:1:2', '{{\"at\": 1}}')")
    sign_out(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Plans with changes that are not saved: 1.")
    expect(dialog.get_by_role("button", name="Send now and sign out")).to_be_hidden()
    dialog.get_by_role("button", name="Delete it and sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(MARKS) == []
