"""A therapist writes an exercise for the clinic, uses it in a program and offers it; an editor takes it."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Clinic
from exercises.models import Exercise
from programs.models import Program
from tests.browser.builder import lines, said, wait_saved
from tests.browser.look import look
from tests.browser.people import SignIn, forgive, open_demo_clinic, person

NAME = "Broom handle hinge"


def test_therapist_writes_uses_and_offers_an_exercise_that_an_editor_takes(
    page: Page, sign_in: SignIn, new_context: Callable[..., BrowserContext], faults: list[str]
) -> None:
    open_demo_clinic()
    sign_in(page.context, person("tess"))
    finds_the_list(page)
    writes(page)
    uses_it_in_a_program(page)
    offers(page, faults)
    edda = new_context().new_page()
    sign_in(edda.context, person("edda"))
    takes(edda)
    page.reload()
    expect(page.get_by_text("An editor of the shared catalogue")).to_be_visible()
    look(page, "clinic-exercise-adopted")


def finds_the_list(page: Page) -> None:
    page.goto(Clinic.objects.get(name="Riverside Physiotherapy").get_absolute_url())
    page.get_by_role("link", name="Open your exercises").click()
    expect(page.get_by_role("link", name="Towel roll-down")).to_be_visible()
    look(page, "clinic-exercises")
    page.get_by_role("link", name="Write an exercise").click()


def writes(page: Page) -> None:
    expect(page.locator("#desk-waiting")).to_contain_text("Name: This is still to be filled in.")
    look(page, "clinic-exercise-new")
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Kind", exact=True).select_option("Mobility")
    page.get_by_label("Start position", exact=True).select_option("Standing")
    page.get_by_label("Purpose").fill("Lets you bend at the hips while your back stays long.")
    page.get_by_label("Default dose").fill("2x8")
    page.get_by_role("region", name="How to do it").get_by_role("textbox").first.fill("Hold a broom along your back.")
    page.get_by_role("combobox", name="Body regions").fill("lower")
    expect(page.get_by_role("listbox", name="Body regions").get_by_role("option").first).to_be_visible()
    page.get_by_role("combobox", name="Body regions").press("Enter")
    page.get_by_label("Licence").fill("CC BY-SA 4.0")
    page.keyboard.press("Control+S")
    expect(page.locator("#desk-unsaved")).to_contain_text("Only people of your clinic see it")
    look(page, "clinic-exercise-draft")
    page.get_by_role("button", name="Save and use").locator("visible=true").first.click()
    expect(page.get_by_text("In use. Your clinic's programs can have it.")).to_be_visible()
    look(page, "clinic-exercise")


def uses_it_in_a_program(page: Page) -> None:
    own = page.url
    program = Program.objects.filter(episode__client=person("amara")).latest("created_at")
    page.goto(program.get_absolute_url())
    before = lines(page).count()
    lines(page).last.fill(f"{NAME} 2x8")
    expect(said(page, before)).to_have_text("2 sets of 8")
    wait_saved(page)
    assert Exercise.objects.get(name=NAME).slug in Program.objects.get(pk=program.pk).read_draft().slugs()
    page.goto(own)


def offers(page: Page, faults: list[str]) -> None:
    page.get_by_role("button", name="Offer it to the editors").click()
    expect(page.get_by_text("Say that the clinic agrees")).to_be_visible()
    forgive(faults, 400)
    look(page, "clinic-exercise-refused")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Offer it to the editors").click()
    expect(page.get_by_role("button", name="Take the offer back")).to_be_visible()
    page.get_by_role("link", name="Read it as clients do").click()
    expect(page.get_by_text("Only at Riverside Physiotherapy")).to_be_visible()
    look(page, "clinic-exercise-page")
    page.go_back()


def takes(edda: Page) -> None:
    edda.goto("/admin/exercises/exercise/offers/")
    look(edda, "admin-offers")
    edda.get_by_role("button", name=f"Take {NAME} as a draft").click()
    expect(edda.get_by_text("is a draft of the shared catalogue now")).to_be_visible()
