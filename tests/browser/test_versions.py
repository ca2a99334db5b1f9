"""A therapist gives a choice and a short version, and takes an earlier version up; the client has a bad day."""

import re

import pytest
from playwright.sync_api import Page, expect

from exercises.editorial import drafts
from exercises.models import Draft, Exercise
from programs.models import Program
from tests.browser.builder import wait_saved
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person

pytestmark = pytest.mark.parametrize("size", ["phone", "desktop", "tablet"])


def program_of_mia() -> Program:
    return Program.objects.get(episode__client=person("mia"), current__isnull=False)


def revise(slug: str) -> None:
    """An editor publishes another wording that a colleague has approved."""
    draft = drafts.begin(exercise=Exercise.objects.get(slug=slug), by=person("edda"))
    document = draft.read().with_changes(purpose="Said in other words, and shorter.")
    drafts.change(draft=draft, document=document, by=person("edda"))
    draft.refresh_from_db()
    draft.move(Draft.State.APPROVED, approved_by=person("emil"))
    drafts.publish(draft=draft, by=person("edda"), reason="Clearer")


def offers_a_choice(page: Page) -> None:
    for name, condition in (("Bridge", "bending eases your back"), ("Knee rolls", "arching eases your back")):
        page.get_by_role("button", name=f"Details of {name}").press("Enter")
        if name == "Bridge":
            page.get_by_label("One of a choice with").select_option("Knee rolls")
        page.get_by_label("Take this one when").fill(condition)
        page.get_by_label("Stop at pain").fill("4")
        page.get_by_label("In the short version").check()
        page.get_by_role("button", name="Close").press("Enter")
    expect(page.get_by_text("Choose one: when arching eases your back", exact=True)).to_be_visible()
    expect(page.get_by_text("Stop at pain 4", exact=True)).to_have_count(2)


def test_therapist_offers_a_choice_by_keyboard_and_the_client_has_a_bad_day(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    program = program_of_mia()
    sign_in(page.context, person("tess"))
    page.goto(program.get_absolute_url())
    offers_a_choice(page)
    wait_saved(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Why it changes")).to_be_focused()
    page.keyboard.type("We look for the direction that eases")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Version 3 is published.")).to_be_visible()
    look(page, "program-choice")

    sign_in(page.context, person("mia"))
    page.goto("/today/")
    expect(page.get_by_text("Choose one", exact=True)).to_be_visible()
    look(page, "today-choice")
    page.get_by_role("link", name=re.compile("^A bad day")).press("Enter")
    expect(page.get_by_role("heading", name="The short version", level=1)).to_be_visible()
    look(page, "today-short")
    page.get_by_role("checkbox", name="Knee rolls done").press("Space")
    page.get_by_role("button", name="Save what I did").press("Enter")
    expect(page.get_by_text("The short version counts: that was your exercise for today.")).to_be_visible()
    expect(page.get_by_text("Not needed: you did the other one.")).to_be_visible()
    look(page, "today-short-done")


def test_therapist_compares_restores_and_decides_about_newer_wording(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    revise("glute-bridge")
    sign_in(page.context, person("tess"))
    page.goto(program_of_mia().get_absolute_url())
    page.get_by_role("link", name="All versions, and what differs").press("Enter")
    look(page, "versions")
    page.get_by_role("button", name="Show the difference").press("Enter")
    expect(page.get_by_text("From version 1 to version 2")).to_be_visible()
    look(page, "versions-compared")
    page.get_by_role("link", name="Read version 1").press("Enter")
    page.get_by_role("button", name="Restore as a new draft").press("Enter")
    expect(page.get_by_text("The draft is version 1 again.")).to_be_visible()
    page.get_by_role("link", name="1 exercise has been revised since").press("Enter")
    look(page, "revised")
    page.get_by_role("radio", name="Keep the wording as it is").press("Space")
    page.get_by_role("button", name="Save what I chose").press("Enter")
    expect(page.get_by_text("The wording stays as it is.")).to_be_visible()
    expect(page.get_by_role("link", name="revised since")).to_have_count(0)


def test_therapist_pauses_with_dates_and_copies_the_program(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    program = program_of_mia()
    sign_in(page.context, person("tess"))
    page.goto(program.get_absolute_url())
    page.get_by_text("Pause the program").press("Enter")
    page.get_by_label("Pause from").fill("2030-05-06")
    page.get_by_label("Last day of the pause").fill("2030-05-12")
    page.get_by_role("button", name="Pause", exact=True).press("Enter")
    expect(page.get_by_text("From 6 May 2030 to 12 May 2030", exact=True)).to_be_visible()
    look(page, "program-paused-later")
    page.get_by_role("link", name="Change (from 6 May 2030 to 12 May 2030)").press("Enter")
    look(page, "pause-edit")
    page.get_by_role("button", name="Take the pause back").press("Enter")
    expect(page.get_by_text("The pause is taken back.")).to_be_visible()
    page.get_by_role("link", name="Copy to a client").press("Enter")
    look(page, "program-copy")
    page.get_by_label("Client").select_option("Kofi Mensah")
    page.get_by_role("button", name="Copy it").press("Enter")
    expect(page.get_by_text("Copied as a draft, without notes and cues.")).to_be_visible()
