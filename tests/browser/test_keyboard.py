"""Writing a program and following it with the keyboard alone: the focus is always seen and never lost."""

import re

from playwright.sync_api import Locator, Page, expect

from accounts.models import Episode
from programs.models import Program, Session
from tests.browser.people import SignIn, forgive, open_demo_clinic, person
from tests.factories import make_editor, make_exercise, make_plan, make_program

# A hidden checkbox shows its focus on what stands for it: its label, or its neighbour.
FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return "lost";
  const stands = [focused, focused.parentElement, focused.nextElementSibling, ...(focused.labels ?? [])];
  const ring = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  const shown = stands.filter(Boolean).filter(ring)[0];
  if (!shown) return `not seen: ${focused.outerHTML.slice(0, 200)}`;
  const { left, top, width, height } = shown.getBoundingClientRect();
  const covering = document.elementFromPoint(left + width / 2, top + height / 2);
  const free = covering && (shown.contains(covering) || covering.contains(shown));
  return free ? "" : `covered: ${focused.outerHTML.slice(0, 200)}`;
}"""


def tab_to(page: Page, place: Locator, *, back: bool = False) -> None:
    """Press Tab until the focus is there."""
    for _press in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        assert page.evaluate(FOCUS) == ""
        if place.count() and place.first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {place}")


def test_therapist_writes_and_publishes_with_the_keyboard(page: Page, sign_in: SignIn, faults: list[str]) -> None:
    open_demo_clinic()
    tess = person("tess")
    episode = Episode.objects.get(client_name="Nora Sand")
    program = make_program(episode=episode, by=tess, plan=make_plan(("glute-bridge", "3x10")))
    sign_in(page.context, tess)
    page.goto(program.get_absolute_url())
    types_a_line_and_answers_a_question(page, faults)
    moves_a_line_and_removes_it(page)
    tab_to(page, page.get_by_role("button", name="Publish"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()
    published = Program.objects.get(pk=program.pk).current
    assert published is not None
    names = [item["name"] for phase in published.document["phases"] for item in phase["items"]]
    assert names == ["Bridge", "Bird dog"]


def types_a_line_and_answers_a_question(page: Page, faults: list[str]) -> None:
    line = page.get_by_role("group", name="Add an exercise").get_by_label("Exercise", exact=True)
    tab_to(page, line)
    page.keyboard.type("bird dog 3x8 5s e/s")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Dose of Bird dog")).to_be_visible()
    expect(line).to_be_focused()
    page.keyboard.type("knee rolls 10x3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="10 sets of 3")).to_be_focused()
    forgive(faults, 400)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="3 sets of 10")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Dose of Knee rolls")).to_have_value("3x10")
    expect(line).to_be_focused()


def moves_a_line_and_removes_it(page: Page) -> None:
    doses = page.get_by_role("textbox", name=re.compile("^Dose of "))
    up = page.get_by_role("button", name="Move Knee rolls up")
    tab_to(page, up, back=True)
    page.keyboard.press("Space")
    expect(doses.nth(1)).to_have_accessible_name("Dose of Knee rolls")
    expect(up).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Remove Knee rolls"))
    page.keyboard.press("Enter")
    expect(doses).to_have_count(2)
    expect(page.get_by_role("group", name="Add an exercise").get_by_label("Exercise", exact=True)).to_be_focused()


def test_client_follows_today_with_the_keyboard(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    mia = person("mia")
    before = Session.objects.filter(client=mia).count()
    sign_in(page.context, mia)
    page.goto("/today/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox", name="Bridge done"))
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Bridge done")).to_be_checked()
    how = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Knee rolls"))
    tab_to(page, how.locator("summary").last)
    page.keyboard.press("Enter")
    tab_to(page, how.get_by_role("radio").first)
    page.keyboard.press("ArrowRight")
    expect(how.get_by_role("radio", name="Partly")).to_be_checked()
    tab_to(page, page.get_by_role("group", name="Worst pain").get_by_role("radio").first)
    for _step in range(3):
        page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_label("Anything to tell your therapist?"))
    page.keyboard.type("All with the keyboard.")
    tab_to(page, page.get_by_role("button", name="Save what I did"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Thank you for telling how it went.")).to_be_visible()
    kept = Session.objects.filter(client=mia).order_by("-pk")[0]
    assert Session.objects.filter(client=mia).count() == before + 1
    assert (kept.worst_pain, kept.note) == (3, "All with the keyboard.")


def test_editor_bends_a_figure_with_the_keyboard(page: Page, sign_in: SignIn) -> None:
    editor = make_editor("edith@example.org", "Edith Editor")
    exercise = make_exercise("Seated side bend", position="sitting")
    sign_in(page.context, editor)
    page.goto(f"/admin/exercises/exercise/{exercise.pk}/figure/")
    expect(page.locator("#figure-preview")).to_have_attribute("src", re.compile("^blob:"))
    tab_to(page, page.get_by_role("button", name="Step 2"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Switch off: right palm on right front of the thigh"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Switch on again: right palm")).to_be_visible()
    tab_to(page, page.get_by_role("slider", name="Low back, sideways"))
    with page.expect_response(re.compile("/figure/preview/")):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#figure-text")).to_have_value(re.compile("lumbar.side"))
    tab_to(page, page.get_by_role("button", name="Undo"), back=True)
    with page.expect_response(re.compile("/figure/preview/")):
        page.keyboard.press("Enter")
    expect(page.locator("#figure-text")).not_to_have_value(re.compile("lumbar.side"))
