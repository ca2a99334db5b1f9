"""The form of Today, sent when the network or the server goes in that very moment: kept on the device, once."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.plans import Plan
from programs.models import Program, Session
from tests.browser.look import look
from tests.browser.offline import OPEN, PAIR, client_of, cut, make_client, open_today, unsent
from tests.browser.people import SignIn
from tests.factories import make_plan

pytestmark = pytest.mark.parametrize("size", ["phone"])


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def mark(page: Page, *, pain: str = "2", note: str = "") -> None:
    """One exercise as it says, the other in part and with pain, in words of one's own."""
    page.get_by_role("checkbox", name="Bridge done").check()
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Bird dog", exact=True))
    row.get_by_role("heading", name="Bird dog").click()
    row.get_by_text("It went differently, or hurt").click()
    row.get_by_role("radio", name="Partly").check()
    row.get_by_role("spinbutton", name="Repetitions").fill("5")
    row.get_by_role("spinbutton", name="Pain with it").fill("3")
    row.get_by_role("textbox", name="In your own words").fill(" the knee ")
    page.get_by_role("group", name="Worst pain").get_by_role("radio", name=pain, exact=True).check()
    page.get_by_role("textbox", name="Anything to tell").fill(note)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save what I did").click()


def test_client_whose_network_goes_while_saving_keeps_the_session(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    mark(page, note="Better.\nMuch better.")
    cut(page.context, page)
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved on this device.")).to_be_visible()
    expect(page.get_by_role("link", name="Offline. Not yet sent: 1")).to_be_visible()
    look(page, "today-kept")
    assert len(unsent(page)) == 1
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="All sent")).to_be_visible()
    session = Session.objects.get()
    bird, bridge = session.results.order_by("exercise")
    assert (session.worst_pain, session.evidence, bridge.status) == (2, "ticked", "done")
    assert (bird.status, bird.sets, bird.reps, bird.pain, bird.skip_reason) == ("part", 3, 5, 3, "the knee")
    faults.clear()  # the browser complains of each request without a network


@pytest.fixture
def easier_program(db: Any) -> Program:
    phase = make_plan(*PAIR).phases[0]
    bridge, dog = phase.items
    dog = dog.model_copy(update={"easier": "dead-bug-heel-tap"})
    return make_client(Plan(phases=(phase.model_copy(update={"items": (bridge, dog)}),)))


def test_easier_version_that_was_done_is_kept_as_such(
    page: Page, sign_in: SignIn, easier_program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(easier_program))
    open_today(page)
    mark(page)
    page.get_by_role("checkbox", name="I did the easier version").check()
    cut(page.context, page)
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved on this device.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="All sent")).to_be_visible()
    told = dict(Session.objects.get().results.values_list("exercise", "variant"))
    assert told == {"dead-bug-heel-tap": "easier", "glute-bridge": ""}
    faults.clear()  # the browser complains of each request without a network


@pytest.mark.parametrize("status", [None, 502])
def test_session_that_the_server_had_kept_before_its_answer_was_lost_is_there_once(
    page: Page, sign_in: SignIn, program: Program, faults: list[str], status: int | None
) -> None:
    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        route.fetch()  # it arrives, and the answer does not
        route.abort() if status is None else route.fulfill(status=status, body="<h1>Bad gateway</h1>")

    sign_in(page.context, client_of(program))
    open_today(page)
    mark(page, note=" Better.\nMuch better. ")
    page.route("**/today/", lose)
    save(page)
    expect(page.get_by_role("status").filter(has_text="Saved on this device.")).to_be_visible()
    page.wait_for_function(f"async () => {{ {OPEN} return !(await device.unsent()).length; }}")
    session = Session.objects.get()  # of the two that arrived
    assert (session.revision, session.results.count()) == (1, 2)
    faults.clear()


def test_client_who_saves_with_a_network_is_thanked_by_the_server(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    mark(page)
    save(page)
    expect(page.get_by_text("Thank you for telling how it went.")).to_be_visible()
    assert Session.objects.count() == 1


def test_client_is_told_by_the_server_what_is_missing(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    save(page)
    expect(page.get_by_role("alert").filter(has_text="Mark at least one exercise")).to_be_visible()
    assert not Session.objects.exists()
    faults.clear()  # the answer 400


def test_client_in_severe_pain_whose_network_goes_is_told_what_to_do_and_whom_to_call(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    mark(page, pain="9", note="I can\u2019t go on.")
    cut(page.context, page)
    save(page)
    expect(page.get_by_role("heading", name="If dark thoughts come with the pain")).to_be_visible()
    expect(page.get_by_role("region", name="Stop for today")).to_be_visible()
    expect(page.get_by_role("link", name="Call Northside, +353 1 234 5678").first).to_be_visible()
    look(page, "today-kept-crisis")
    page.reload()
    expect(page.get_by_role("heading", name="Bird dog")).to_be_visible()
    expect(page.get_by_role("region", name="Stop for today")).to_have_count(0)
    faults.clear()


def test_what_the_server_would_refuse_is_not_kept(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    mark(page)
    page.get_by_role("spinbutton", name="Pain with it").last.fill("11")
    cut(page.context, page)
    save(page)
    expect(page.get_by_role("status").filter(has_text="one of the answers needs another look")).to_be_visible()
    look(page, "today-not-kept")
    assert unsent(page) == []
    expect(page.get_by_role("button", name="Save what I did")).to_be_enabled()
    faults.clear()
