"""Nothing that was typed is lost: pauses, lost connections, closed tabs, two tabs."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from accounts.plan_edits import add_item
from accounts.plans import Item
from programs.models import Program
from tests.browser.builder import (
    expect_texts,
    kept,
    lines,
    new_program,
    open_builder,
    saves_of,
    therapist,
    type_lines,
    wait_saved,
)
from tests.browser.look import look
from tests.browser.patience import eventually, until
from tests.browser.people import SignIn, forgive
from tests.factories import make_plan, read_dose

pytestmark = pytest.mark.parametrize("size", ["desktop"])
ONE = (("glute-bridge", "3x10"),)
KEPT = "JSON.stringify(Object.keys(localStorage).filter((name) => name.startsWith('backfit-builder')))"


def colleague_adds(program: Program, slug: str) -> None:
    fresh = Program.objects.get(pk=program.pk)
    fresh.save_plan(add_item(fresh.read_draft(), Item(exercise=slug, dose=read_dose("2x10"))))


def pause(page: Page) -> None:
    """Longer than the builder waits, by the page's clock, which stands otherwise."""
    page.clock.run_for(2000)
    wait_saved(page)


def test_typing_saves_once_for_a_pause(page: Page, sign_in: SignIn) -> None:
    page.clock.install()
    open_builder(page, sign_in)
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 30)
    saves = saves_of(page)
    lines(page).first.focus()
    page.keyboard.type("bird dog 3x8 5s e/s")
    page.clock.run_for(500)
    assert len(saves) == 0
    pause(page)
    assert len(saves) == 1
    page.keyboard.press("Enter")
    page.keyboard.type("bridge 3x10")
    pause(page)
    pause(page)
    assert len(saves) == 2
    sent = json.loads(saves[1].post_data or "")
    assert [line["text"] for line in sent["phases"][0]["lines"]] == ["Bird dog 3x8, hold 5s, each side", "bridge 3x10"]
    assert json.loads(page.evaluate(KEPT)) == []
    page.keyboard.press("Control+s")
    page.keyboard.type(" 5x/wk")
    page.keyboard.press("Control+s")
    expect(page.locator("#builder-state")).to_have_text(re.compile("^Saved"))
    assert len(saves) == 3


def test_names_are_asked_for_without_what_follows(page: Page, sign_in: SignIn) -> None:
    open_builder(page, sign_in)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "suggest" in request.url else None)
    lines(page).first.focus()
    page.keyboard.type("bird dog")
    expect(page.get_by_role("listbox", name="Exercises that fit").get_by_role("option").first).to_be_visible()
    page.keyboard.type(" 3x8 her left knee hurts", delay=20)
    wait_saved(page)  # which comes long after the names would have been asked for
    assert asked
    assert not [address for address in asked if "knee" in address or "3x8" in address]


def test_lost_connection_keeps_what_is_typed(page: Page, sign_in: SignIn, faults: list[str]) -> None:
    program = open_builder(page, sign_in)
    lines(page).first.focus()
    page.context.set_offline(True)
    type_lines(page, "bird dog 3x8", "bridge 3x10")
    expect(page.locator("#builder-state")).to_contain_text("Not saved yet: no connection.")
    expect(page.locator("#builder-state")).to_contain_text("kept in this browser")
    assert len(json.loads(page.evaluate(KEPT))) == 1
    assert kept(program) == []
    look(page, "builder-offline")
    page.context.set_offline(False)
    wait_saved(page)
    faults.clear()  # the browser complains of each request that found no way
    assert kept(program) == ["bird-dog", "glute-bridge"]
    assert json.loads(page.evaluate(KEPT)) == []


