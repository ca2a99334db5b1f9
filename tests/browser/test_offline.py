"""A client follows the program without a network, and what was done arrives when there is one again."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from programs.models import Program, Session
from programs.note_words import asks_check, asks_crisis
from tests.browser.look import look
from tests.browser.offline import client_of, cut, make_client, open_today, unsent
from tests.browser.patience import until
from tests.browser.people import SignIn


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


ROWS = """() => [...document.querySelectorAll("main form .task")].map((row) => {
  const style = (each) => ["display", "fontSize", "listStyleType"].map((name) => getComputedStyle(each)[name]);
  const { width } = row.querySelector(".task__picture img, .task__picture svg").getBoundingClientRect();
  return [Math.round(row.offsetHeight), Math.round(width), style(row), style(row.querySelector("h3")), row.innerText];
})"""


def test_client_sees_the_same_rows_with_and_without_a_network(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    online = page.evaluate(ROWS)
    assert len(online) == 2
    cut(page.context, page)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Bird dog")).to_be_visible()
    until(page, "() => [...document.querySelectorAll('[data-picture]')].every(({ src }) => src)")
    assert page.evaluate(ROWS) == online
    page.get_by_role("heading", name="Bird dog").click()
    expect(page.get_by_text("What it should feel like:").last).to_be_visible()
    look(page, "offline-open")
    faults.clear()  # the browser complains of each request without a network


def test_client_marks_what_was_done_without_a_network_and_it_is_sent_later(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    cut(page.context, page)
    page.goto("/today/")
    expect(page.get_by_text("You are offline. This is your copy of")).to_be_visible()
    expect(page.get_by_role("heading", name="Bird dog")).to_be_visible()
    expect(page.get_by_role("link", name="Call Northside, +353 1 234 5678")).to_be_visible()
    look(page, "offline")
    page.get_by_role("checkbox", name="Bird dog done").check()
    page.get_by_role("group", name="Worst pain").get_by_role("radio", name="2", exact=True).check()
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("status").filter(has_text="Saved on this device.")).to_be_visible()
    expect(page.get_by_role("link", name="Offline. Not yet sent: 1")).to_be_visible()
    look(page, "offline-saved")
    [entry] = unsent(page)
    assert not Session.objects.exists()
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="All sent")).to_be_visible()
    session = Session.objects.get()
    assert (str(session.uuid), session.worst_pain, session.evidence) == (entry["uuid"], 2, "ticked")
    assert unsent(page) == []
    faults.clear()  # the browser complains of each request without a network


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize(("pain", "title"), [("6", "Stop the exercise that hurt"), ("9", "Stop for today")])
def test_client_whose_pain_is_bad_without_a_network_is_told_what_to_do(
    page: Page, sign_in: SignIn, program: Program, faults: list[str], pain: str, title: str
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    cut(page.context, page)
    page.goto("/today/")
    page.get_by_role("checkbox", name="Bird dog done").check()
    page.get_by_role("group", name="Worst pain").get_by_role("radio", name=pain, exact=True).check()
    page.get_by_role("button", name="Save what I did").click()
    told = page.get_by_role("region", name=title)
    expect(told).to_contain_text("Leave out what hurt")
    look(page, f"offline-pain-{pain}")
    told.get_by_role("link", name="Check the signs that need help").click()
    expect(page.get_by_role("heading", name="If it hurts badly", level=1)).to_be_visible()
    faults.clear()  # the browser complains of each request without a network


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize("marked", [True, False])
def test_client_who_writes_words_of_despair_without_a_network_reads_whom_to_call(
    page: Page, sign_in: SignIn, program: Program, faults: list[str], marked: bool
) -> None:
    """Also when nothing was marked, so that nothing could be saved."""
    clinic = program.episode.clinic
    assert clinic is not None
    type(clinic).objects.filter(pk=clinic.pk).update(emergency_number="144")
    sign_in(page.context, client_of(program))
    open_today(page)
    cut(page.context, page)
    page.goto("/today/")
    page.get_by_role("checkbox", name="Bird dog done").set_checked(marked)
    page.get_by_role("textbox", name="Anything to tell").fill("It is all HOPELESS.")
    page.get_by_role("button", name="Save what I did").click()
    told = page.locator("[data-crisis]")
    expect(told).to_contain_text("If dark thoughts come with the pain")
    expect(told.get_by_role("link")).to_have_text(["Call Northside, 144", "Call Northside, +353 1 234 5678"])
    expect(told).to_be_in_viewport()
    assert len(unsent(page)) == int(marked)
    look(page, f"offline-crisis-{marked}")
    faults.clear()  # the browser complains of each request without a network


@pytest.mark.parametrize("size", ["phone"])
def test_client_who_writes_of_a_sign_without_a_network_is_led_to_the_signs(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    cut(page.context, page)
    page.goto("/today/")
    page.get_by_role("checkbox", name="Bird dog done").check()
    page.get_by_role("textbox", name="Anything to tell").fill("My foot went numb.")
    page.get_by_role("button", name="Save what I did").click()
    told = page.get_by_role("region", name="Is it one of these signs?")
    expect(told.get_by_role("link", name="Check the signs that need help")).to_be_visible()
    expect(page.locator("[data-crisis]")).to_have_count(0)
    look(page, "offline-check")
    faults.clear()


WRITTEN = (
    *("My bladder", "NUMB toes", "a number of times", "accidentally", "an accident", "I fell over", "fell asleep"),
    *(
        "weekly",
        "weak",
        "tweaks",
        "I can\u2019t go on",
        "SELF-HARM",
        "no point in living",
        "kill me",
        "kill meat",
        "fine",
    ),
)


@pytest.mark.parametrize("size", ["phone"])
def test_page_without_a_network_finds_the_words_that_the_server_finds(page: Page, db: Any) -> None:
    page.goto("/offline/")
    script = """(texts) => {
      const { checkWords, crisisWords } = document.querySelector("[data-crisis-words]").dataset;
      return texts.map((text) => [checkWords, crisisWords].map((words) => new RegExp(words, "iu").test(text)));
    }"""
    assert page.evaluate(script, WRITTEN) == [[asks_check(text), asks_crisis(text)] for text in WRITTEN]


@pytest.mark.parametrize("size", ["phone"])
@pytest.mark.parametrize("saves", [True, False])
def test_pictures_that_move_are_not_fetched_ahead_for_who_saves_data(
    page: Page, sign_in: SignIn, program: Program, saves: bool
) -> None:
    saving = "true" if saves else "false"
    page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {{ saveData: {saving} }} }})")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page.context, client_of(program))
    open_today(page)
    page.wait_for_load_state("networkidle")
    moving = [url for url in asked if url.endswith("repeat=always")]
    assert len(moving) == (0 if saves else 2)
    assert [url for url in asked if "/figures/" in url and "step=" in url]
    assert not [url for url in asked if "side=" in url]
