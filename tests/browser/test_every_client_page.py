"""Every page of a client, on the narrowest phone, in the largest letters, in both schemes and by keyboard alone."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import resolve
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from programs.models import Program
from tests.browser import client_pages
from tests.browser.look import SCHEMES, assert_accessible, assert_fits
from tests.browser.people import SignIn, just_now, open_demo_clinic, person

Visits = Iterator[tuple[Page, str]]

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
LETTERS = "percent => { document.documentElement.style.fontSize = `${percent}%`; }"
MOST_STOPS = 150
# Words that end beyond the edge of the screen, or under the edge of what holds them. A table may scroll by itself.
CUT = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const { left, right, width, height } = element.getBoundingClientRect();
  const { overflowX } = getComputedStyle(element);
  const apart = element.closest("svg, .visually-hidden, thead, pre, .table-wrap:not(:has(> .table--cards))");
  if (apart || !width || !height || !element.textContent.trim() || !element.checkVisibility()) return false;
  const beyond = !element.children.length && (left < -1 || right > document.documentElement.clientWidth + 1);
  return beyond || (["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1);
}).map((element) => element.outerHTML.slice(0, 150))"""
# What stands for a hidden box, and for a link that fills its card, shows the focus in its place.
FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const around = [focused.parentElement, focused.nextElementSibling, focused.closest(".card--link")];
  const stands = [focused, ...around, ...(focused.labels ?? [])];
  const shown = stands.filter(Boolean).find((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const name = focused.outerHTML.slice(0, 150);
  if (!shown) return `no ring: ${name}`;
  const { left, right, top, bottom } = shown.getBoundingClientRect();
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const covering = document.elementFromPoint(x, y);
  const free = covering && (shown.contains(covering) || covering.contains(shown));
  return free ? "" : `not in sight: ${name}`;
}"""


@pytest.fixture
def size() -> str:
    return "phone"


@pytest.fixture
def program(db: None) -> Program:
    open_demo_clinic()
    program = client_pages.mias_program()
    client_pages.lengthen_names(program)
    return program


@pytest.fixture
def visits(
    page: Page, new_context: Callable[..., BrowserContext], sign_in: SignIn, program: Program, faults: list[str]
) -> Iterator[Visits]:
    """Each page in turn, opened: those of one who is signed in, then those behind links, then those after a sign."""

    def opened(where: Page, paths: list[str]) -> Iterator[tuple[Page, str]]:
        for path in paths:
            where.goto(path)
            yield where, path

    def all_of_them() -> Iterator[tuple[Page, str]]:
        sign_in(page.context, person("mia"))
        just_now(page.context, person("mia"))
        yield from opened(page, client_pages.signed_in(program))
        yield from opened(new_context().new_page(), client_pages.by_link(program))
        yield from opened(page, client_pages.with_a_sign(program))

    yield all_of_them()
    faults[:] = [fault for fault in faults if "status of 404" not in fault]  # two links are gone on purpose


def test_client_reads_every_page_small_large_light_and_dark(visits: Visits) -> None:
    wrong: list[str] = []
    seen: set[str] = set()
    for page, path in visits:
        seen.add(str(resolve(path.split("?")[0]).url_name))
        try:
            reads(page, path)
        except AssertionError as error:
            wrong.append(f"{path}: {error}")
    assert not wrong, "\n".join(wrong)
    assert client_pages.expected_names() - seen == set()


def reads(page: Page, name: str) -> None:
    page.evaluate(LETTERS, 200)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page, name, scheme)
    page.emulate_media(color_scheme="light")
    assert_fits(page, f"{name}, large letters")
    large = page.evaluate(CUT)
    page.evaluate(LETTERS, 100)
    page.set_viewport_size(NARROW)
    assert_fits(page, f"{name}, 320 px")
    assert (large, page.evaluate(CUT)) == ([], []), "cut off with large letters, or at 320 px"
    page.set_viewport_size(PHONE)


def test_client_comes_to_everything_with_the_keyboard(visits: Visits) -> None:
    wrong: list[str] = []
    for page, path in visits:
        wrong += [f"{path}: {fault}" for fault in tabs_through(page)]
    assert not wrong, "\n".join(wrong)


def tabs_through(page: Page) -> list[str]:
    """To the end of the page; after it the focus is with the browser again."""
    found: list[str] = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        fault = page.evaluate(FOCUS)
        if fault is None:
            return found
        found += [fault] if fault else []
    return [*found, "the focus never leaves the page"]


@pytest.mark.parametrize(("viewport", "percent"), [(NARROW, 100), (PHONE, 200)], ids=["narrow", "large"])
def test_client_in_pain_finds_the_button_below_a_long_name(
    page: Page, sign_in: SignIn, program: Program, viewport: ViewportSize, percent: int
) -> None:
    sign_in(page.context, person("mia"))
    page.set_viewport_size(viewport)
    page.goto("/play/")
    page.evaluate(LETTERS, percent)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name=client_pages.LONG_NAME)).to_be_visible()
    for name in ("Back", "Pause", "Next", "It hurts", "Skip exercise"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("timer")).to_be_in_viewport(ratio=0.9)


def test_client_opens_and_leaves_every_sheet_with_the_keyboard(page: Page, sign_in: SignIn, program: Program) -> None:
    """Escape closes it, and the focus is where it was."""
    sign_in(page.context, person("mia"))
    page.goto("/play/")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    for name in ("Skip exercise", "It hurts", "How to do it", "Sound, voice and pace", "Finish"):
        button = page.get_by_role("button", name=name, exact=True)
        button.press("Enter")
        sheet = page.locator("dialog[open]")
        expect(sheet).to_be_visible()
        assert sheet.evaluate("sheet => sheet.contains(document.activeElement)"), name
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        expect(button).to_be_focused()


def test_client_presses_the_next_button_as_soon_as_a_sheet_is_gone(
    page: Page, sign_in: SignIn, program: Program
) -> None:
    """The browser tells that a dialogue has closed a while after it has; nothing pressed meanwhile is lost."""
    sign_in(page.context, person("mia"))
    page.goto("/play/")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="How to do it").press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    opened = page.evaluate("""() => {
      const sheet = document.querySelector("dialog[open]");
      sheet.querySelector("button[value]").click();
      const gone = !sheet.open;
      return Promise.resolve().then(() => Promise.resolve()).then(() => {
        document.querySelector("[data-do=skip]").click();
        return [gone, document.querySelector("dialog[open]")?.id];
      });
    }""")
    assert opened == [True, "sheet-skip"]
