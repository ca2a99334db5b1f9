"""A client opens the invitation, does what is due and tells how it was."""

import datetime
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.invitations import invite_client
from accounts.models import Episode
from accounts.plan_edits import add_item, replace_item
from accounts.plans import Item
from exercises.loading import load_catalogue
from programs.models import Program, Version
from programs.publishing import publish
from tests.accounts.mails import last_code, last_link
from tests.browser.builder import lines, said, wait_saved
from tests.browser.look import look
from tests.browser.people import forgive
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user, read_dose

LINES = (("glute-bridge", "3x10 5x/wk"), ("bird-dog", "3x8 5s e/s"), ("knee-rolls", "1x10 e/s"))


@pytest.fixture
def invited(db: Any) -> Program:
    """A published program whose client has just got the mail."""
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    episode = make_episode(clinic=clinic, therapist=therapist, client_name="Carl", client_email="carl@example.org")
    program = make_published(episode=episode, by=therapist, plan=make_plan(*LINES))
    invite_client(episode=episode, by=therapist)
    return program


def test_client_follows_the_link_and_tells_how_it_went(page: Page, invited: Program, faults: list[str]) -> None:
    opens_the_link(page)
    looks_how_an_exercise_is_done(page)
    is_told_that_nothing_is_marked(page, faults)
    marks_what_was_done(page)
    corrects_it(page)
    change_the_program(invited)
    reads_what_changed(page)
    saves_a_routine_of_their_own(page)
    sets_a_password(page, faults)


def task(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name, exact=True))


def opens_the_link(page: Page) -> None:
    page.goto(last_link())
    expect(page.get_by_role("heading", name="Northside")).to_be_visible()
    look(page, "invitation")
    page.get_by_role("button", name="Accept and begin").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    expect(page.get_by_text("3 exercises to go")).to_be_visible()
    look(page, "today-first")


def looks_how_an_exercise_is_done(page: Page) -> None:
    bridge = task(page, "Bridge")
    expect(bridge).to_contain_text("3 sets of 10")
    bridge.get_by_role("heading", name="Bridge").click()
    expect(bridge.get_by_text("Tighten your buttocks.")).to_be_visible()


def is_told_that_nothing_is_marked(page: Page, faults: list[str]) -> None:
    page.get_by_label("Anything to tell your therapist?").fill("Easier than last week.")
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("alert")).to_contain_text("Mark at least one exercise")
    forgive(faults, 400)
    expect(page.get_by_label("Anything to tell your therapist?")).to_have_value("Easier than last week.")


def marks_what_was_done(page: Page) -> None:
    page.get_by_role("checkbox", name="Bridge done").check()
    dog = task(page, "Bird dog")
    dog.get_by_role("heading", name="Bird dog").click()
    dog.get_by_text("It went differently").click()
    dog.get_by_role("radio", name="Partly").check()
    dog.get_by_role("spinbutton", name="Sets").fill("2")
    dog.get_by_role("button", name="Repetitions \u2212").click()
    rolls = task(page, "Knee rolls")
    rolls.get_by_role("heading", name="Knee rolls").click()
    rolls.get_by_text("It went differently").click()
    rolls.get_by_role("radio", name="Left out").check()
    rolls.get_by_label("Why?").select_option("Something else")
    rolls.get_by_label("In your own words").fill("No room on the floor.")
    page.get_by_role("group", name="Worst pain").get_by_role("radio", name="3", exact=True).check()
    page.get_by_role("group", name="How hard was it?").get_by_role("radio", name="5", exact=True).check()
    look(page, "today-marked")
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_text("Saved. Thank you for telling how it went.")).to_be_visible()
    look(page, "before-you-start")
    page.get_by_role("button", name="None of these").click()
    expect(page.get_by_role("img", name="2 of 3 done today")).to_be_visible()
    expect(task(page, "Bird dog")).to_contain_text("Done in part")
    expect(task(page, "Knee rolls")).to_contain_text("Left out")
    look(page, "today-saved")


def corrects_it(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Session of")).click()
    expect(page.get_by_role("row", name="Bird dog")).to_contain_text("Partly")
    expect(page.get_by_text("Easier than last week.")).to_be_visible()
    look(page, "session")
    page.get_by_role("link", name="Correct", exact=True).click()
    page.get_by_role("group", name="Worst pain").get_by_role("radio", name="2", exact=True).check()
    look(page, "session-correct")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("2 of 10").first).to_be_visible()
    expect(page.get_by_role("heading", name="What it said before")).to_be_visible()


