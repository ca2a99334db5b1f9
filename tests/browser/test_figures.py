"""The moving pictures in real browsers: seen, moving, stopped by the reader, still for who asked for less motion."""

import os
import time
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from exercises.figure_store import keep
from exercises.figures.document import read_document
from exercises.figures.drawing import Drawing, draw
from exercises.models import Figure, FigureDrawing
from tests.browser.look import look
from tests.exercises.figures_by_hand import KNEE_TO_CHEST
from tests.factories import make_exercise

PAGE = "/exercises/knee-to-chest/"
SVG = "/exercises/knee-to-chest/figure.svg"
BROWSERS = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
ENGINES = ["chromium", *(["firefox"] if list(BROWSERS.glob("firefox-*")) else [])]


@cache
def knee_to_chest() -> Drawing:
    return draw(read_document(KNEE_TO_CHEST), "knee-to-chest")


@pytest.fixture
def drawing(live_server: Any) -> FigureDrawing:
    figure = Figure.objects.create(exercise=make_exercise("Knee to chest"), document=KNEE_TO_CHEST)
    drawing = keep(figure, knee_to_chest())
    figure.show(drawing)
    return drawing


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Browser]:
    """Chromium, and Firefox where Playwright's own is installed."""
    if request.param == "chromium":
        yield request.getfixturevalue("browser")
        return
    firefox = playwright.firefox.launch()
    yield firefox
    firefox.close()


def moves(picture: Locator) -> bool:
    """Whether it looks different within three seconds, which is less than a round takes."""
    first = picture.screenshot()
    for _moment in range(10):
        time.sleep(0.3)
        if differ(first, picture.screenshot()):
            return True
    return False


def differ(first: bytes, second: bytes) -> bool:
    """Where a limb was and is no more; a browser that paints the same again gets its edges slightly otherwise."""
    before, after = (Image.open(BytesIO(seen)).convert("L") for seen in (first, second))
    counts = ImageChops.difference(before, after).histogram()
    return before.size != after.size or sum(counts[64:]) > 0.002 * before.width * before.height


def shown(page: Page) -> Locator:
    """The large picture: what is switched off is not there for a screen reader either."""
    return page.locator("#picture").get_by_role("img")


def is_there(picture: Locator) -> None:
    """Painted: while it comes in it looks different, too."""
    expect(picture).to_have_js_property("complete", True)
    expect(picture).not_to_have_js_property("naturalWidth", 0)


def loaded(picture: Locator) -> bool:
    return bool(picture.evaluate("image => image.complete && image.naturalWidth > 0"))


def test_visitor_stops_the_movement_by_keyboard_and_without_a_script(
    drawing: FigureDrawing, engine: Browser, base_url: str
) -> None:
    context = engine.new_context(
        base_url=base_url, java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="en-GB"
    )
    page = context.new_page()
    page.goto(PAGE)
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_have_accessible_name(drawing.alt())
    is_there(shown(page))
    assert moves(shown(page))

    switch = page.get_by_role("checkbox", name="Show the movement")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_have_accessible_name(drawing.alt())
    is_there(shown(page))
    assert not moves(shown(page))

    page.keyboard.press("Space")
    expect(switch).to_be_checked()
    is_there(shown(page))
    assert moves(shown(page))
    context.close()


def test_visitor_who_asked_for_less_motion_sees_the_position(page: Page, drawing: FigureDrawing) -> None:
    page.goto(PAGE)
    picture = shown(page)
    is_there(picture)
    expect(picture).to_have_js_property("currentSrc", f"{page.url.removesuffix(PAGE)}{drawing.still_url}")
    expect(page.get_by_role("checkbox", name="Show the movement")).to_be_hidden()
    assert not moves(picture)
    page.goto(SVG)  # the moving file itself stands still too
    assert not moves(page.locator("svg").first)
    expect(page.locator("g.h")).to_be_visible()


@pytest.mark.parametrize("size", ["phone"])
def test_the_file_keeps_its_colours_and_moves_under_its_own_policy(page: Page, drawing: FigureDrawing) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto(SVG)  # what the policy refuses is a complaint, which fails the test
    assert page.locator("svg .skin0").first.evaluate("path => getComputedStyle(path).fill") != "rgb(0, 0, 0)"
    assert moves(page.locator("svg").first)


def test_visitor_reads_the_steps_and_turns_to_the_other_side(page: Page, drawing: FigureDrawing) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto(PAGE)
    is_there(shown(page))
    assert moves(shown(page))
    steps = page.get_by_role("listitem").filter(has=page.locator(".figure-steps__number"))
    expect(steps).to_have_text([*(f"{n} {text}" for n, text in enumerate(drawing.captions, 1))])
    for still in steps.locator("img.no-print").all():
        still.scroll_into_view_if_needed()
        is_there(still)
    look(page, "exercise-picture")

    sides = page.get_by_role("navigation", name="Side that is shown")
    sides.get_by_role("link", name="Left side").click()
    expect(shown(page)).to_have_accessible_name(drawing.alt("left"))
    expect(sides.get_by_role("link", name="Left side")).to_have_attribute("aria-current", "true")
    page.get_by_role("checkbox", name="Show the movement").uncheck()
    look(page, "exercise-picture-stopped")


@pytest.mark.parametrize("size", ["desktop"])
def test_paper_shows_line_art_that_is_there_before_it_is_printed(page: Page, drawing: FigureDrawing) -> None:
    page.goto(PAGE)
    for image in page.locator("main img[src*='theme=print']").all():
        is_there(image)  # without having been seen
    page.emulate_media(media="print")
    images = [image for image in page.locator("main img").all() if image.is_visible()]
    assert len(images) == 3
    for image in images:
        assert "theme=print" in str(image.get_attribute("src"))
        assert loaded(image)
    expect(page.get_by_role("checkbox", name="Show the movement")).to_be_hidden()


def test_visitor_sees_the_pictures_on_cards(page: Page, drawing: FigureDrawing) -> None:
    make_exercise("Cat-cow", position="quadruped")
    page.goto("/exercises/")
    picture = page.get_by_role("article").filter(has_text="Knee to chest").locator("img")
    is_there(picture)
    look(page, "exercises-pictures")
