"""What keeps a journey from depending on how slow the machine is, and on the hour at which it runs."""

import datetime
import functools
import time
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page

# Of the people of the tests, and of those of the demonstration.
ZONES = (datetime.UTC, ZoneInfo("Europe/Paris"))
LONGEST = 300  # seconds that a journey takes on a slow machine, with what it sets a clock ahead
HANDS = (
    "check",
    "clear",
    "click",
    "fill",
    "focus",
    "press",
    "press_sequentially",
    "select_option",
    "set_input_files",
    "tap",
    "uncheck",
)


def until_midnight() -> float:
    """Seconds until the first of the people has a new day."""
    now = datetime.datetime.now(datetime.UTC)
    days = [(now.astimezone(zone).date() + datetime.timedelta(days=1), zone) for zone in ZONES]
    ends = [datetime.datetime.combine(day, datetime.time(), tzinfo=zone) for day, zone in days]
    return min((end - now).total_seconds() for end in ends)


def wait_for_a_whole_day() -> None:
    """What begins on one day and ends on the next tells of two; a journey that could waits for the new one."""
    left = until_midnight()
    if left < LONGEST:
        time.sleep(left + 1)


def begin_when_the_page_is_there(patch: pytest.MonkeyPatch) -> None:
    """Hands wait until the page they are on is loaded, with the scripts that listen to them.

    After a click Playwright waits for the new page to begin, not for its scripts. What somebody meets who is quicker
    than those has journeys without scripts of its own; here it would be another page in each run.
    """
    for name in HANDS:
        patch.setattr(Locator, name, after_load(getattr(Locator, name)))
    keyboard = vars(Page)["keyboard"].fget

    def ready(page: Page) -> Any:
        page.wait_for_load_state()
        return keyboard(page)

    patch.setattr(Page, "keyboard", property(ready))
    patch.setattr(Page, "wait_for_function", waiting)


def waiting(page: Page, expression: str, *, arg: Any = None, **_options: Any) -> None:
    """In the place of Playwright's own, which is easily written and waits for nothing: see `until`."""
    until(page, expression, arg)


def after_load(act: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(act)
    def acting(place: Locator, *how: Any, **options: Any) -> Any:
        place.page.wait_for_load_state()
        return act(place, *how, **options)

    return acting


def until(page: Page, script: str, arg: Any = None, *, seconds: float = 60) -> None:
    """Until the page's function says yes. Playwright's own `wait_for_function` takes the promise of an answer for one:
    it waits for nothing where the function is asynchronous."""
    eventually(page, lambda: page.evaluate(script, arg), script, seconds=seconds)


def eventually(page: Page, holds: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    """For what no locator sees, such as rows that a request with no answer on the page has written."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"not after {seconds} s: {what}"
        page.wait_for_timeout(50)
