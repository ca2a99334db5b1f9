"""An editor looks after the catalogue: its health, what a change touches, and the guide with its history."""

import re

from playwright.sync_api import Page, expect

from exercises.editorial import drafts
from exercises.models import Exercise, GuidePage
from tests.browser.look import look
from tests.browser.people import SignIn, forgive, open_demo_clinic, person


def test_editor_looks_after_the_catalogue(page: Page, sign_in: SignIn, faults: list[str]) -> None:
    open_demo_clinic()
    bird_dog = Exercise.objects.get(slug="bird-dog")
    draft = drafts.begin(exercise=bird_dog, by=person("edda"))
    drafts.change(draft=draft, document=draft.read().with_changes(licence=""), by=person("edda"))
    sign_in(page.context, person("edda"))
    sees_what_the_catalogue_needs(page)
    finds_what_waits(page)
    changes_a_guide_page(page)
    forgive(faults, 400)  # for the reason that was not given
    goes_back_to_what_it_said(page)


def sees_what_the_catalogue_needs(page: Page) -> None:
    page.goto("/admin/exercises/exercise/")
    expect(page.get_by_role("heading", name="The catalogue's health")).to_be_visible()
    look(page, "health")
    numbers = page.get_by_role("navigation", name="The catalogue in numbers")
    numbers.get_by_role("link", name=re.compile("with a likely double")).click()
    expect(page.get_by_role("row").filter(has_text="Forearm plank")).to_contain_text("1 likely double")
    expect(page.get_by_role("row").filter(has_text="Cat-cow")).to_have_count(0)


def finds_what_waits(page: Page) -> None:
    numbers = page.get_by_role("navigation", name="The catalogue in numbers")
    numbers.get_by_role("link", name="2 with an open draft").click()
    row = page.get_by_role("row").filter(has_text="Bird dog")
    expect(row).to_contain_text("Being written")
    look(page, "health-drafts")
    row.get_by_role("link", name="Bird dog").click()
    expect(page).to_have_url(re.compile(r"/exercise/\d+/change/"))


def changes_a_guide_page(page: Page) -> None:
    page.goto("/admin/exercises/guidepage/")
    page.get_by_role("link", name="Stretch", exact=True).click()
    body = page.get_by_label("Text:")
    body.fill("## Take your time\n\nStretch **gently** and breathe.")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Take your time")).to_be_visible()
    expect(preview.locator("strong")).to_have_text("gently")
    look(page, "guide-desk")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Say in a line why you change it.")).to_be_visible()
    expect(body).to_have_value("## Take your time\n\nStretch **gently** and breathe.")
    page.get_by_label("Why:").fill("Shorter.")
    page.get_by_label("Why:").press("Tab")
    page.keyboard.press("Tab")  # past "Save as draft"
    page.keyboard.press("Enter")
    expect(page.get_by_text("The page is in the guide.")).to_be_visible()
    assert GuidePage.objects.get(slug="stretch").body.startswith("## Take your time")


def goes_back_to_what_it_said(page: Page) -> None:
    page.get_by_role("link", name="History").click()
    page.get_by_role("radio", name="From revision 1").check()
    page.get_by_role("radio", name="To revision 2").check()
    page.get_by_role("button", name="Compare the two").click()
    expect(page.get_by_role("heading", name="From revision 1 to revision 2")).to_be_visible()
    expect(page.locator("ins").first).to_contain_text("Take your time")
    look(page, "guide-history")
    page.get_by_role("button", name="Restore revision 1 as a draft").click()
    expect(page.get_by_text("With a change that readers do not see yet")).to_be_visible()
    expect(page.get_by_label("Text:")).to_have_value(re.compile("comfort"))
    assert GuidePage.objects.get(slug="stretch").body.startswith("## Take your time")