def test_closed_tab_loses_nothing(page: Page, sign_in: SignIn, faults: list[str]) -> None:
    program = open_builder(page, sign_in)
    lines(page).first.focus()
    page.keyboard.type("bird dog 3x8")
    page.goto("/clients/")  # in the middle of the pause
    eventually(page, lambda: kept(program) == ["bird-dog"], "it was saved on the way out")
    page.goto(program.get_absolute_url())
    expect(lines(page).first).to_have_value("Bird dog 3x8")
    until(page, f"{KEPT} === '[]'")
    lines(page).last.focus()
    page.context.set_offline(True)
    page.keyboard.type("bridge 3x10")
    expect(page.locator("#builder-state")).to_contain_text("no connection")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.context.set_offline(False)
    other.goto(program.get_absolute_url())
    expect(other.locator("[data-part=input]").nth(1)).to_have_value(re.compile("ridge 3x10"))
    eventually(other, lambda: kept(program) == ["bird-dog", "glute-bridge"], "what was left behind is saved")
    faults.clear()  # of the time without a connection


def test_second_tab_is_told_at_once(page: Page, sign_in: SignIn, faults: list[str]) -> None:
    program = open_builder(page, sign_in, make_plan(*ONE))
    second = page.context.new_page()
    second.goto(program.get_absolute_url())
    expect(lines(second)).to_have_count(2)
    lines(page).last.focus()
    page.keyboard.type("bird dog 3x8")
    wait_saved(page)
    expect(second.get_by_role("heading", name="Changed in another window just now.")).to_be_visible()
    expect(second.get_by_text("Only in the saved plan: Bird dog")).to_be_visible()
    expect_texts(second, "Bridge 3x10", "Bird dog 3x8")
    lines(second).last.focus()
    second.keyboard.type("cat cow 2x10")
    wait_saved(second)
    expect(page.get_by_role("heading", name="Changed in another window just now.")).to_be_visible()
    assert kept(program) == ["glute-bridge", "bird-dog", "cat-cow"]
    forgive(faults, 409)


@pytest.mark.parametrize(("choice", "left"), [("Keep mine", ["bird-dog"]), ("Take theirs", ["cat-cow"])])
def test_therapist_decides_when_a_colleague_has_saved(
    page: Page, sign_in: SignIn, faults: list[str], choice: str, left: list[str]
) -> None:
    program = open_builder(page, sign_in, make_plan(*ONE))
    colleague_adds(program, "cat-cow")
    lines(page).last.focus()
    page.keyboard.type("bird dog 3x8")
    expect(page.get_by_role("heading", name="This plan was changed elsewhere")).to_be_visible()
    expect(page.get_by_text("Only in the saved plan: Cat-cow")).to_be_visible()
    expect(page.get_by_text("Only here: Bird dog")).to_be_visible()
    forgive(faults, 409)
    look(page, f"builder-conflict-{choice.split()[0].lower()}")
    assert kept(program) == ["glute-bridge", "cat-cow"]
    page.get_by_role("button", name=choice).press("Enter")
    wait_saved(page)
    assert kept(program) == ["glute-bridge", *left]
    if choice == "Take theirs":
        page.keyboard.press("Control+z")
        expect_texts(page, "Bridge 3x10", "bird dog 3x8")


def test_what_another_person_typed_is_not_offered(page: Page, sign_in: SignIn) -> None:
    program = new_program()
    sign_in(page.context, therapist())
    page.goto("/clients/")
    theirs = {"key": "00c0ffee", "text": "dead bug 3x8"}
    left = {"base": "", "at": 1e15, "payload": {"phases": [{"lines": [theirs]}], "rules": None}}
    page.evaluate(
        "([name, left]) => localStorage.setItem(name, JSON.stringify(left))",
        [f"backfit-builder:{program.pk}:{program.pk}:1", left],
    )
    saves = saves_of(page)
    page.goto(program.get_absolute_url())
    expect(lines(page)).to_have_count(1)
    lines(page).first.focus()
    page.keyboard.type("bird dog 3x8")
    wait_saved(page)
    # Had theirs been taken up, it would have been before this was typed, and be saved with it.
    assert kept(program) == ["bird-dog"]
    assert "dead bug" not in "".join(save.post_data or "" for save in saves)
