"""A manager finds a client in the clinic's list and opens the record in an emergency; the client sees who did."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import EmergencyAccess, Episode
from tests.browser.look import assert_fits, look
from tests.browser.people import SignIn, just_now
from tests.cast import Cast, make_cast

REASON = "Collapsed at reception, and who treats is away."


@pytest.fixture
def cast(db: Any) -> Cast:
    cast = make_cast()
    Episode.objects.filter(pk=cast.episode.pk).update(reason="Sciatica on the left", precautions="Osteoporosis")
    return cast


def test_manager_opens_a_record_in_an_emergency_by_keyboard_and_ends_it(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn, faults: list[str]
) -> None:
    sign_in(context, cast.manager)
    just_now(context, cast.manager)
    page.goto(f"{cast.clinic.get_absolute_url()}")
    look(page, "clinic-of-a-manager")
    page.get_by_role("link", name="See who cares for whom").click()
    expect(page.get_by_role("heading", name="Clients of the clinic")).to_be_visible()
    look(page, "clinic-clients")
    page.get_by_role("link", name=re.compile("Hand over.*Chris Client")).click()
    look(page, "clinic-team")
    page.go_back()
    page.get_by_role("link", name=re.compile("Emergency access.*Chris Client")).press("Enter")
    look(page, "emergency-new")
    page.get_by_label("Why you need it").fill("Too short")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("at least 20 characters")).to_be_visible()
    faults[:] = [fault for fault in faults if "400" not in fault]
    page.get_by_label("Why you need it").fill(REASON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sciatica on the left")).to_be_visible()
    look(page, "emergency-record")
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    page.set_viewport_size({"width": 320, "height": 700})
    assert_fits(page, "emergency-record at 320 px")
    page.get_by_role("button", name=re.compile("End it now")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Emergency access has ended.")).to_be_visible()
    assert EmergencyAccess.objects.get().ended_at


def test_client_reads_who_looked_and_why(page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn) -> None:
    from django.test import Client

    from accounts.emergency import begin_emergency

    begin_emergency(user=cast.manager, episode=cast.episode, reason=REASON)
    for person in (cast.manager, cast.therapist):
        reader = Client(HTTP_HOST="localhost")
        reader.force_login(person)
        for path in (f"/episodes/{cast.episode.pk}/", f"/programs/{cast.program.pk}/"):
            assert reader.get(path).status_code == 200
    sign_in(context, cast.client)
    page.goto("/account/")
    page.get_by_role("link", name=re.compile("Open.*Who looked at my record")).click()
    expect(page.get_by_role("heading", name="In an emergency")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(page.get_by_text("Therapist at Northside")).to_be_visible()
    look(page, "who-looked")
    page.set_viewport_size({"width": 320, "height": 700})
    assert_fits(page, "who-looked at 320 px")
