"""The page of what is not yet sent: what it says, and what a client can do about what was refused."""

import datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from programs.models import Program, Session
from tests.browser.look import assert_fits, look
from tests.browser.offline import OPEN, client_of, keep, make_client, open_today, send, unsent, without_sending
from tests.browser.people import SignIn
from tests.factories import session_body

KEEP = f"async ([uuid, body]) => {{ {OPEN} await device.keep(uuid, body); }}"


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def three_are_refused_and_one_waits(page: Page, program: Program) -> tuple[str, str]:
    """The ids of the one that is kept already and of the one before the program began."""
    without_sending(page)
    [taken] = keep(page, program, note="first")
    page.context.unroute_all()
    send(page)
    without_sending(page)
    page.evaluate(KEEP, [taken, session_body(program, note="second")])
    [early] = keep(page, program, day="2001-01-01")
    keep(page, program, worst_pain=11)
    page.context.unroute_all()
    send(page)
    assert len(unsent(page)) == 3
    without_sending(page)
    keep(page, program, note="waits")
    return taken, early


def test_client_mends_what_was_refused(page: Page, sign_in: SignIn, program: Program, faults: list[str]) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    taken, early = three_are_refused_and_one_waits(page, program)
    page.goto("/unsent/")
    cards = page.get_by_role("list", name="Not yet sent").locator("li.card")
    expect(cards).to_have_count(4)
    expect(cards.filter(has_text="This program has not begun on that day.")).to_have_count(1)
    look(page, "unsent")
    page.set_viewport_size({"width": 320, "height": 700})
    assert_fits(page, "unsent, 320")
    page.context.unroute_all()
    yesterday = client_of(program).today() - datetime.timedelta(days=1)
    replace_and_move(cards, yesterday)
    wrong = cards.filter(has_text="Pain and effort go from 0 to 10.")
    wrong.get_by_text("Discard", exact=True).click()
    wrong.get_by_role("button", name="Discard it for good").click()
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    assert Session.objects.get(uuid=taken).note == "second"
    moved = Session.objects.get(uuid=early)
    assert (moved.day, moved.evidence) == (yesterday, "later")
    look_empty(page)
    faults.clear()


def test_a_question_that_is_open_stays_open_while_another_is_sent(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    three_are_refused_and_one_waits(page, program)
    page.goto("/unsent/")
    cards = page.get_by_role("list", name="Not yet sent").locator("li.card")
    expect(cards).to_have_count(4)
    asked = cards.filter(has_text="Pain and effort go from 0 to 10.")
    asked.get_by_text("Discard", exact=True).click()
    discard = asked.get_by_role("button", name="Discard it for good")
    discard.focus()
    page.context.unroute_all()
    send(page)
    expect(cards).to_have_count(3)
    expect(discard).to_be_focused()
    faults.clear()


def replace_and_move(cards: Locator, yesterday: datetime.date) -> None:
    cards.filter(has_text="second").get_by_role("button", name="Replace what was kept before").click()
    expect(cards.filter(has_text="second")).to_have_count(0)
    moved = cards.filter(has_text="has not begun")
    moved.get_by_label("Day", exact=True).fill(yesterday.isoformat())
    moved.get_by_role("button", name="I did it on this day").click()
    expect(moved).to_have_count(0)


def look_empty(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "unsent-none")


def test_nobody_else_reads_what_waits_for_its_owner(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    [name] = keep(page, program, note="It hurts in the left hip")
    page.context.clear_cookies()
    page.goto("/unsent/")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    expect(page.get_by_text("left hip")).to_have_count(0)
    expect(page.get_by_role("button", name="Save as a file")).to_be_hidden()
    look(page, "unsent-signed-out")
    sign_in(page.context, client_of(program))
    page.goto("/unsent/")
    expect(page.get_by_text("left hip")).to_be_visible()
    assert [entry["uuid"] for entry in unsent(page)] == [name]
    faults.clear()


@pytest.mark.parametrize("size", ["phone"])
def test_client_is_warned_after_a_day_and_louder_after_three(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    keep(page, program)
    now = datetime.datetime.now(datetime.UTC)
    for hours, title in ((25, "more than a day"), (73, "Please send this today")):
        page.clock.set_fixed_time(now + datetime.timedelta(hours=hours))
        page.goto("/today/")
        expect(page.locator(".alert__title", has_text=title)).to_be_visible()
    expect(page.get_by_role("link", name="Not yet sent: 1")).to_be_visible()
    look(page, "unsent-loud")
    faults.clear()
