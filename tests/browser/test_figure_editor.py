"""An editor who never saw the format draws a seated side bend with the right arm overhead."""

import re
import time

from playwright.sync_api import Locator, Page, expect

from exercises.models import Exercise, Figure
from tests.browser.look import look
from tests.browser.people import SignIn, forgive
from tests.factories import make_editor, make_exercise

TEN_MINUTES = 600


def test_editor_draws_a_seated_side_bend_and_publishes_it(page: Page, sign_in: SignIn, faults: list[str]) -> None:
    editor = make_editor("edith@example.org", "Edith Editor")
    exercise = make_exercise("Seated side bend", position="sitting")
    sign_in(page.context, editor)
    began = time.monotonic()
    opens_the_editor(page, exercise)
    raises_the_right_arm_and_bends(page)
    takes_a_change_back(page)
    is_told_what_is_missed(page)
    writes_in_the_text_instead(page)
    forgive(faults, 400)
    saves_and_publishes(page, exercise)
    assert time.monotonic() - began < TEN_MINUTES
    it_is_in_the_catalogue(page, exercise)


def opens_the_editor(page: Page, exercise: Exercise) -> None:
    page.goto(f"/admin/exercises/exercise/{exercise.pk}/change/")
    page.get_by_role("link", name="Picture", exact=True).click()
    expect(page.get_by_role("heading", name="Picture of Seated side bend")).to_be_visible()
    expect(picture(page)).to_have_attribute("src", re.compile("^blob:"))
    look(page, "figure-editor")


def picture(page: Page) -> Locator:
    return page.locator("#figure-preview")


def slide(page: Page, group: str, label: str, value: int) -> None:
    """By the group's name, the slider's label and where it should stand; waits until the preview shows it."""
    box = page.locator("#figure-joints details").filter(has_text=group).first
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    with page.expect_response(re.compile("/figure/preview/")) as answer:
        box.get_by_label(label, exact=True).fill(str(value))
    assert answer.value.status == 200
    follows(page)


def follows(page: Page) -> None:
    """One preview is made at a time, so the next answer may be about the change before."""
    expect(page.locator("#figure-report")).to_have_attribute("aria-busy", "false")


def raises_the_right_arm_and_bends(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Caption (also read aloud)").fill("Sit tall with your hands on your thighs.")
    page.get_by_role("button", name="Step 2").click()
    page.get_by_label("Caption (also read aloud)").fill("Reach your right arm overhead and lean to the left.")
    page.get_by_label("Seen from").select_option("front")
    expect(page.get_by_text("right palm on right front of the thigh")).to_be_visible()
    slide(page, "Right arm", "Arm, sideways", 165)
    slide(page, "Right arm", "Elbow", 15)
    expect(page.get_by_text("right palm on right front of the thigh")).to_have_count(0)
    expect(page.get_by_text("left palm on left front of the thigh")).to_be_visible()
    slide(page, "Trunk", "Low back, sideways", -14)
    slide(page, "Trunk", "Upper back, sideways", -20)
    slide(page, "Head and neck", "Neck, sideways", -10)
    expect(page.locator("#figure-report")).to_contain_text("Every demand is kept.")
    expect(picture(page)).to_have_attribute("alt", re.compile("lean to the left"))
    look(page, "figure-editor-bend")


def takes_a_change_back(page: Page) -> None:
    before = text(page)
    slide(page, "Right arm", "Elbow", 90)
    assert "elbow.R.flex: 90" in text(page)
    page.get_by_role("button", name="Undo").click()
    follows(page)
    expect(page.locator("#figure-text")).to_have_value(before)
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()


def text(page: Page) -> str:
    return page.locator("#figure-text").input_value()


def is_told_what_is_missed(page: Page) -> None:
    page.get_by_label("Part of the body").select_option("right palm")
    page.get_by_label("What it touches").select_option("right elbow")
    page.locator("#figure-contact-button").click()
    follows(page)
    expect(page.locator("#figure-report")).to_contain_text("This cannot be published yet.")
    expect(page.locator("#figure-report")).to_contain_text("right palm misses right elbow by")
    page.get_by_role("button", name="Remove: right palm on right elbow").click()
    follows(page)
    expect(page.locator("#figure-report")).to_contain_text("Every demand is kept.")


def writes_in_the_text_instead(page: Page) -> None:
    page.get_by_text("The same as text").click()
    box = page.locator("#figure-text")
    whole = box.input_value()
    box.fill(whole.replace("pose: sitting", "pose: siting"))
    expect(page.locator("#figure-report")).to_contain_text(
        "steps[0].pose: no base pose “siting”; did you mean “sitting”?"
    )
    box.fill(whole.replace("move: 1.5", "move: 2.5"))
    follows(page)
    expect(page.get_by_label("Seconds to get here")).to_have_value("2.5")


def saves_and_publishes(page: Page, exercise: Exercise) -> None:
    # A click waits for the page that it leads to, and this one is drawn first, which takes a busy machine its time.
    page.get_by_role("button", name="Save the draft").click(timeout=120_000)
    page.get_by_role("button", name="Publish the new picture").click(timeout=60_000)
    expect(page.get_by_text("The new picture is in the catalogue.")).to_be_visible()
    look(page, "figure-editor-published")
    figure = Figure.objects.get(exercise=exercise)
    assert figure.published is not None
    assert figure.published.solved


def it_is_in_the_catalogue(page: Page, exercise: Exercise) -> None:
    page.goto(exercise.get_absolute_url())
    shown = page.get_by_role("img", name=re.compile("lean to the left")).first
    expect(shown).to_be_visible()
    expect(shown).not_to_have_js_property("naturalWidth", 0)
