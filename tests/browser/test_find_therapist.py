"""A clinic puts itself on the list, a visitor finds it and asks, the clinic answers and invites."""

import re
import time
from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import AppointmentRequest, Listing
from tests.browser.look import look
from tests.browser.people import SignIn, forgive, open_demo_clinic, person

NAME = "Vera Visitor"


def test_manager_lists_the_clinic_a_visitor_asks_and_is_invited(
    page: Page, sign_in: SignIn, new_context: Callable[..., BrowserContext], faults: list[str], size: str
) -> None:
    open_demo_clinic()
    Listing.objects.filter(clinic__name="Riverside Physiotherapy").delete()
    AppointmentRequest.objects.all().delete()
    sign_in(page.context, person("marc"))
    puts_the_clinic_on_the_list(page, faults)
    visitor = new_context().new_page()
    finds_the_clinic(visitor, size)
    asks_for_an_appointment(visitor, faults)
    answers_and_invites(page)


def puts_the_clinic_on_the_list(page: Page, faults: list[str]) -> None:
    page.goto("/clinics/")
    page.get_by_role("link", name="Riverside Physiotherapy").click()
    look(page, "clinic-found")
    page.get_by_role("link", name="The listing of the clinic").click()
    page.get_by_label("In your own words").fill("We listen first. Call +33 1 23 45 67 89.")
    page.get_by_label("Town").fill("Lyon")
    page.get_by_label("Country").select_option("France")
    page.get_by_label("Language 1").select_option("French")
    page.get_by_label("Back pain").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Programs would collect them.")).to_be_visible()
    forgive(faults, 400)
    look(page, "listing-refused")
    page.get_by_label("In your own words").fill("We listen first.")
    page.get_by_role("button", name="Save").click()
    look(page, "listing-draft")
    page.get_by_label("I agree that everybody can read").check()
    page.get_by_role("button", name="Publish the listing").click()
    expect(page.get_by_text("You are on the list.")).to_be_visible()
    look(page, "listing-published")


def finds_the_clinic(page: Page, size: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Find one near you").click()
    look(page, "therapists")
    page.get_by_role("searchbox", name="Town or postcode").fill("LYON")
    expect(page).to_have_url(re.compile(r"\?place=LYON$"))
    if size == "phone":
        page.get_by_role("search").get_by_text("Filters").click()
    page.get_by_label("What it is about").select_option("Back pain")
    expect(page.get_by_role("article")).to_have_count(1)
    look(page, "therapists-found")
    page.get_by_role("link", name="Riverside Physiotherapy").click()
    look(page, "therapist")
    page.get_by_role("button", name="Show the telephone number").click()
    expect(page.get_by_role("link", name="+33 1 99 00 12 34")).to_be_visible()


def asks_for_an_appointment(page: Page, faults: list[str]) -> None:
    page.get_by_role("link", name="Ask for an appointment").click()
    expect(page.get_by_label("Leave this empty")).not_to_be_in_viewport()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Give an email address or a telephone number").first).to_be_visible()
    forgive(faults, 400)
    look(page, "appointment-refused")
    page.get_by_label("Your email address").fill("vera@example.org")
    page.get_by_label("When could you come?").fill("Mornings")
    page.get_by_label("I agree that this site passes").check()
    with time_machine.travel(time.time() + 10):  # nobody writes as fast as this test
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_role("heading", name="Your request is sent")).to_be_visible()
    look(page, "appointment-sent")


def answers_and_invites(page: Page) -> None:
    page.goto("/clients/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("Clinic.*1 new request")).click()
    page.get_by_role("link", name="Riverside Physiotherapy").click()
    page.get_by_role("link", name="Open the requests").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    look(page, "requests")
    page.get_by_role("link", name="Invite as client").click()
    expect(page.get_by_label("Client's name")).to_have_value(NAME)
    expect(page.get_by_label("Client's email address")).to_have_value("vera@example.org")
    page.get_by_role("button", name="Add the client").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert AppointmentRequest.objects.get().state == "answered"


def types_a_request(page: Page) -> None:
    """All of the form, up to the button."""
    page.get_by_label("Your name").focus()
    page.keyboard.type(NAME)
    # The language is chosen already.
    for text in ("vera@example.org", "+45 99 00 11 22", "", "Mornings", "By bus"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")  # past the field that is for programs alone
    page.keyboard.press("Space")
    page.keyboard.press("Tab")


@pytest.mark.parametrize("size", ["desktop"])
def test_visitor_asks_by_keyboard_alone_without_javascript(
    new_context: Callable[..., BrowserContext], size: str, base_url: str
) -> None:
    open_demo_clinic()
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/therapists/?country=DK")
    link = page.get_by_role("link", name="Harbour Movement Clinic")
    for _press in range(30):
        if link.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ask for an appointment").press("Enter")
    types_a_request(page)
    with time_machine.travel(time.time() + 10):
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Your request is sent")).to_be_visible()
    asked = AppointmentRequest.objects.get(name=NAME)
    assert (asked.email, asked.phone, asked.times, asked.note) == (
        "vera@example.org",
        "+45 99 00 11 22",
        "Mornings",
        "By bus",
    )
    assert asked.state == "new"
