"""A client tells how the mornings were; the rules propose a step up, and a therapist answers by keyboard."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from programs.models import CheckIn, Program, Proposal, SafetyReport, Version
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.browser.look import look
from tests.browser.people import SignIn
from tests.cast import Cast, make_cast
from tests.factories import session_body

pytestmark = pytest.mark.parametrize("size", ["phone", "desktop", "tablet"])


@pytest.fixture
def cast(db: Any) -> Cast:
    """Three good sessions, on the days before today; the morning after the first was told."""
    cast = make_cast()
    today = cast.episode.local_day()
    cast.episode.usual_pain = 2
    cast.episode.save(update_fields=["usual_pain"])
    Version.objects.filter(program=cast.program).update(effective_on=today - 3 * ONE_DAY)
    Program.objects.filter(pk=cast.program.pk).update(start_on=today - 3 * ONE_DAY)
    CheckIn.objects.create(episode=cast.episode, day=today - 2 * ONE_DAY, pain=2, told_by=cast.client)
    for days in (3, 2, 1):
        program = Program.objects.select_related("episode", "current").get(pk=cast.program.pk)
        body = session_body(program, day=(today - days * ONE_DAY).isoformat(), evidence="later")
        record(by=cast.client, uuid=uuid4(), body=SessionBody.model_validate(body))
    return cast


def test_therapist_accepts_a_step_up_by_keyboard_and_publishes_it(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(context, cast.therapist)
    page.goto(cast.episode.get_absolute_url())
    card = page.get_by_role("region", name="A step up in 2 exercises")
    expect(card.get_by_text("3 sets of 11")).to_be_visible()
    look(page, "client-with-proposal")
    card.get_by_text("The 3 days that it rests on").press("Enter")
    expect(card.get_by_role("table")).to_be_visible()
    page.goto(Proposal.objects.get(state="open").get_absolute_url())
    look(page, "proposal")
    page.get_by_role("button", name="Accept", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Publish version 2")).to_be_visible()
    expect(page.get_by_label("Why it changes")).to_have_value("It is going well, so you do a little more.")
    # The builder's bar has one of that name too, which leads here.
    page.get_by_role("region", name="Publish version").get_by_role("button", name="Publish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version 2 is published.")).to_be_visible()


def test_therapist_declines_with_a_reason(page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn) -> None:
    sign_in(context, cast.therapist)
    page.goto(cast.program.get_absolute_url())
    look(page, "program-with-proposal")
    page.get_by_text("Decline", exact=True).press("Enter")
    page.get_by_label("Why not?").fill("The scan comes first.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Declined. It is not proposed again")).to_be_visible()
    page.get_by_role("link", name="Proposals and their answers").click()
    expect(page.get_by_text("The scan comes first.")).to_be_visible()
    look(page, "proposals-answered")


def test_client_tells_the_morning_and_reports_a_sign(
    page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(context, cast.client)
    page.goto("/today/")
    page.get_by_text("Pain this morning?", exact=True).click()
    look(page, "today-morning")
    page.get_by_role("button", name="Pain 3 of 10").click()
    expect(page.get_by_text("Morning pain: 3")).to_be_visible()
    look(page, "today-morning-told")
    page.get_by_text("Morning pain: 3").click()
    page.get_by_role("button", name="Pain 4 of 10").click()
    expect(page.get_by_text("Morning pain: 4")).to_be_visible()
    page.get_by_role("link", name="I have noticed a warning sign").click()
    look(page, "warning-signs")
    page.get_by_role("button", name="Tell my therapist that I have one of these").first.click()
    expect(page.get_by_role("heading", name="What to do now")).to_be_visible()
    look(page, "warning-sign-reported")
    page.goto("/today/")
    expect(page.get_by_role("heading", name="No exercises today")).to_be_visible()
    expect(page.get_by_text("Glute bridge")).to_have_count(0)
    look(page, "today-stopped")


def test_therapist_clears_the_sign_in_writing(page: Page, context: BrowserContext, cast: Cast, sign_in: SignIn) -> None:
    SafetyReport.objects.create(
        episode=cast.episode, tier="emergency", day=cast.episode.local_day(), reported_by=cast.client
    )
    sign_in(context, cast.therapist)
    page.goto(cast.episode.get_absolute_url())
    look(page, "client-with-sign")
    page.get_by_text("Clear it in writing").press("Enter")
    page.get_by_label("What was found?").fill("Seen in hospital; the scan was normal.")
    page.get_by_role("button", name="Clear it", exact=True).click()
    expect(page.get_by_text("Cleared. Your note is in the record.")).to_be_visible()
