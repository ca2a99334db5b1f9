"""Following a program with the keyboard alone: the focus is always seen and never lost. test_builder writes one."""

import re

from playwright.sync_api import Locator, Page, expect

from programs.models import Session
from tests.browser.people import SignIn, open_demo_clinic, person
from tests.factories import make_editor, make_exercise

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
    tab_to(page, how.locator("summary").first)
    page.keyboard.press("Enter")
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
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#figure-text")).to_have_value(re.compile("lumbar.side"))
    tab_to(page, page.get_by_role("button", name="Undo"), back=True)
    page.keyboard.press("Enter")
    expect(page.locator("#figure-text")).not_to_have_value(re.compile("lumbar.side"))