def change_the_program(program: Program) -> None:
    """What the therapist does meanwhile."""
    program = Program.objects.get(pk=program.pk)
    plan = program.read_draft()
    first = next(plan.items())
    plan = replace_item(plan, first.model_copy(update={"dose": read_dose("3x12 5x/wk")}))
    program.save_plan(add_item(plan, Item(exercise="cat-cow", dose=read_dose("1x10"))))
    publish(program=program, by=program.created_by, reason="You are ready for more.")


def reads_what_changed(page: Page) -> None:
    page.goto("/today/")
    news = page.get_by_role("region", name="New in version 2: 1 new, 1 changed")
    expect(news).to_contain_text("You are ready for more.")
    news.get_by_role("heading").click()
    expect(news).to_contain_text("Cat-cow")
    expect(news).to_contain_text("3 sets of 12")
    look(page, "today-changed")
    news.get_by_role("button", name="I have read it").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    expect(news).to_have_count(0)
    page.get_by_role("link", name=re.compile("^Read the whole program")).click()
    expect(page.get_by_role("heading", name="4. Cat-cow")).to_be_visible()
    look(page, "program-client")


def saves_a_routine_of_their_own(page: Page) -> None:
    page.goto("/exercises/cat-cow/")
    page.get_by_role("link", name="Start a routine with it").click()
    page.get_by_label("Name").fill("Before breakfast")
    page.get_by_role("button", name="Write the plan").click()
    lines(page).last.fill("chin tuck 1x10x5s")
    expect(said(page, 2)).to_contain_text("hold 5 seconds")
    wait_saved(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Routines").click()
    expect(page.get_by_role("link", name="Before breakfast")).to_be_visible()
    look(page, "routines-client")


def sets_a_password(page: Page, faults: list[str]) -> None:
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Account settings").click()
    look(page, "settings")
    page.get_by_role("link", name="Set a password").click()
    look(page, "password")
    page.get_by_label("Password", exact=True).fill("a long passphrase")
    page.get_by_label("Password (again)").fill("a long passphrase")
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_text("Password successfully set.")).to_be_visible()


def test_client_types_the_code_on_another_device(page: Page, invited: Program, faults: list[str]) -> None:
    page.goto("/")
    page.get_by_role("link", name="I have a code").first.click()
    page.get_by_label("Your email address").fill("carl@example.org")
    page.get_by_label("Code from the mail").fill("AAAA-AAAA")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This address and code do not belong together")).to_be_visible()
    forgive(faults, 400)
    look(page, "code")
    page.get_by_label("Code from the mail").fill(last_code().lower().replace("-", " "))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Accept and begin").click()
    expect(page.get_by_text("3 exercises to go")).to_be_visible()
    assert Episode.objects.get().client is not None


def test_client_in_pain_is_told_what_to_do(page: Page, invited: Program) -> None:
    page.goto(last_link())
    page.get_by_role("button", name="Accept and begin").click()
    page.get_by_role("checkbox", name="Bridge done").check()
    page.get_by_role("group", name="Worst pain").get_by_role("radio", name="8", exact=True).check()
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("heading", name="Six questions", level=1)).to_be_visible()
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Stop for today")).to_be_visible()
    look(page, "today-pain")
    page.get_by_role("region", name="Stop for today").get_by_role("link", name="Answer six questions").click()
    expect(page.get_by_role("heading", name="Six questions", level=1)).to_be_visible()


def test_client_fills_in_an_earlier_day(page: Page, invited: Program) -> None:
    # Two days back: shortly after midnight, yesterday is still the evening that just ended.
    earlier = invited.start_on - datetime.timedelta(days=2)
    Program.objects.update(start_on=earlier)
    Version.objects.update(effective_on=earlier)
    page.goto(last_link())
    page.get_by_role("button", name="Accept and begin").click()
    page.get_by_role("link", name="Fill in an earlier day").click()
    page.get_by_role("link", name=f"{earlier:%a} {earlier.day}", exact=True).click()
    expect(page.get_by_role("heading", name=f"{earlier:%A}, {earlier.day} {earlier:%B}")).to_be_visible()
    look(page, "earlier")
    page.get_by_role("checkbox", name="Bridge done").check()
    page.get_by_role("button", name="Save this day").click()
    page.get_by_role("button", name="None of these").click()
    expect(page.get_by_role("heading", name="Before you start")).to_have_count(0)
    page.goto("/progress/")
    expect(page.get_by_text("Filled in later", exact=True).last).to_be_visible()


def test_client_opens_a_used_invitation_again(page: Page, invited: Program, faults: list[str]) -> None:
    link = last_link()
    page.goto(link)
    page.get_by_role("button", name="Accept and begin").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="You have joined already")).to_be_visible()
    forgive(faults, 410)
    look(page, "invitation-used")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
