"""A visitor reads a ready-made program and keeps it; a therapist makes one a client's and changes its rules."""

import re

from playwright.sync_api import Page, expect

from accounts.models import Routine
from accounts.template_loading import load_templates
from exercises.loading import load_catalogue
from tests.browser.builder import wait_saved
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person


def test_visitor_finds_a_program_and_reads_whom_it_is_not_for(page: Page) -> None:
    load_catalogue()
    load_templates()
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Programs").click()
    expect(page.get_by_role("article")).to_have_count(8)
    look(page, "templates")
    page.get_by_role("link", name="Acute low back: keep moving").click()
    expect(page.get_by_role("heading", name="Not for you with any of these")).to_be_visible()
    expect(page.get_by_role("heading", name="1. Settle")).to_be_visible()
    expect(page.get_by_text("Stop", exact=True)).to_be_visible()
    look(page, "template")
    page.get_by_role("link", name="Prone on elbows").click()
    expect(page.get_by_role("heading", name="Prone on elbows", level=1)).to_be_visible()


def test_client_keeps_a_program_by_keyboard(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    load_templates()
    sign_in(page.context, person("mia"))
    page.goto("/templates/whole-back-flexibility/")
    page.get_by_role("button", name="Save as a routine of mine").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Whole-back flexibility", level=1)).to_be_visible()
    expect(page.get_by_text("Copied to your routines.")).to_be_visible()
    assert Routine.objects.filter(owner=person("mia")).count() == 1


def test_therapist_assigns_a_program_and_changes_its_rules(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    load_templates()
    sign_in(page.context, person("tess"))
    page.goto("/templates/acute-low-back-mobility/")
    page.get_by_role("link", name="Start with a client").click()
    expect(page.get_by_role("combobox", name="Client")).to_be_focused()
    page.keyboard.type("nora")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.locator("#builder").get_by_text("Choose one").first).to_be_visible()
    page.get_by_text("Rules for pain and progress").click()
    look(page, "template-rules")
    page.get_by_label("Stop an exercise at pain from").fill("5")
    expect(page.get_by_text("It hurts 5 out of 10 or more")).to_have_count(1)
    page.get_by_label(re.compile("^Line")).first.focus()
    wait_saved(page)
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("It hurts 5 out of 10 or more")).to_be_visible()
    look(page, "template-preview")
