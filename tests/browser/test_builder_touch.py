"""The builder under a finger on a tablet, and the form that stays for browsers without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Routine
from programs.models import Program
from tests.browser.builder import kept, lines, new_program, open_builder, texts, therapist, wait_saved
from tests.browser.look import look
from tests.browser.patience import eventually
from tests.browser.people import SignIn
from tests.factories import make_plan

pytestmark = pytest.mark.parametrize("size", ["tablet"])
THREE = (("glute-bridge", "3x10"), ("bird-dog", "3x8 5s e/s"), ("cat-cow", "2x10"))


def test_therapist_writes_on_a_tablet(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in)
    lines(page).first.tap()
    page.keyboard.type("brigde")
    # What fits the letters before is offered on the way.
    option = page.get_by_role("listbox", name="Exercises that fit").get_by_role("option").first
    expect(option.locator(".offer__name")).to_have_text(re.compile("^Bridge"))
    option.tap()
    expect(lines(page).first).to_have_value("Bridge ")
    expect(lines(page).first).to_be_focused()
    page.keyboard.type("10x3")
    page.get_by_role("button", name="2 3 sets of 10").tap()
    expect(lines(page).first).to_have_value("Bridge 3x10")
    page.get_by_role("button", name="Details of Bridge").tap()
    page.get_by_label("Side").select_option("left side only")
    expect(lines(page).first).to_have_value("Bridge 3x10, left side only")
    page.get_by_label("In the short version for a bad day").check()
    page.get_by_role("button", name="Duplicate").first.tap()
    expect(lines(page)).to_have_count(3)
    page.get_by_role("button", name="Undo").tap()
    expect(lines(page)).to_have_count(2)
    look(page, "builder-touch")
    wait_saved(page)
    (item,) = Program.objects.get(pk=program.pk).read_draft().items()
    assert (item.dose.side, item.short) == ("left", True)


def test_therapist_drags_a_line(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in, make_plan(*THREE))
    box = page.locator("[data-part=handle]").first.bounding_box()
    goal = page.locator("[data-key]").nth(2).bounding_box()
    assert box is not None
    assert goal is not None
    touch = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    end = goal["y"] + goal["height"] * 0.8
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        point = {"x": x, "y": y + (end - y) * step / 8}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_role("status")).to_contain_text("Bridge, line 3 of 3")
    eventually(page, lambda: [text.split()[0] for text in texts(page)] == ["Bird", "Cat-cow", "Bridge"], "its order")
    wait_saved(page)
    assert kept(program) == ["bird-dog", "cat-cow", "glute-bridge"]


def test_therapist_chooses_between_two_lines_and_changes_the_rules(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in, make_plan(*THREE))
    page.get_by_role("button", name="Details of Bird dog").tap()
    page.get_by_label("One of a choice with").select_option("Bridge")
    page.get_by_label("Take this one when").fill("arching eases it")
    page.get_by_role("button", name="Close").tap()
    expect(page.get_by_text("Choose one: when arching eases it")).to_be_visible()
    page.get_by_text("Rules for pain and progress").tap()
    page.get_by_label("Stop an exercise at pain from").fill("5")
    wait_saved(page)
    plan = Program.objects.get(pk=program.pk).read_draft()
    bridge, bird_dog, _cat_cow = plan.items()
    assert bridge.choose
    assert bridge.choose == bird_dog.choose
    assert bird_dog.when == "arching eases it"
    assert plan.rules_in_force.stop_pain == 5
    expect(page.get_by_text("It hurts 5 out of 10 or more")).to_be_visible()


def test_therapist_inserts_a_routine_and_undoes_it(page: Page, sign_in: SignIn) -> None:
    program = new_program(make_plan(*THREE))
    Routine.begin(owner=therapist(), name="Neck starter", plan=make_plan(("chin-tuck", "2x10")))
    sign_in(page.context, therapist())
    page.goto(program.get_absolute_url())
    page.get_by_text("Insert a routine or template").tap()
    page.get_by_label("Routine or template").select_option("Neck starter")
    page.get_by_role("button", name="Insert", exact=True).tap()
    expect(page.get_by_role("heading", name="Phase 2")).to_be_visible()
    assert kept(program)[-1] == "chin-tuck"
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("heading", name="Phase 2")).to_have_count(0)
    wait_saved(page)
    assert "chin-tuck" not in kept(program)


def test_form_stays_without_scripts(page: Page, sign_in: SignIn, base_url: str) -> None:
    program = new_program(make_plan(*THREE))
    context = page.context.browser.new_context(java_script_enabled=False, base_url=base_url)  # type: ignore[union-attr]
    sign_in(context, therapist())
    plain = context.new_page()
    plain.goto(program.get_absolute_url())
    expect(plain.locator("#builder")).to_be_hidden()
    add = plain.get_by_role("group", name="Add an exercise").get_by_label("Exercise", exact=True)
    add.fill("dead bug 3x8")
    add.press("Enter")
    expect(plain.get_by_role("textbox", name=re.compile("^Dose of "))).to_have_count(4)
    assert kept(program)[-1] == "dead-bug"
    context.close()
