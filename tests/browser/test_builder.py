"""A therapist types a program with nothing but the keyboard."""

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program
from programs.publishing import publish
from tests.browser.builder import (
    expect_texts,
    kept,
    lines,
    new_program,
    open_builder,
    paste,
    said,
    texts,
    therapist,
    type_lines,
    wait_saved,
)
from tests.browser.look import look
from tests.browser.patience import eventually
from tests.browser.people import SignIn
from tests.browser.test_keyboard import tab_to
from tests.factories import make_plan

pytestmark = pytest.mark.parametrize("size", ["desktop"])
WHOLE = "field => field.value.includes('RPE') && field.scrollWidth <= field.clientWidth"
THREE = (("glute-bridge", "3x10"), ("bird-dog", "3x8 5s e/s"), ("cat-cow", "2x10"))
LETTER = """1. bird dog 3x8 5s e/s
2) Bridge 3x10 5x/wk
• knee rolls 3x10
- cat cow 2x10
* chin tuck 2x10 hold 5s
side plank 20s e/s
supermna 3x10

wall angel 2x8
dead bug 10x3
nothing of the kind 3x10"""


def test_therapist_types_a_program_from_nothing_and_publishes_it(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in)
    look(page, "builder-empty")
    tab_to(page, lines(page).first)
    page.keyboard.type("brid dog")
    offers = page.get_by_role("listbox", name="Exercises that fit").get_by_role("option")
    expect(offers.first).to_contain_text("Bird dog")
    look(page, "builder-offers")
    page.keyboard.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(lines(page).first).to_have_value("Bird dog ")
    page.keyboard.type("3x8 5s e/s")
    expect(offers).to_have_count(0)
    expect(said(page, 1)).to_have_text("3 sets of 8, hold 5 seconds, each side")
    expect(page.get_by_role("status")).to_contain_text("Bird dog: 3 sets of 8, hold 5 seconds, each side")
    page.keyboard.press("Enter")
    type_lines(page, "bridge 3x10 5x/wk keep your hips level")
    expect(lines(page).nth(1)).to_have_value("Bridge 3x10, 5x/week")
    expect(page.get_by_text("keep your hips level", exact=True)).to_be_visible()
    wait_saved(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("aside").get_by_role("button", name="Publish", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()
    published = Program.objects.get(pk=program.pk).current
    assert published is not None
    items = [item for phase in published.document["phases"] for item in phase["items"]]
    assert [(item["name"], item["note"]) for item in items] == [("Bird dog", ""), ("Bridge", "keep your hips level")]


def test_therapist_answers_a_doubtful_dose_with_one_key(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in)
    lines(page).first.focus()
    page.keyboard.type("knee rolls 10x3")
    expect(page.locator("[data-part=more]").get_by_text('What does "10x3" mean?')).to_be_visible()
    expect(page.get_by_role("button", name="2 3 sets of 10")).to_be_visible()
    look(page, "builder-doubtful")
    page.keyboard.press("2")
    expect(lines(page).first).to_have_value("Knee rolls 3x10")
    expect(lines(page).first).to_be_focused()
    expect(page.locator("[data-part=more]").get_by_text('What does "10x3" mean?')).to_have_count(0)
    wait_saved(page)
    assert kept(program) == ["knee-rolls"]


def test_therapist_takes_what_was_meant_and_keeps_the_other_words(page: Page, sign_in: SignIn) -> None:
    open_builder(page, sign_in)
    lines(page).first.focus()
    type_lines(page, "* supermna gently 3x10")
    expect(page.get_by_role("button", name="Superman hold")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Superman hold"), back=True)
    page.keyboard.press("Enter")
    expect(lines(page).first).to_have_value("Superman hold 3x10")
    expect(lines(page).first).to_be_focused()
    expect(page.locator("[data-part=more]").first).to_have_text("gently")


def test_therapist_moves_duplicates_removes_and_undoes(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in, make_plan(*THREE))
    first, spoken = lines(page).first, page.get_by_role("status")
    first.focus()
    before = texts(page)
    page.keyboard.press("Control+ArrowDown")
    expect(spoken).to_contain_text("Bridge, line 2 of 3")
    page.keyboard.press("Alt+ArrowDown")
    expect_texts(page, before[1], before[2], before[0])
    expect(lines(page).nth(2)).to_be_focused()
    page.keyboard.press("Control+d")
    expect(lines(page)).to_have_count(5)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+Delete")
    page.keyboard.press("Control+Shift+K")
    expect_texts(page, *before[1:])
    for _step in range(5):
        page.keyboard.press("Control+z")
    expect_texts(page, *before)
    for _step in range(5):
        page.keyboard.press("Control+y")
    expect_texts(page, *before[1:])
    page.keyboard.press("Control+Shift+K")
    wait_saved(page)
    assert kept(program) == ["bird-dog", "cat-cow"]


def test_therapist_undoes_text_and_notes_in_every_field(page: Page, sign_in: SignIn) -> None:
    # Letters with a long pause between them are changes of their own, and a busy machine types slowly.
    page.clock.set_fixed_time(datetime.datetime.now(datetime.UTC))
    open_builder(page, sign_in, make_plan(*THREE))
    lines(page).nth(1).focus()
    page.keyboard.press("End")
    page.keyboard.type(", RPE 6")
    page.keyboard.press("Control+i")
    note = page.get_by_label("Note for the client")
    expect(note).to_be_focused()
    page.keyboard.type("Slow.")
    page.keyboard.press("Tab")
    page.keyboard.type("after coffee")
    look(page, "builder-details")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("When to do it")).to_have_value("")
    page.keyboard.press("Control+z")
    expect(note).to_have_value("")
    page.keyboard.press("Control+y")
    expect(note).to_have_value("Slow.")
    page.keyboard.press("Escape")
    expect(lines(page).nth(1)).to_be_focused()
    for _step in range(2):
        page.keyboard.press("Control+z")
    expect(lines(page).nth(1)).to_have_value("Bird dog 3x8, hold 5s, each side")


def test_therapist_pastes_a_letter_as_lines(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in)
    lines(page).first.focus()
    paste(page, LETTER)
    expect(lines(page)).to_have_count(11)
    wait_saved(page)
    expect(lines(page).first).to_have_value("Bird dog 3x8, hold 5s, each side")
    expect(page.locator("[data-status=unknown]")).to_have_count(2)
    expect(page.locator("[data-status=doubtful]")).to_have_count(1)
    assert len(kept(program)) == 7
    look(page, "builder-pasted")
    page.keyboard.press("Control+Enter")
    blockers = page.locator("#builder-blockers")
    expect(blockers).to_be_focused()
    blockers.get_by_role("link", name=re.compile("supermna")).press("Enter")
    expect(lines(page).nth(6)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(lines(page)).to_have_count(1)


def test_therapist_writes_phases(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in, make_plan(*THREE))
    tab_to(page, page.get_by_role("button", name="Add a phase"))
    page.keyboard.press("Enter")
    expect(lines(page).last).to_be_focused()
    page.keyboard.type("dead bug 3x8")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+ArrowDown")
    expect(page.get_by_role("status")).to_contain_text("Cat-cow, line 1 of 2, phase 2")
    tab_to(page, page.get_by_role("button", name="Days and aims: Phase 2"), back=True)
    page.keyboard.press("Enter")
    page.keyboard.type("Load")
    look(page, "builder-phases")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Phase 2: Load")).to_be_visible()
    wait_saved(page)
    phases = Program.objects.get(pk=program.pk).read_draft().phases
    assert [(phase.name, phase.weeks, len(phase.items)) for phase in phases] == [("", 4, 2), ("Load", None, 2)]


def test_therapist_sees_what_does_not_fit_the_home_and_says_why_anyway(page: Page, sign_in: SignIn) -> None:
    program = open_builder(page, sign_in, make_plan(*THREE), floor=False, minutes=5)
    expect(page.get_by_text("Done on the floor").first).to_be_visible()
    look(page, "builder-misfits")
    lines(page).nth(2).focus()
    tab_to(page, page.get_by_role("button", name=re.compile("^Easier: Seated cat")))
    page.keyboard.press("Enter")
    expect(lines(page).nth(2)).to_have_value("Seated cat-cow 2x10")
    lines(page).first.focus()
    tab_to(page, page.get_by_role("button", name="Give it all the same").first)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why it is given although it does not fit")).to_be_focused()
    page.keyboard.type("She lies on her bed for it.")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Given all the same: She lies on her bed for it.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Take out")).first.press("Enter")
    expect(lines(page)).to_have_count(3)
    wait_saved(page)
    assert "seated-cat-cow" in kept(program)


def test_therapist_is_led_to_each_reason_against_publishing(page: Page, sign_in: SignIn) -> None:
    open_builder(page, sign_in, make_plan(*THREE), floor=False)
    page.get_by_role("button", name="Add a phase").press("Enter")
    page.keyboard.press("Control+Enter")
    blockers = page.locator("#builder-blockers")
    expect(blockers).to_be_focused()
    look(page, "builder-blocked")
    blockers.get_by_role("link", name="Phase 2 has no exercises.").press("Enter")
    expect(page.get_by_role("combobox", name="New line, phase 2")).to_be_focused()
    blockers.get_by_role("link", name=re.compile("^“Cat-cow” does not fit")).press("Enter")
    expect(lines(page).nth(2)).to_be_focused()
    expect(lines(page).nth(2)).to_have_value("Cat-cow 2x10")


def test_therapist_reads_the_difference_and_publishes_from_the_keyboard(page: Page, sign_in: SignIn) -> None:
    program = new_program(make_plan(*THREE))
    publish(program=program, by=therapist())
    sign_in(page.context, therapist())
    page.goto(program.get_absolute_url())
    card = page.get_by_role("region", name=re.compile("^Publish"))
    expect(card).to_contain_text("Your client has this as version 1.")
    lines(page).first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("bridge 3x12")
    expect(card).to_contain_text("Bridge: 3 sets of 10 → 3 sets of 12")
    expect(page.get_by_text("Changes not published")).to_be_visible()
    look(page, "builder-difference")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Why it changes")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Why it changes")).to_be_focused()
    page.keyboard.type("Bridges went well.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()


def test_line_too_long_for_its_place_gets_the_whole_width(page: Page, sign_in: SignIn) -> None:
    open_builder(page, sign_in)
    lines(page).first.focus()
    type_lines(page, "bird dog 3x8 5s e/s 5x/wk band red RPE 6")
    wait_saved(page)
    for width in (1280, 820):
        page.set_viewport_size({"width": width, "height": 800})
        eventually(page, lambda: lines(page).first.evaluate(WHOLE), f"the line is seen whole at {width} px")


def test_therapist_finds_the_keys(page: Page, sign_in: SignIn) -> None:
    open_builder(page, sign_in)
    page.keyboard.press("?")
    help_box = page.get_by_role("dialog", name="Keys")
    expect(help_box).to_be_visible()
    look(page, "builder-keys")
    page.keyboard.press("Escape")
    expect(help_box).to_be_hidden()
    lines(page).first.focus()
    page.keyboard.type("?")
    expect(help_box).to_be_hidden()
    page.get_by_role("button", name="Keys").press("Enter")
    expect(help_box).to_be_visible()
