"""A manager takes away the lost second step of a colleague, by keyboard."""

from typing import Any

from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests.accounts.test_second_step import app_of
from tests.browser.look import look
from tests.browser.test_own_data import come_in, narrow
from tests.cast import make_cast


def test_manager_takes_a_lost_second_step_away(page: Page, base_url: str, faults: list[str], db: Any) -> None:
    cast = make_cast()
    app_of(cast.colleague)
    come_in(page, base_url, cast.manager)
    page.goto(f"/clinics/{cast.clinic.pk}/")
    way = page.get_by_role("link", name="Lost second step")
    look(page, "clinic-lost-second-step")
    way.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Has Cora Colleague lost the second step?")).to_be_visible()
    look(page, "second-step-reset")
    narrow(page, "second-step-reset")
    page.get_by_role("button", name="Take the second step away").press("Enter")
    expect(page.get_by_text("The second step of Cora Colleague is taken away.")).to_be_visible()
    assert not Authenticator.objects.filter(user=cast.colleague).exists()
    assert not faults
