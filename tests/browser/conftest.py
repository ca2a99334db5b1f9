"""A real browser against the live site, each journey at a phone's and at a desktop's size, unless it says which.

A test takes `page` (and `sign_in`); what the browser complains about on the way fails it.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, WebError, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.look import SIZES
from tests.browser.patience import begin_when_the_page_is_there, wait_for_a_whole_day

HERE = Path(__file__).parent
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]
REPORT_REFUSALS = """
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error(`CSP ${effectiveDirective} refused ${blockedURI} at ${sourceFile}:${lineNumber}`))
"""

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and os.environ.get("BACKFIT_BROWSER_REQUIRED") == "1":
        report.outcome = "failed"
        report.longrepr = f"BACKFIT_BROWSER_REQUIRED=1 asks for every browser test: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def database_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in the test's own thread, which Django takes for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: in memory, the server's threads would share one connection and its transaction."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = os.environ.get("BACKFIT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("Chromium was not found; BACKFIT_CHROMIUM may name it")
    return browser_type_launch_args | {
        "executable_path": found,
        "chromium_sandbox": os.geteuid() != 0,
        "args": ["--disable-dev-shm-usage"],  # a container's shared memory is too small for it
    }


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    return str(live_server.url)


@pytest.fixture(params=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], size: str) -> dict[str, Any]:
    width, height = SIZES[size]
    return browser_context_args | {
        "viewport": {"width": width, "height": height},
        "is_mobile": size == "phone",
        "has_touch": size != "desktop",
        "locale": "en-GB",
        "timezone_id": "UTC",  # where the people of the tests live, wherever the machine stands
        "reduced_motion": "reduce",  # a screenshot in the middle of a transition differs every time
    }


@pytest.fixture(autouse=True)
def whole_day() -> None:
    wait_for_a_whole_day()


@pytest.fixture(autouse=True)
def hands(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait for the page, and on a tablet a journey's clicks are touches."""
    begin_when_the_page_is_there(monkeypatch)
    if size == "tablet":
        monkeypatch.setattr(Locator, "click", Locator.tap)


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the browser complained about. A test that provokes a complaint removes it from here."""
    complaints: list[str] = []
    yield complaints
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], faults: list[str]) -> Callable[..., BrowserContext]:
    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{message.text} ({message.location['url']})")

    def thrown(error: WebError) -> None:
        faults.append(f"uncaught: {error.error}")

    def open_watched(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.add_init_script(REPORT_REFUSALS)
        context.on("console", heard)
        context.on("weberror", thrown)
        return context

    return open_watched


@pytest.fixture
def sign_in(base_url: str) -> Callable[[BrowserContext, Any], None]:
    """Gives a browser context somebody's session, for journeys that are not about signing in."""

    def with_session_of(context: BrowserContext, user: Any) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])

    return with_session_of
