"""The player leads through a session, counts, asks when it hurts, and loses nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from programs.models import Program, Session
from tests.browser.look import look
from tests.browser.playing import (
    WHOLE,
    client_of,
    is_sent,
    kept_place,
    look_quickly,
    make_client,
    open_player,
    press,
    save,
    start,
    tell,
    wait,
)

SignIn = Callable[[BrowserContext, Any], None]


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def test_client_is_led_from_the_first_step_to_the_last(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    expect(page.get_by_role("heading", name="Ready?")).to_be_visible()
    start(page)
    counts_the_repetitions(page)
    changes_sides(page)
    wait(page, 5 + 16 + 10)
    assert look_quickly(page)[0] == "Knee rolls"
    wait(page, 10.2)
    expect(page.get_by_role("heading", name="Well done")).to_be_visible()
    tell(page, pain=2, effort=4, note="The second side is stiffer.")
    save(page)
    is_sent(page)
    session = Session.objects.get()
    assert (session.evidence, session.worst_pain, session.effort) == ("timed", 2, 4)
    assert session.note == "The second side is stiffer."
    told = [(result.exercise, result.status, result.sets, result.reps) for result in session.results.all()]
    assert told == [("glute-bridge", "done", 2, 3), ("knee-to-chest", "done", 1, 2), ("knee-rolls", "done", 1, None)]
    assert [result.seconds for result in session.results.all()] == [None, 5, 10]


def counts_the_repetitions(page: Page) -> None:
    wait(page, 10.1)
    assert look_quickly(page) == ("Bridge", "Set 1 of 2", "Repetition\n1\nof 3")
    wait(page, 3.1)
    assert look_quickly(page)[2] == "Repetition\n2\nof 3"
    wait(page, 6)
    assert look_quickly(page)[1:] == ("Set 2 of 2", "Rest\n20")
    wait(page, 29)


def changes_sides(page: Page) -> None:
    assert look_quickly(page)[0] == "Knee to chest"
    wait(page, 13.2)
    name, first, clock = look_quickly(page)
    assert (name, clock) == ("Knee to chest", "Hold\n5\n1 of 2")
    picture = page.locator(".stage__picture img")
    before = picture.get_attribute("class") or ""
    wait(page, 14)
    _name, second, clock = look_quickly(page)
    assert {first, second} == {"Left side", "Right side"}
    assert clock.startswith("Change sides")
    expect(picture).not_to_have_class(before)


def test_client_who_taps_through_has_ticked_and_not_played(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    for _tap in range(20):
        if not page.get_by_role("timer").count():
            break
        press(page, "Next")
    tell(page, pain=0, effort=1)
    save(page)
    is_sent(page)
    session = Session.objects.get()
    assert session.evidence == "ticked"
    assert {result.status for result in session.results.all()} == {"done"}


def test_client_skips_an_exercise_and_says_why(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    press(page, "Skip exercise")
    press(page, "I have nothing to do it with")
    expect(page.get_by_role("heading", name="Knee to chest")).to_be_visible()
    wait(page, WHOLE)
    tell(page, pain=1, effort=3)
    save(page)
    is_sent(page)
    results = list(Session.objects.get().results.all())
    assert [result.status for result in results] == ["skipped", "done", "done"]
    assert (results[0].skip_because, results[0].skip_reason) == ("no_equipment", "")


def test_pain_stops_the_exercise_on_the_spot(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 13)
    press(page, "It hurts")
    press(page, "4")
    expect(page.get_by_role("heading", name="Take it easier")).to_be_visible()
    press(page, "Go on gently")
    press(page, "It hurts")
    press(page, "6")
    expect(page.get_by_role("heading", name="Stop this exercise")).to_be_visible()
    expect(page.get_by_role("link", name="Northside: +353 1 234 5678")).to_be_visible()
    press(page, "Next exercise")
    expect(page.get_by_role("heading", name="Knee to chest")).to_be_visible()
    wait(page, WHOLE)
    expect(page.get_by_role("group", name="Worst pain").get_by_role("radio", name="6")).to_be_checked()
    save(page)
    is_sent(page)
    expect(page.get_by_role("heading", name="Leave out what hurt")).to_be_visible()
    session = Session.objects.get()
    bridge = session.results.get(exercise="glute-bridge")
    assert (session.worst_pain, bridge.pain, bridge.status) == (6, 6, "part")


def test_severe_pain_ends_the_session_with_the_advice_also_offline(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    page.context.set_offline(True)
    wait(page, 16)
    press(page, "It hurts")
    press(page, "8")
    dialogue = page.get_by_role("dialog", name="Stop for today")
    expect(dialogue).to_contain_text("You are numb or tingle between your legs")
    expect(dialogue.get_by_role("link", name=re.compile("^Call"))).to_be_visible()
    expect(dialogue).to_contain_text("Nobody watches Backfit in real time")
    press(page, "None of these: finish and save")
    save(page)
    expect(page.locator("#player")).to_contain_text("not yet sent")
    expect(page.get_by_role("heading", name="Leave out what hurt")).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)  # it was read and answered a moment ago
    page.context.set_offline(False)
    faults[:] = [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault]


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize(
    ("seconds", "place"), [(14, (0, 2)), (21, (0, 4)), (41, (0, 5)), (62, (1, 2)), (77, (1, 5)), (100, (2, 0))]
)
def test_killed_tab_goes_on_where_it_was(
    page: Page, sign_in: SignIn, program: Program, seconds: int, place: tuple[int, int]
) -> None:
    """In a repetition, a rest, the second set, a hold, on the other side, and while getting ready for the last."""
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, seconds)
    before = look_quickly(page)
    kept_place(page, *place)
    page.reload()
    expect(page.get_by_role("heading", name="Go on where you were?")).to_be_visible()
    press(page, "Go on")
    assert look_quickly(page)[:2] == before[:2]
    wait(page, WHOLE + 10)
    tell(page, pain=0, effort=2)
    save(page)
    is_sent(page)
    session = Session.objects.get()
    assert session.evidence == "timed"
    assert [result.status for result in session.results.all()] == ["done"] * 3


@pytest.mark.parametrize("size", ["phone"])
def test_player_waits_for_who_was_away(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 14)
    before = look_quickly(page)
    page.clock.fast_forward("30:00")
    expect(page.get_by_role("dialog", name="Go on?")).to_be_visible()
    assert look_quickly(page)[:2] == before[:2]
    press(page, "Go on")
    expect(page.get_by_role("timer")).to_contain_text("Get ready")
    wait(page, 3.1)
    assert look_quickly(page) == before


@pytest.mark.parametrize("size", ["phone"])
def test_half_a_session_is_saved_for_who_does_not_go_on(page: Page, sign_in: SignIn, program: Program) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 60)
    kept_place(page, 1, 1)
    page.reload()
    press(page, "Finish and save")
    tell(page, pain=0, effort=2)
    save(page)
    is_sent(page)
    assert [result.status for result in Session.objects.get().results.all()] == ["done"]
    page.reload()
    expect(page.get_by_text("2 exercises, about")).to_be_visible()


@pytest.mark.parametrize("size", ["phone"])
def test_session_without_a_network_waits_on_the_device(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_player(page)
    page.context.set_offline(True)
    start(page)
    wait(page, WHOLE + 1)
    tell(page, pain=1, effort=2)
    save(page)
    expect(page.locator("#player")).to_contain_text("Saved on this device, not yet sent.")
    assert not Session.objects.exists()
    page.context.set_offline(False)
    page.goto("/play/")
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    faults[:] = [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault]


@pytest.mark.parametrize("size", ["phone"])
def test_player_shows_nobodys_copy_once_the_server_says_that_nobody_is_signed_in(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    page.goto("/play/")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.context.clear_cookies()
    page.route("**/device/*/", lambda route: route.abort())
    page.goto("/play/")
    expect(page.get_by_role("button", name="Start")).to_be_visible()  # without a network the copy is good
    page.unroute_all()
    page.goto("/play/")
    expect(page.get_by_role("heading", name="Sign in to get your exercises")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_have_attribute("href", "/accounts/login/?next=/play/")
    expect(page.get_by_text("Knee to chest")).to_have_count(0)
    faults.clear()  # the answers 401 and what was cut off


@pytest.mark.parametrize("size", ["phone"])
def test_other_side_is_the_same_picture_in_a_mirror(page: Page, sign_in: SignIn, program: Program) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("localStorage.setItem('backfit-player', JSON.stringify({ moving: true }))")
    sign_in(page.context, client_of(program))
    open_player(page)
    start(page)
    wait(page, 10 + 9 + 20 + 9 + 10 + 1)
    first = page.locator(".stage__picture img")
    expect(first).to_have_attribute("alt", re.compile("."))
    before = first.get_attribute("class")
    wait(page, 16 + 5)
    expect(
        page.locator(".stage__picture img.mirrored" if not before else ".stage__picture img:not(.mirrored)")
    ).to_be_visible()
    assert not [url for url in asked if "repeat=always" in url and "side=" in url]


@pytest.mark.parametrize("size", ["phone"])
def test_visitor_is_asked_to_sign_in_and_may_look_around(page: Page, db: Any, faults: list[str]) -> None:
    page.goto("/play/")
    expect(page.get_by_role("heading", name="Sign in to get your exercises")).to_be_visible()
    expect(page.get_by_role("link", name="Look at all exercises")).to_be_visible()
    faults[:] = [fault for fault in faults if "401" not in fault]
    look(page, "player-visitor")
