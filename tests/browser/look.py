"""What is checked of every page that a journey passes."""

from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = {"phone": (390, 844), "desktop": (1280, 800), "tablet": (820, 1180)}
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
WCAG_2_2_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # axe leaves out what came with 2.2 unless it is asked for
    "resultTypes": ["violations"],
    "preload": False,  # axe would read stylesheets by way of an inline style, which the policy refuses and reports
}
ABOUT_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# The dark page is the same page, so only what its colours can spoil is asked again.
SCHEMES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": WCAG_2_2_AA,
    "dark": WCAG_2_2_AA | {"runOnly": ABOUT_COLOURS, "rules": {}},
}


def look(page: Page, name: str) -> None:
    """Fails on what axe finds, in light and in dark, and on a page that scrolls sideways.

    Keeps what was seen as screenshots/<name>-<size>.png, and -dark.png.
    """
    page.wait_for_load_state()  # a picture of half a page, and one that goes away while axe reads, say nothing
    viewport = page.viewport_size
    assert viewport is not None
    size = next(key for key, (width, _height) in SIZES.items() if width == viewport["width"])
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        ending = "" if scheme == "light" else "-dark"
        page.screenshot(path=SCREENSHOTS / f"{name}-{size}{ending}.png", full_page=True)
        assert_accessible(page, f"{name}, {size}", scheme)
    page.emulate_media(color_scheme="light")
    assert_fits(page, f"{name}, {size}")


def assert_accessible(page: Page, name: str, scheme: Literal["light", "dark"]) -> None:
    """Fails on what axe finds on the page as it stands, which is in that scheme."""
    violations = Axe().run(page, options=SCHEMES[scheme]).response["violations"]
    assert not violations, f"{name}, {scheme}:\n" + "\n".join(map(finding, violations))


def assert_fits(page: Page, name: str) -> None:
    """Fails on a page that scrolls sideways."""
    excess = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert excess <= 0, f"{name}: the page is {excess} px wider than the screen"


def finding(violation: dict[str, Any]) -> str:
    places = [f"    {' '.join(map(str, node['target']))}: {node['html']}" for node in violation["nodes"]]
    return "\n".join([f"  {violation['id']} ({violation['impact']}): {violation['help']}", *places])
