"""From a client's name to a published program and a sent invitation: by keyboard with every press counted, by touch,
and without scripts."""

import time
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from accounts.models import Episode
from accounts.template_loading import load_templates
from programs.models import Program
from tests.browser.look import assert_fits, look
from tests.browser.people import SignIn, forgive, open_demo_clinic, person
from tests.browser.test_keyboard import FOCUS

MOST_PRESSES = 6
MOST_SECONDS = 30
TABLET = {"width": 820, "height": 1180}


@pytest.fixture
def clinic(page: Page, sign_in: SignIn) -> None:
    open_demo_clinic()
    load_templates()
    sign_in(page.context, person("tess"))


class Keys:
    """Presses keys one at a time and counts each, those held down for a chord too."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed: list[str] = []

    def press(self, chord: str) -> None:
        self.pressed += chord.split("+")
        self.page.keyboard.press(chord)


def test_therapist_invites_with_six_keys_after_the_name(
    page: Page, clinic: None, record_property: Any, size: str
) -> None:
    page.goto("/clients/")
    page.get_by_role("link", name="Start a program").click()
    expect(page.get_by_role("combobox", name="Client")).to_be_focused()
    look(page, "start-client")
    begun = time.monotonic()
    page.keyboard.type("Nora Sand")
    keys = Keys(page)
    keys.press("Enter")
    expect(page.get_by_role("combobox", name="Start from")).to_be_focused()
    keys.press("d")
    keys.press("ArrowDown")
    keys.press("Enter")
    assert page.evaluate(FOCUS) == ""
    keys.press("Control+Enter")
    expect(page.get_by_text("The invitation is on its way to nora@example.org.")).to_be_visible()
    seconds = time.monotonic() - begun
    program = Program.objects.get(episode__client_email="nora@example.org")
    assert program.current is not None
    assert program.name == "Desk posture reset"
    assert mail.outbox[-1].to == ["nora@example.org"]
    assert len(keys.pressed) <= MOST_PRESSES, keys.pressed
    assert seconds < MOST_SECONDS
    record_property("key presses after the name", len(keys.pressed))
    record_property("milliseconds from the name to the sent invitation", round(seconds * 1000))
    print(f"{len(keys.pressed)} key presses, {seconds * 1000:.0f} ms")
    look(page, "start-published")


def test_therapist_starts_with_a_new_client_by_keyboard(page: Page, clinic: None, faults: list[str]) -> None:
    page.goto("/clients/start/")
    expect(page.get_by_role("combobox", name="Client")).to_be_focused()
    page.keyboard.type("Zoe Zimmer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Email address")).to_be_focused()
    page.keyboard.type("mia@example.org")
    page.keyboard.press("Enter")
    page.keyboard.type("neck")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Neck and screen use")).to_be_visible()
    expect(page.get_by_role("listitem").get_by_text("A mail with a link goes to mia@example.org.")).to_be_visible()
    look(page, "start-new-client")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("mia@example.org is the address of Mia Laurent")).to_be_visible()
    forgive(faults, 400)
    expect(page.get_by_role("textbox", name="Email address")).to_be_focused()
    look(page, "start-refused")
    page.keyboard.press("Control+A")
    page.keyboard.type("zoe@example.org")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The invitation is on its way to zoe@example.org.")).to_be_visible()
    assert Episode.objects.get(client_email="zoe@example.org").programs.get().name == "Neck and screen use"


def test_client_with_an_account_is_told_of_before(page: Page, clinic: None) -> None:
    page.goto(f"/clients/start/?episode={Episode.objects.get(client=person('mia')).pk}")
    expect(page.get_by_role("combobox", name="Start from")).to_be_focused()
    page.keyboard.type("whole")
    page.keyboard.press("Enter")
    said = "Mia Laurent has an account and sees it on Today. No mail is sent."
    expect(page.get_by_role("listitem").get_by_text(said)).to_be_visible()
    page.get_by_role("combobox", name="Client").click()
    page.keyboard.type("zzz")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Client")).to_have_value("Mia Laurent")
    sent = len(mail.outbox)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("is published for Mia Laurent.")).to_be_visible()
    assert len(mail.outbox) == sent


@pytest.mark.parametrize("size", ["phone"])
def test_therapist_starts_by_touch(page: Page, clinic: None, size: str) -> None:
    page.set_viewport_size(TABLET)  # type: ignore[arg-type]
    page.goto("/clients/start/")
    expect(page.get_by_role("combobox", name="Client")).to_be_focused()
    page.get_by_role("combobox", name="Client").tap()
    page.get_by_role("option", name="Nora Sand").tap()
    page.get_by_role("option", name="Desk posture reset").tap()
    expect(page.get_by_role("heading", name="Desk posture reset")).to_be_visible()
    page.get_by_label("Phase to start with").select_option("2. Add load")
    expect(page.get_by_role("heading", name="Move more")).to_have_count(0)
    assert_fits(page, "start, tablet")
    page.get_by_role("button", name="Publish and invite").tap()
    expect(page.get_by_text("The invitation is on its way to nora@example.org.")).to_be_visible()
    program = Program.objects.get(episode__client_email="nora@example.org")
    assert [phase.name for phase in program.read_draft().phases] == ["Add load"]


@pytest.mark.parametrize("size", ["desktop"])
def test_page_works_without_scripts(browser: Browser, base_url: str, clinic: None, sign_in: SignIn, size: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        sign_in(context, person("tess"))
        page = context.new_page()
        page.goto("/clients/start/")
        page.get_by_label("Client").select_option("Nora Sand")
        page.get_by_label("Start from").select_option(label="Desk posture reset (8 to 12 min, 11 exercises, 2 phases)")
        page.get_by_role("button", name="Show what is in it").click()
        expect(page.get_by_role("heading", name="Add load")).to_be_visible()
        page.get_by_role("button", name="Publish and invite").click()
        expect(page.get_by_text("The invitation is on its way to nora@example.org.")).to_be_visible()
