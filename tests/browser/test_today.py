"""Today on a phone: on one screen, light, and what follows at once from pain."""

import gzip
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, Response, Route, expect

from backfit.storage import without_comments
from exercises.loading import load_catalogue
from programs.models import Program, SafetyReport, SafetyScreen
from tests.browser.look import assert_fits, look
from tests.browser.patience import eventually
from tests.browser.people import SignIn
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user

MOST_BYTES = 60_000
LINES = (
    ("glute-bridge", "3x10"),
    ("bird-dog", "3x8 5s e/s"),
    ("knee-rolls", "1x10 e/s"),
    ("cat-cow", "1x10"),
    ("chin-tuck", "1x10x5s"),
    ("side-plank", "3x20s e/s"),
)


@pytest.fixture
def size() -> str:
    return "phone"


@pytest.fixture
def program(db: Any) -> Program:
    """Six exercises of the catalogue."""
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    clinic.phone, clinic.emergency_number = "01 23 45", "144"
    clinic.save()
    client = make_user("carl@example.org", "Carl Client")
    episode = make_episode(clinic=clinic, therapist=therapist, client=client)
    return make_published(episode=episode, by=therapist, plan=make_plan(*LINES))


def open_today(page: Page, program: Program, sign_in: SignIn) -> None:
    sign_in(page.context, program.episode.client)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def test_day_of_six_exercises_stands_on_one_screen(page: Page, program: Program, sign_in: SignIn) -> None:
    open_today(page, program, sign_in)
    rows = page.locator(".task")
    assert rows.count() == len(LINES)
    last = rows.last.bounding_box()
    bar = page.get_by_role("navigation", name="Main").bounding_box()
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"]
    look(page, "today-six")
    page.set_viewport_size({"width": 320, "height": 700})
    assert_fits(page, "today at 320 px")


def test_first_load_weighs_at_most_60_kb_compressed(page: Page, program: Program, sign_in: SignIn) -> None:
    """Everything of the page, scripts that begin late included. What the device then keeps comes after it."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    sign_in(page.context, program.episode.client)
    with page.expect_response(lambda answer: answer.url.endswith("repeat=always")):
        page.goto("/today/")
    found = {answer.url: weight(answer) for answer in answers if not is_kept(answer)}
    assert sum("/figures/" in url for url in found) == len(LINES), "the pictures belong to the first load"
    assert any(url.endswith("/signing-out.js") for url in found), "so do the scripts that begin late"
    assert sum(found.values()) <= MOST_BYTES, found
    for end in ("/today/", "/device/copy/"):
        [answer] = [answer for answer in answers if answer.url.endswith(end)]
        assert answer.header_value("content-encoding") == "gzip", end


def is_kept(answer: Response) -> bool:
    """The copy for the time without a network, and the pictures that move, which only the player shows."""
    return answer.url.endswith(("/device/copy/", "repeat=always"))


def test_copy_for_the_device_waits_until_the_page_is_there(page: Page, program: Program, sign_in: SignIn) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    held: list[Route] = []
    page.route("**/img/mark.svg", lambda route: held.append(route))
    sign_in(page.context, program.episode.client)
    page.goto("/today/", wait_until="domcontentloaded")
    eventually(page, lambda: held, "the picture that holds up the page is asked for")
    page.wait_for_timeout(500)
    assert page.evaluate("document.readyState") == "interactive"
    assert not [url for url in asked if url.endswith(("/device/copy/", "/courier.js"))]
    with page.expect_request("**/device/copy/"):
        held[0].continue_()


def weight(answer: Response) -> int:
    """As production sends it: static files without comments and packed by brotli, all else by gzip."""
    _, static, name = answer.url.partition("/static/")
    if static:
        return len(brotli.compress(without_comments(name, answer.body())))
    return len(gzip.compress(answer.body(), 6))


def test_today_is_whole_without_scripts(new_context: Any, program: Program, sign_in: SignIn) -> None:
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    open_today(page, program, sign_in)
    page.get_by_role("heading", name="Bridge").click()
    expect(page.get_by_text("Tighten your buttocks.")).to_be_visible()
    page.get_by_role("checkbox", name="Bridge done").check()
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("img", name="1 of 6 done today")).to_be_visible()


def test_client_whose_exercise_hurts_is_told_to_leave_it_out(page: Page, program: Program, sign_in: SignIn) -> None:
    open_today(page, program, sign_in)
    says_pain(page, "Bird dog", "6")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Bird dog", exact=True))
    expect(row).to_contain_text("Pain 6: leave it out today and tomorrow")
    expect(page.get_by_role("heading", name="Stop the exercise that hurt")).to_be_visible()
    look(page, "today-item-stopped")


def says_pain(page: Page, name: str, pain: str) -> None:
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name, exact=True))
    row.get_by_role("heading", name=name).click()
    row.get_by_text("It went differently, or hurt").click()
    row.get_by_role("spinbutton", name="Pain with it").fill(pain)
    look(page, "today-differently")
    page.get_by_role("checkbox", name=f"{name} done").check()
    page.get_by_role("button", name="Save what I did").click()


def test_client_in_severe_pain_answers_no_to_the_six_questions(page: Page, program: Program, sign_in: SignIn) -> None:
    open_today(page, program, sign_in)
    says_pain(page, "Bird dog", "9")
    expect(page.get_by_role("heading", name="Six questions", level=1)).to_be_visible()
    look(page, "six-questions")
    for choice in page.get_by_role("radio", name="No").all():
        choice.check()
    page.get_by_role("button", name="Show what to do").click()
    expect(page.get_by_role("heading", name="None of the six", level=1)).to_be_visible()
    look(page, "six-questions-none")
    page.get_by_role("link", name="Back to Today").click()
    expect(page.get_by_role("heading", name="Stop for today")).to_be_visible()
    look(page, "today-severe")


def test_client_with_a_sign_reads_the_number_of_the_clinic(page: Page, program: Program, sign_in: SignIn) -> None:
    sign_in(page.context, program.episode.client)
    page.goto("/six-questions/")
    page.get_by_role("radio", name="Yes").first.check()
    page.get_by_role("button", name="Show what to do").click()
    expect(page.get_by_role("link", name="Call 144")).to_be_visible()
    look(page, "six-questions-yes")
    assert SafetyReport.objects.get().tier == "emergency"


def test_client_is_asked_about_signs_before_the_first_session(page: Page, program: Program, sign_in: SignIn) -> None:
    SafetyScreen.objects.all().delete()
    open_today(page, program, sign_in)
    expect(page.get_by_role("heading", name="Bridge")).to_be_visible()
    page.locator(".today__start .button").click()
    expect(page.get_by_role("heading", name="Before you start", level=1)).to_be_visible()
    look(page, "before-you-start-first")
    page.get_by_role("button", name="None of these").click()
    expect(page.get_by_role("heading", name="Before you start", level=1)).to_have_count(0)
    assert SafetyScreen.objects.get().found == "none"


def test_client_looks_at_own_progress(page: Page, program: Program, sign_in: SignIn) -> None:
    open_today(page, program, sign_in)
    page.get_by_role("checkbox", name="Bridge done").check()
    page.get_by_role("button", name="Save what I did").click()
    expect(page.get_by_role("img", name="1 of 6 done today")).to_be_visible()
    page.get_by_role("link", name="Your progress").click()
    expect(page.get_by_text("1 exercise done. You moved on 1 day of the last seven.")).to_be_visible()
    look(page, "own-progress")
