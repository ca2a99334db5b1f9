"""The therapist's desk in the morning: by keyboard on a laptop, by touch on a tablet and a phone."""

import datetime
import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import Episode, User
from programs.attention.rows import refresh
from programs.models import Attention, Program, SafetyReport
from programs.session_body import SessionBody
from programs.sessions import record
from tests.browser.look import assert_fits, look
from tests.browser.people import SignIn
from tests.factories import (
    make_clinic,
    make_episode,
    make_exercise,
    make_plan,
    make_published,
    make_user,
    session_body,
)

LONG = "Bartholomäus-Maximilian von Hohenzollern-Sigmaringen-Wolfenbüttel"


@pytest.fixture
def therapist(transactional_db: None) -> User:
    """With five clients: an emergency sign, severe pain with a note, a note, nothing, and a colleague's."""
    tess, cora = make_user("tess@example.org", "Tess"), make_user("cora@example.org", "Cora Colleague")
    clinic = make_clinic("Northside", therapists=(tess, cora))
    plan = make_plan((make_exercise().slug, "3x10"), (make_exercise("Bird dog").slug, "2x8"))
    told = {LONG: (2, ""), "Paula Pain": (8, "It pulled."), "Nils Note": (1, "Fine."), "Quinn Quiet": (1, "")}
    for number, (name, (pain, note)) in enumerate(told.items()):
        client = make_user(f"c{number}@example.org", name)
        start = client.today() - datetime.timedelta(days=9)
        episode = make_episode(clinic=clinic, therapist=tess, client=client, started_on=start)
        program = make_published(episode=episode, by=tess, plan=plan)
        backdate(program, start)
        follow(program, client, worst_pain=pain, note=note)
    shared = make_episode(clinic=clinic, therapist=cora, client_name="Sam Shared", client_email="sam@example.org")
    shared.care_team.create(therapist=tess)
    urgent = Episode.objects.get(client_name=LONG)
    day = urgent.local_day()
    SafetyReport.objects.create(episode=urgent, tier="emergency", day=day, reported_by=User.objects.get(name=LONG))
    refresh([urgent])
    return tess


def backdate(program: Program, day: datetime.date) -> None:
    Program.objects.filter(pk=program.pk).update(start_on=day)
    program.versions.update(effective_on=day)


def follow(program: Program, client: User, **fields: object) -> None:
    program = Program.objects.select_related("episode__client", "current").get(pk=program.pk)
    for ago in (6, 4, 2, 0):
        day = client.today() - datetime.timedelta(days=ago)
        said = fields if ago == 0 else {"worst_pain": 1}
        body = session_body(program, day=day.isoformat(), started_at=timezone.now().isoformat(), **said)
        record(by=client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem", name=name)


def test_therapist_works_through_the_desk_by_keyboard(page: Page, sign_in: SignIn, therapist: User) -> None:
    sign_in(page.context, therapist)
    page.goto("/clients/")
    expect(page.get_by_role("heading", level=2)).to_have_text([LONG, "Paula Pain", "Nils Note"])
    expect(row_of(page, LONG)).to_contain_text("Emergency sign reported today")
    expect(row_of(page, LONG).get_by_text("Done or later")).to_have_count(0)
    look(page, "desk")
    deals_with_pain(page)
    puts_off_a_note(page)
    assert Attention.objects.get(kind="severe-pain").handled_note == "Called her, she rests today."


def deals_with_pain(page: Page) -> None:
    pain = row_of(page, "Paula Pain")
    expect(pain).to_contain_text("Pain 8 today, usually 1")
    pain.get_by_role("link", name="Paula Pain").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(pain.get_by_label("What you did about it")).to_be_focused()
    look(page, "desk-answer")
    page.keyboard.press("Escape")
    expect(pain.get_by_label("What you did about it")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.type("Called her, she rests today.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dealt with: Paula Pain")).to_be_visible()
    expect(row_of(page, "Nils Note")).to_be_focused()
    expect(page.get_by_role("heading", level=2)).to_have_text([LONG, "Nils Note"])


def puts_off_a_note(page: Page) -> None:
    page.keyboard.press("ArrowUp")
    expect(row_of(page, LONG)).to_be_focused()
    page.keyboard.press("ArrowDown")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row_of(page, "Nils Note").get_by_label("What you did about it")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(row_of(page, "Nils Note").get_by_role("button", name="Tomorrow")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Put off: Nils Note")).to_be_visible()
    expect(row_of(page, LONG)).to_be_focused()


def test_therapist_finds_clients_and_narrows_the_desk(page: Page, sign_in: SignIn, therapist: User) -> None:
    sign_in(page.context, therapist)
    page.goto("/clients/")
    page.get_by_role("link", name="Severe pain 1").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Paula Pain"])
    page.get_by_role("link", name="All 5").click()
    expect(row_of(page, "Sam Shared")).to_contain_text("Not invited yet · No program yet · With Cora Colleague")
    look(page, "desk-all")
    page.get_by_role("link", name="Mine").click()
    expect(row_of(page, "Sam Shared")).to_have_count(0)
    page.get_by_role("link", name="The team's").click()
    expect(row_of(page, "Sam Shared")).to_be_visible()
    page.get_by_role("searchbox").fill("BARTHOLOMÄUS")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text([LONG])
    page.get_by_role("link", name=LONG).click()
    expect(page.get_by_role("region", name="Needs a look")).to_have_count(0)
    expect(page.get_by_role("region", name="Emergency")).to_contain_text("phone your client")
    look(page, "client-attention")


def test_therapist_works_through_the_desk_by_touch(page: Page, sign_in: SignIn, therapist: User) -> None:
    page.set_viewport_size({"width": 820, "height": 1180})
    sign_in(page.context, therapist)
    page.goto("/clients/")
    pain = row_of(page, "Paula Pain")
    button = pain.get_by_text("Done or later")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.click()
    assert_fits(page, "desk, tablet")
    pain.get_by_role("checkbox", name="Pain 8 today").uncheck()
    pain.get_by_role("button", name="In a week").click()
    expect(page.get_by_text("Put off: Paula Pain")).to_be_visible()
    expect(pain).to_contain_text("Pain 8 today")
    expect(pain).not_to_contain_text("Unread note")


def test_desk_works_without_scripts(page: Page, sign_in: SignIn, therapist: User) -> None:
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    sign_in(page.context, therapist)
    page.goto("/clients/")
    pain = row_of(page, "Paula Pain")
    pain.get_by_text("Done or later").click()
    pain.get_by_label("What you did about it").fill("Called.")
    pain.get_by_role("button", name="Dealt with").click()
    expect(row_of(page, "Nils Note")).to_be_focused()
    expect(row_of(page, "Paula Pain")).to_have_count(0)
