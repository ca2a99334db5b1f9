"""A therapist opens a clinic, writes a program, sends it, changes it, and later reads how it went."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import Episode
from exercises.loading import load_catalogue
from tests.browser.builder import lines, said, type_lines, wait_saved
from tests.browser.look import look
from tests.browser.people import SignIn, last_code_line, open_demo_clinic, person


def test_therapist_signs_up_and_publishes_two_versions(page: Page) -> None:
    load_catalogue()
    signs_up(page)
    saves_a_routine(page)
    opens_an_episode(page)
    starts_a_program_from_the_routine(page)
    is_asked_about_a_doubtful_dose(page)
    publishes_and_invites(page)
    publishes_version_2(page)


def signs_up(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign up as a therapist").click()
    look(page, "signup")
    page.get_by_label("Your name").fill("Tilda Therapist")
    page.get_by_label("Email").fill("tilda@example.org")
    page.get_by_label("Password").fill("a long enough passphrase")
    page.get_by_label("Name of your clinic").fill("Hillside")
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", name="Confirm your email address")).to_be_visible()
    look(page, "signup-code")
    page.get_by_role("textbox", name="Code").fill(last_code_line())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="No clients yet")).to_be_visible()
    look(page, "clients-none")


def saves_a_routine(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Routines").click()
    look(page, "routines-none")
    page.get_by_role("link", name="New routine").first.click()
    page.get_by_label("Name").fill("Back starter")
    look(page, "routine-new")
    page.get_by_role("button", name="Write the plan").click()
    add(page, "bridge 3x10 5x/wk")
    expect(said(page, 1)).to_have_text("3 sets of 10, 5 days a week")
    add(page, "bird dog 3x8 5s e/s")
    expect(said(page, 2)).to_have_text("3 sets of 8, hold 5 seconds, each side")
    wait_saved(page)
    look(page, "routine")


def add(page: Page, line: str) -> None:
    lines(page).last.focus()
    type_lines(page, line)
    expect(lines(page).last).to_be_focused()


def opens_an_episode(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Clients").click()
    page.get_by_role("link", name="New client").first.click()
    page.get_by_label("Client's name").fill("Carl Client")
    page.get_by_label("Client's email address").fill("carl@example.org")
    page.get_by_label("Reason").fill("Stiff low back after long drives.")
    look(page, "client-new")
    page.get_by_role("button", name="Add the client").click()
    expect(page.get_by_role("heading", name="Carl Client", level=1)).to_be_visible()
    look(page, "client-waiting")


def starts_a_program_from_the_routine(page: Page) -> None:
    page.get_by_role("link", name="Start a program").click()
    expect(page.get_by_role("combobox", name="Start from")).to_be_focused()
    page.keyboard.type("back starter")
    page.keyboard.press("Enter")
    page.get_by_label("Name of the program").fill("Back basics")
    look(page, "program-new")
    page.get_by_role("button", name="Open in the builder").click()
    expect(lines(page).first).to_have_value("Bridge 3x10, 5x/week")
    expect(page.get_by_text("Your client sees nothing until you publish.")).to_be_visible()


def is_asked_about_a_doubtful_dose(page: Page) -> None:
    add(page, "knee rolls 10x3")
    expect(page.get_by_text('What does "10x3" mean?')).to_be_visible()
    look(page, "program-doubtful")
    page.get_by_role("button", name="2 3 sets of 10").click()
    expect(lines(page).nth(2)).to_have_value("Knee rolls 3x10")
    wait_saved(page)


def publishes_and_invites(page: Page) -> None:
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", name="3. Knee rolls")).to_be_visible()
    look(page, "program-preview")
    page.get_by_role("link", name="Back to the plan").click()
    page.locator("aside").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Your client has this as version 1.")).to_be_visible()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation is on its way to carl@example.org.")).to_be_visible()
    assert mail.outbox[-1].to == ["carl@example.org"]
    assert "Back" not in mail.outbox[-1].subject.replace("Backfit", "")
    look(page, "client-invited")


def publishes_version_2(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Back basics").first.click()
    lines(page).first.fill("bridge 3x12 5x/wk")
    lines(page).nth(2).press("Control+Delete")
    expect(lines(page)).to_have_count(3)
    expect(page.get_by_text("1 changed, 1 taken out")).to_be_visible()
    page.get_by_label("Why it changes").fill("You are ready for more.")
    look(page, "program-changed")
    page.locator("aside").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Your client has this as version 2.")).to_be_visible()
    expect(page.get_by_text("You are ready for more.")).to_be_visible()
    page.get_by_role("link", name="Version 2", exact=True).click()
    expect(page.get_by_role("heading", name="1 changed, 1 taken out")).to_be_visible()
    look(page, "version")
    page.get_by_role("link", name="The version before").click()
    expect(page.get_by_text("This is an earlier version; it is kept as it was.")).to_be_visible()


def test_therapist_sees_what_was_planned_and_done(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    sign_in(page.context, person("tess"))
    page.goto("/clients/?show=all")
    look(page, "clients")
    page.get_by_role("searchbox", name="Find a client by name").fill("mia")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Amara Okafor")).to_have_count(0)
    row = page.get_by_role("listitem", name="Mia Laurent")
    expect(row).to_contain_text(re.compile(r"\d+ of \d+"))
    page.get_by_role("link", name="Mia Laurent").click()

    progress = page.get_by_role("region", name="Back at ease")
    expect(progress.get_by_text(re.compile(r"\d+ of \d+ done"))).to_be_visible()
    expect(progress.get_by_role("table", name=re.compile("a row for each week"))).to_be_visible()
    expect(progress.get_by_role("img", name=re.compile("pain and effort", re.IGNORECASE))).to_be_visible()
    progress.get_by_text("The same as a table").click()
    table = progress.get_by_role("table", name=re.compile("day by day"))
    expect(table).to_be_visible()
    day = table.get_by_role("rowheader").first.bounding_box()
    assert day is not None
    assert day["height"] < 60, "a date stands on one line, on a phone too"
    notes = page.get_by_role("region", name="Notes from the client")
    expect(notes.get_by_role("listitem").first).to_be_visible()
    look(page, "client")
    notes.get_by_role("link").first.click()
    expect(page.get_by_text("Worst pain", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Correct")).to_have_count(0)
    look(page, "session-therapist")


def test_therapist_ends_a_program_and_the_episode(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    sign_in(page.context, person("tess"))
    episode = Episode.objects.get(client_name="Kofi Mensah")
    page.goto(episode.get_absolute_url())
    page.get_by_role("region", name="Programs").get_by_role("link", name="Back at ease").click()
    page.get_by_text("Pause the program").click()
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    page.get_by_role("button", name="Go on from today").click()
    page.get_by_text("End the program").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("Ended", exact=True)).to_be_visible()
    look(page, "program-ended")
    page.goto(episode.get_absolute_url())
    page.get_by_role("link", name="End this episode").click()
    look(page, "episode-end")
    page.get_by_role("main").get_by_role("button", name="End").click()
    expect(page.get_by_text("The episode has ended.")).to_be_visible()
    look(page, "episode-ended")
