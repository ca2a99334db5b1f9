"""An editor writes a new exercise at the desk with nothing but the keyboard, and sees what clients will see."""

from playwright.sync_api import Dialog, Locator, Page, expect

from exercises.models import Draft, Exercise
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person

ADD = "/admin/exercises/exercise/add/"
MOST_TABS = 60


def tab_to(page: Page, goal: Locator) -> None:
    """Onward with the Tab key, as often as it takes; what has the focus must be seen whole."""
    for _press in range(MOST_TABS):
        if goal.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(goal).to_be_focused()
    covered = """element => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const on = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 10));
        return !(on && (element.contains(on) || on.contains(element)));
    }"""
    assert not goal.evaluate(covered), "the focus is covered or off the screen"


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def pick(page: Page, label: str, typed: str, found: str) -> None:
    """Choose a word by a part of its name."""
    tab_to(page, page.get_by_role("combobox", name=label, exact=True))
    page.keyboard.type(typed)
    expect(page.get_by_role("listbox", name=label, exact=True).get_by_role("option", name=found)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name=f"{label}, chosen").get_by_text(found)).to_be_visible()


def preview(page: Page, size: str) -> None:
    """On a phone the preview is behind a button."""
    if size == "phone":
        page.get_by_role("button", name="Preview", exact=True).press("Enter")


def test_editor_writes_an_exercise_by_keyboard_alone(page: Page, sign_in: SignIn, size: str) -> None:
    open_demo_clinic()
    sign_in(page.context, person("edda"))
    page.goto(ADD)
    expect(page.locator("#desk-waiting")).to_contain_text("Name: This is still to be filled in.")
    look(page, "desk-new")
    says_what_it_is(page)
    writes_and_moves_steps(page)
    chooses_words(page)
    sees_it_as_clients_will(page, size)
    saves(page)
    finds_the_text_in_the_draft()


