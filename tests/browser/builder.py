"""What the journeys through the builder have in common: its page, its lines, and what is saved."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from accounts.models import User
from accounts.plans import Plan
from exercises.loading import load_catalogue
from programs.models import Program
from tests.browser.patience import eventually
from tests.browser.people import SignIn
from tests.factories import make_clinic, make_episode, make_program, make_user

SAVED = re.compile(r"^Saved \d")
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def therapist() -> User:
    return User.objects.get(email="tess@example.org")


def new_program(plan: Plan | None = None, **home: Any) -> Program:
    """A draft of Tess's for a client who has no account yet."""
    load_catalogue()
    tess = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Riverside", therapists=(tess,))
    episode = make_episode(clinic=clinic, therapist=tess, client_name="Nora Sand", home=home)
    return make_program(episode=episode, by=tess, plan=plan or Plan(), name="Back basics")


def open_builder(page: Page, sign_in: SignIn, plan: Plan | None = None, **home: Any) -> Program:
    program = new_program(plan, **home)
    sign_in(page.context, therapist())
    page.goto(program.get_absolute_url())
    expect(page.locator("#builder-state")).to_have_text(SAVED)
    return program


def lines(page: Page) -> Locator:
    """The fields of all lines, the empty one at the end of each phase too."""
    return page.get_by_role("combobox", name=re.compile(r"^(Line|New line)"))


def said(page: Page, number: int) -> Locator:
    """What is understood of the line."""
    return page.locator("[data-key]").nth(number - 1).locator("[data-part=said]")


def texts(page: Page) -> list[str]:
    values: list[str] = lines(page).evaluate_all("fields => fields.map((field) => field.value)")
    return [value for value in values if value]


def expect_texts(page: Page, *wanted: str) -> None:
    eventually(page, lambda: texts(page) == [*wanted], f"the lines are {wanted}")


def type_lines(page: Page, *typed: str) -> None:
    for text in typed:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def wait_saved(page: Page) -> None:
    """What was typed is no longer said to be unsaved, as it is from the first letter on: the answer is there."""
    expect(page.locator("#builder-state")).to_have_text(SAVED)


def paste(page: Page, text: str) -> None:
    page.evaluate(PASTE, text)


def saves_of(page: Page) -> list[Request]:
    """Fills with the requests that save."""
    found: list[Request] = []

    def heard(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/lines/"):
            found.append(request)

    page.on("request", heard)
    return found


def kept(program: Program) -> list[str]:
    """The exercises of the stored draft, in their order."""
    return [item.exercise for item in Program.objects.get(pk=program.pk).read_draft().items()]
