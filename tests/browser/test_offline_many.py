"""Five hundred sessions on one device, sent three times over a network that comes and goes, are each kept once."""

import datetime
import itertools
import random
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from programs.models import DayTally, Program, Result, Session
from tests.browser.offline import OPEN, client_of, make_client, open_today, without_sending
from tests.browser.people import SignIn
from tests.factories import session_body

ENTRIES = 500
SYNC = "**/api/v1/sessions/sync/"
QUEUE = f"async (entries) => {{ {OPEN} await device.keepAll(entries); return (await device.unsent()).length; }}"
SEND = f"""async () => {{ {OPEN}
  const {{ waiting }} = await import("/static/backfit/js/device/queue.js");
  await device.send();
  return waiting(await device.unsent()).length; }}"""


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


def entries_of(program: Program) -> list[dict[str, Any]]:
    today = client_of(program).today()
    body = session_body(program)
    return [
        {
            "uuid": str(uuid.UUID(int=number + 1)),
            "body": body
            | {"day": (today - datetime.timedelta(days=number % 28)).isoformat(), "note": f"Number {number}"},
        }
        for number in range(ENTRIES)
    ]


@pytest.mark.parametrize("size", ["phone"])
def test_five_hundred_sessions_sent_three_times_over_a_bad_network_are_kept_once(
    page: Page, sign_in: SignIn, program: Program, faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What follows for the therapist is in tests/programs/test_sync_whole.py, and takes minutes.
    monkeypatch.setattr("programs.sessions.propose_after", lambda **about: None)
    monkeypatch.setattr("programs.sessions.refresh", lambda episodes: None)
    sign_in(page.context, client_of(program))
    open_today(page)
    entries = entries_of(program)
    chance = random.Random(3)
    for _time in range(3):
        without_sending(page)
        assert page.evaluate(QUEUE, chance.sample(entries, ENTRIES)) == ENTRIES
        falls = itertools.cycle([refused, None, answer_is_lost, None, None])

        def bad(route: Route) -> None:
            fall = next(falls)  # noqa: B023 - of this time
            fall(route) if fall else route.continue_()

        page.context.route(SYNC, bad)
        for _try in range(20):
            if not (left := page.evaluate(SEND)):
                break
        assert left == 0
        assert Session.objects.count() == ENTRIES
    assert {str(name) for name in Session.objects.values_list("uuid", flat=True)} == {each["uuid"] for each in entries}
    assert Result.objects.count() == 2 * ENTRIES
    assert sum(tally.sessions for tally in DayTally.objects.all()) == ENTRIES
    faults.clear()


def refused(route: Route) -> None:
    route.abort("internetdisconnected")


def answer_is_lost(route: Route) -> None:
    route.fetch(timeout=0)
    route.abort("connectionreset")