def says_what_it_is(page: Page) -> None:
    write(page, "Name", "Shelf reach")
    for label, typed in (("Kind", "Mob"), ("Start position", "Stand")):
        write(page, label, typed)
    write(page, "Purpose", "Lets your shoulders reach up while your back stays long.")
    write(page, "Default dose", "10x3")
    expect(page.get_by_text('What does "10x3" mean?', exact=True)).to_be_visible()
    look(page, "desk-doubtful")
    tab_to(page, page.get_by_role("button", name="3 sets of 10", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Default dose")).to_have_value("3x10")
    expect(page.get_by_role("status").get_by_text("3 sets of 10")).to_be_visible()


def writes_and_moves_steps(page: Page) -> None:
    steps = page.get_by_role("region", name="How to do it")
    tab_to(page, steps.get_by_role("group", name="Step 1").get_by_role("textbox"))
    page.keyboard.type("Slide both arms up as far as is easy.")
    page.keyboard.press("Enter")
    page.keyboard.type("Let them sink again.")
    page.keyboard.press("Enter")
    page.keyboard.type("Stand with your back to a wall.")
    for _move in range(2):
        page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text("Now step 1 of 3.")).to_have_count(1)
    expect(steps.get_by_role("group", name="Step 1").get_by_role("textbox")).to_be_focused()
    tab_to(page, steps.get_by_role("button", name="Move step 1 down"))
    page.keyboard.press("Enter")
    expect(steps.get_by_role("button", name="Move step 2 down")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, steps.get_by_role("button", name="Delete step 3"))
    page.keyboard.press("Enter")
    expect(steps.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    wanted = ["Stand with your back to a wall.", "Slide both arms up as far as is easy.", "Let them sink again."]
    expect(steps.get_by_role("textbox")).to_have_count(3)
    for number, text in enumerate(wanted):
        expect(steps.get_by_role("textbox").nth(number)).to_have_value(text)


def chooses_words(page: Page) -> None:
    fault = page.get_by_role("group", name="Fault 1")
    tab_to(page, fault.get_by_label("What goes wrong"))
    page.keyboard.type("Your ribs come forward.")
    tab_to(page, fault.get_by_label("How to mend it"))
    page.keyboard.type("Slide less high.")
    pick(page, "Body regions", "should", "Shoulder")
    muscles = "Muscles mainly worked or stretched"
    pick(page, muscles, "shoulder cap", "deltoid (shoulder cap)")
    pick(page, muscles, "SERRATUS", "serratus anterior")
    page.keyboard.press("ArrowDown")
    look(page, "desk-combobox")
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("list", name=f"{muscles}, chosen").get_by_role("listitem")).to_have_count(1)
    pick(page, "A step harder", "band row", "Band row")


def sees_it_as_clients_will(page: Page, size: str) -> None:
    preview(page, size)
    shown = page.frame_locator("#desk-frame")
    expect(shown.get_by_role("heading", name="Shelf reach")).to_be_visible()
    expect(shown.get_by_role("heading", name="3 sets of 10")).to_be_visible()
    expect(shown.get_by_role("listitem").get_by_text("Stand with your back to a wall.")).to_be_attached()
    expect(shown.get_by_text("(deltoid)")).to_be_attached()
    expect(shown.get_by_role("link", name="Band row")).to_be_attached()
    assert page.locator("#desk-frame").evaluate("frame => frame.contentWindow.innerWidth") <= 400
    look(page, "desk-written")
    if size == "phone":
        page.get_by_role("button", name="Write", exact=True).press("Enter")


def saves(page: Page) -> None:
    unsaved = page.locator("#desk-unsaved")
    expect(unsaved).to_have_text("Not saved yet")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.press("Control+s")
    expect(unsaved).to_have_text("The draft is saved.")
    expect(page.get_by_role("heading", name="Shelf reach", level=1)).to_be_visible()
    feel = page.get_by_label("What it should feel like")
    feel.focus()
    page.keyboard.type("Work between the shoulder blades.")
    expect(unsaved).to_have_text("Not saved yet")
    page.keyboard.press("Control+s")
    expect(unsaved).to_have_text("The draft is saved.")
    expect(unsaved).to_be_in_viewport()
    expect(feel).to_be_focused()
    look(page, "desk-saved")


def finds_the_text_in_the_draft() -> None:
    exercise = Exercise.objects.get(slug="shelf-reach")
    document = Draft.objects.get(exercise=exercise).read()
    assert (exercise.status, document.kind, document.position) == ("draft", "mobility", "standing")
    assert document.steps[0] == "Stand with your back to a wall."
    assert (document.muscles.primary, document.harder) == (("deltoid",), ("band-row",))
    assert document.feel == "Work between the shoulder blades."


def test_leaving_with_changes_is_asked_about(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    sign_in(page.context, person("edda"))
    page.goto(ADD)
    asked: list[str] = []

    def goes_on(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", goes_on)
    page.get_by_label("Name", exact=True).press_sequentially("Half")
    page.get_by_role("link", name="Home").click()
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]
    page.goto(ADD)
    page.get_by_role("link", name="Home").click()
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]


def test_desk_works_without_scripts(page: Page, sign_in: SignIn, base_url: str) -> None:
    open_demo_clinic()
    context = page.context.browser.new_context(java_script_enabled=False, base_url=base_url)  # type: ignore[union-attr]
    sign_in(context, person("edda"))
    plain = context.new_page()
    plain.goto(f"/admin/exercises/exercise/{Exercise.objects.get(slug='bird-dog').pk}/change/")
    steps = plain.get_by_role("region", name="How to do it")
    steps.get_by_role("group", name="Step 6").get_by_role("textbox").fill("Rest.")
    steps.get_by_role("spinbutton").last.fill("1")
    steps.get_by_role("checkbox", name="Delete").first.check()
    plain.get_by_label("Equipment").select_option(["chair"])
    plain.get_by_role("button", name="Save the draft").click()
    expect(plain.get_by_text("The draft is saved.")).to_be_visible()
    document = Draft.objects.get(exercise__slug="bird-dog").read()
    assert document.steps[0] == "Rest."
    assert len(document.steps) == 5
    assert document.equipment == ("chair",)
    context.close()
