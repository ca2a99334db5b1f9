"""Finding exercises as one types: in the catalogue and in the plan editor, with the keyboard too."""

from playwright.sync_api import Locator, Page, expect

from programs.models import Program
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person
from tests.factories import make_plan, make_program

TYPED = "brid dgo"


def test_visitor_types_with_errors_and_the_menus_follow(page: Page, size: str) -> None:
    open_demo_clinic()
    page.goto("/exercises/")
    page.get_by_role("searchbox", name="Search exercises").press_sequentially(TYPED)
    expect(page.get_by_text("Nothing fits “brid dgo”; showing “bird dog”.")).to_be_visible()
    expect(page.get_by_role("heading", level=3).first).to_have_text("Bird dog")
    expect(page.get_by_role("searchbox", name="Search exercises")).to_be_focused()
    if size == "phone":
        page.locator("summary").filter(has_text="Filters").click()
    kind = page.get_by_label("Kind")
    expect(kind.locator("option").first).to_have_text("Any kind")
    expect(kind.locator("option", has_text="Stability (")).to_have_count(1)
    expect(kind.locator("option", has_text="Breathing")).to_have_count(0)
    look(page, "search-forgiven")
    kind.select_option("stability")
    expect(page.get_by_role("list", name="Filters that are set").get_by_role("link")).to_have_count(2)
    expect(kind).to_have_value("stability")


def open_editor(page: Page, sign_in: SignIn) -> Program:
    from accounts.models import Episode

    open_demo_clinic()
    tess = person("tess")
    program = make_program(
        episode=Episode.objects.get(client_name="Nora Sand"), by=tess, plan=make_plan(("bird-dog", "3x10"))
    )
    sign_in(page.context, tess)
    page.goto(program.get_absolute_url())
    return program


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Exercises that fit").get_by_role("option")


def test_therapist_chooses_a_name_with_the_keyboard(page: Page, sign_in: SignIn) -> None:
    open_editor(page, sign_in)
    line = page.get_by_role("combobox", name="Exercise", exact=True)
    page.locator("#id_add-0-exercise").focus()
    page.keyboard.type("brigde")
    options = offered(page)
    expect(options.first).to_contain_text("Bridge")
    expect(line).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    look(page, "search-names")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.type(" ")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(line).to_have_value("Bridge ")
    expect(line).to_be_focused()
    page.keyboard.type("2x12")
    expect(options).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Dose of Bridge")).to_have_value("2x12")


def test_therapist_chooses_a_name_by_touch(page: Page, sign_in: SignIn) -> None:
    open_editor(page, sign_in)
    line = page.locator("#id_add-0-exercise")
    line.press_sequentially("knee ro")
    offered(page).filter(has_text="Knee rolls").click()
    expect(line).to_have_value("Knee rolls ")
    expect(line).to_be_focused()
    expect(offered(page)).to_have_count(0)


def test_note_about_a_person_is_not_sent_while_typing(page: Page, sign_in: SignIn) -> None:
    open_editor(page, sign_in)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    line = page.locator("#id_add-0-exercise")
    line.fill("bird dog 3x8 her left knee hurts")
    line.press_sequentially(" badly")
    page.wait_for_timeout(600)
    assert not [address for address in asked if "exercise-names" in address]
