"""A therapist reads how a client fares, prints it, measures, and enters a paper sheet: by keyboard and by touch."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from accounts.models import Episode
from programs.models import CheckIn, Measure, Program, Session
from programs.schedule import ONE_DAY
from tests.browser.look import look
from tests.browser.people import SignIn, open_demo_clinic, person

TABLET: ViewportSize = {"width": 820, "height": 1180}


@pytest.fixture
def episode(page: Page, sign_in: SignIn) -> Episode:
    """Of Mia, with a morning told and nothing measured yet, seen by her therapist."""
    open_demo_clinic()
    Measure.objects.all().delete()
    sign_in(page.context, person("tess"))
    found = Episode.objects.get(client=person("mia"))
    day = Session.objects.filter(program__episode=found).first()
    assert day is not None
    told = {"pain": 3, "told_by": person("mia")}
    CheckIn.objects.update_or_create(episode=found, day=day.day + ONE_DAY, defaults=told)
    return found


def press_until(page: Page, target: Locator, key: str = "Tab", most: int = 80) -> None:
    """By keyboard alone: presses the key until the target has the focus."""
    for _press in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {target}")


def test_therapist_reads_and_measures_by_keyboard(page: Page, episode: Episode) -> None:
    page.goto(episode.get_absolute_url())
    calendar = page.get_by_role("table", name=re.compile("a row for each week"))
    expect(calendar.get_by_role("row")).to_have_count(5)
    expect(calendar.get_by_role("cell", name=re.compile("done in full")).first).to_be_visible()
    chart = page.get_by_role("img", name="Pain and effort over time")
    expect(chart).to_be_visible()
    look(page, "client-page")
    press_until(page, page.get_by_role("link", name="12 weeks"))
    page.keyboard.press("Enter")
    expect(calendar.get_by_role("row")).to_have_count(13)
    look(page, "client-page-12-weeks")
    press_until(page, page.get_by_text("Add a measure"), most=120)
    page.keyboard.press("Enter")
    for name, text in (("What was measured", "Hip flexion"), ("Value", "95"), ("Unit", "degrees")):
        press_until(page, page.get_by_role("textbox", name=name).or_(page.get_by_role("combobox", name=name)))
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hip flexion")).to_be_visible()
    assert Measure.objects.get().words == "95 degrees"
    page.get_by_text("1 value").click()
    page.get_by_role("link", name=re.compile("Change Hip flexion")).click()
    look(page, "measure-edit")


def test_therapist_enters_a_paper_sheet_by_keyboard(page: Page, episode: Episode) -> None:
    Session.objects.filter(program__episode=episode).update(deleted_at="2026-01-01T00:00:00Z")
    page.goto(episode.get_absolute_url())
    page.get_by_role("link", name="Enter a paper sheet").click()
    boxes = page.get_by_role("checkbox")
    press_until(page, boxes.first, most=60)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(3)
    press_until(page, page.get_by_role("textbox", name=re.compile("Worst pain")).nth(1), "ArrowDown")
    page.keyboard.type("4")
    look(page, "paper-sheet")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 days are kept, marked as from paper.")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("from paper")).first).to_be_visible()
    kept = Session.objects.kept().filter(program__episode=episode)
    assert sorted(kept.values_list("worst_pain", flat=True), key=str) == [4, None]


def test_therapist_enters_a_paper_sheet_by_touch_on_a_tablet(page: Page, episode: Episode, size: str) -> None:
    if size == "phone":  # the one that can be touched
        page.set_viewport_size(TABLET)
    program = Program.objects.get(episode=episode)
    Session.objects.filter(program=program).update(deleted_at="2026-01-01T00:00:00Z")
    page.goto(f"{program.get_absolute_url()}paper/")
    touch(page, page.get_by_role("button", name=re.compile("^all of ")).first)
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(4)
    touch(page, page.get_by_role("button", name=re.compile("^all days of ")).first)
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(4 + 13)
    box = page.get_by_role("checkbox").first.locator("xpath=..").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    touch(page, page.get_by_role("button", name="Save the sheet"))
    expect(page.get_by_text("14 days are kept, marked as from paper.")).to_be_visible()


def touch(page: Page, target: Locator) -> None:
    if page.viewport_size == dict(TABLET):
        target.tap()
    else:
        target.click()


def test_a_sheet_is_entered_without_javascript(
    episode: Episode, new_context: Callable[..., BrowserContext], sign_in: SignIn
) -> None:
    Session.objects.filter(program__episode=episode).update(deleted_at="2026-01-01T00:00:00Z")
    context = new_context(java_script_enabled=False)
    sign_in(context, person("tess"))
    plain = context.new_page()
    plain.goto(f"{Program.objects.get(episode=episode).get_absolute_url()}paper/")
    plain.get_by_role("checkbox").first.check()
    expect(plain.get_by_role("button", name=re.compile("^all"))).to_have_count(0)
    plain.get_by_role("button", name="Save the sheet").click()
    expect(plain.get_by_text("1 day is kept, marked as from paper.")).to_be_visible()


def test_the_page_prints_as_a_report_with_its_charts(page: Page, episode: Episode, tmp_path: Path) -> None:
    page.goto(f"{episode.get_absolute_url()}?weeks=12")
    page.emulate_media(media="print")
    expect(page.get_by_role("img", name="Pain and effort over time")).to_be_visible()
    expect(page.get_by_text("Report from")).to_be_visible()
    for gone in ("New program", "12 weeks", "Enter a paper sheet"):
        expect(page.get_by_role("main").get_by_text(gone)).to_be_hidden()
    pdf = page.pdf(path=tmp_path / "report.pdf", format="A4", margin={"top": "15mm", "bottom": "15mm"})
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4
