"""How the player looks from the first step to the last: the series of screenshots, and axe on each of them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.plans import Item, Phase, Plan
from programs.models import Program
from tests.browser.look import assert_fits, look
from tests.browser.playing import client_of, make_client, press, save, tell
from tests.factories import read_dose

SignIn = Callable[[BrowserContext, Any], None]


def item(slug: str, dose: str, **fields: Any) -> Item:
    return Item(exercise=slug, dose=read_dose(dose), **fields)


@pytest.fixture
def program(db: Any) -> Program:
    choice = (
        item("prone-press-up", "1x6", choose="direction", when="arching eases it"),
        item("knee-to-chest", "1x20s e/s", choose="direction", when="bending eases it"),
    )
    items = (item("glute-bridge", "2x8 5s r30", note="Slowly up, slowly down."), *choice, item("cat-cow", "1x10"))
    return make_client(plan=Plan(phases=(Phase(items=items),)))


def test_session_is_looked_at_from_start_to_finish(page: Page, sign_in: SignIn, program: Program) -> None:
    """The clock runs on while axe reads; pressing the buttons brings it to the next picture."""
    sign_in(page.context, client_of(program))
    page.goto("/play/")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.locator("summary").click()
    page.get_by_label("Time to get ready").select_option("30")
    look(page, "player-1-start")
    press(page, "Start")
    expect(page.get_by_role("alert")).to_have_text("Choose one first.")
    page.get_by_role("radio", name=re.compile("bending eases it")).check()
    press(page, "Start")
    expect(page.get_by_role("timer")).to_contain_text("Get ready")
    look(page, "player-2-ready")
    press(page, "Next")
    look(page, "player-3-hold")
    press(page, "Pause")
    look(page, "player-4-paused")
    press(page, "How to do it")
    look(page, "player-5-how")
    press(page, "Go on")
    press(page, "Next")
    look(page, "player-6-rest")
    asks_about_pain(page)
    plays_the_other_side(page)
    ends_it(page)


def asks_about_pain(page: Page) -> None:
    press(page, "Skip exercise")
    look(page, "player-7-skip")
    press(page, "It hurts")
    look(page, "player-8-pain")
    page.get_by_role("dialog").get_by_role("button", name="6", exact=True).click()
    look(page, "player-9-stop")
    press(page, "Next exercise")


def plays_the_other_side(page: Page) -> None:
    expect(page.get_by_role("heading", name="Knee to chest")).to_be_visible()
    press(page, "Next")
    look(page, "player-10-side")
    press(page, "Next")
    press(page, "Next")
    look(page, "player-11-other-side")


def ends_it(page: Page) -> None:
    page.get_by_role("button", name="Sound, voice and pace").click()
    look(page, "player-12-settings")
    press(page, "Done")
    page.get_by_role("button", name="Finish").click()
    look(page, "player-13-leave")
    press(page, "Finish and save")
    tell(page, pain=6, effort=5, note="The bridge hurt in my lower back.")
    look(page, "player-14-end")
    save(page)
    expect(page.locator("#player").get_by_role("status")).to_have_text("Your therapist can see it now.")
    look(page, "player-15-saved")


@pytest.mark.parametrize("size", ["phone"])
def test_severe_pain_is_answered_in_full(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    page.goto("/play/")
    page.get_by_role("radio", name=re.compile("bending eases it")).check()
    press(page, "Start")
    press(page, "It hurts")
    page.get_by_role("dialog").get_by_role("button", name="9", exact=True).click()
    look(page, "player-severe")


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize(("width", "height", "percent"), [(320, 568, 100), (390, 844, 200), (844, 390, 100)])
def test_player_fits_small_and_large_letters(
    page: Page, sign_in: SignIn, program: Program, width: int, height: int, percent: int
) -> None:
    """Nothing is cut off: the big buttons are there and as large as a thumb."""
    sign_in(page.context, client_of(program))
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/play/")
    page.evaluate("percent => { document.documentElement.style.fontSize = `${percent}%`; }", percent)
    page.get_by_role("radio", name=re.compile("bending eases it")).check()
    assert_fits(page, "start")
    press(page, "Start")
    assert_fits(page, "stage")
    for name in ("Back", "Pause", "Next", "It hurts", "Skip exercise"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 55.9
        assert box["x"] >= 0 and box["x"] + box["width"] <= width  # noqa: PT018 - one fact
    press(page, "It hurts")
    assert_fits(page, "pain")


@pytest.mark.parametrize("size", ["desktop"])
def test_player_is_led_by_the_keyboard_alone(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    page.goto("/play/")
    page.get_by_role("radio", name=re.compile("bending eases it")).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bridge")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("timer")).to_contain_text("1 of 8")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("timer")).to_contain_text("Rest")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("timer")).to_contain_text("Get ready")
    page.get_by_role("button", name="It hurts").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="It hurts")).to_be_focused()


@pytest.mark.parametrize("size", ["phone"])
def test_visitor_plays_an_exercise_and_nothing_is_recorded(page: Page, program: Program) -> None:
    page.goto("/exercises/knee-to-chest/")
    page.get_by_role("link", name="Play it with a timer").click()
    expect(page.get_by_role("heading", name="Knee to chest")).to_be_visible()
    press(page, "Start")
    expect(page.get_by_role("timer")).to_contain_text("Get ready")
    for _tap in range(12):
        if page.get_by_role("timer").count():
            press(page, "Next")
    expect(page.locator("#player")).to_contain_text("Nothing of this is recorded.")
    look(page, "player-visitor-end")
    page.get_by_role("link", name="Back to the exercise").click()
    expect(page.get_by_role("heading", name="Knee to chest")).to_be_visible()
