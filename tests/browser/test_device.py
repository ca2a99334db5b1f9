"""What a client's device keeps and sends, in a real browser."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from exercises.loading import load_catalogue
from programs.models import Program, Session
from tests.browser.offline import client_of, open_bare
from tests.factories import make_clinic, make_episode, make_plan, make_published, make_user, session_body

KEEP = """async ([person, uuid, body]) => {
  const { openDevice } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice(person);
  const copy = await device.refresh();
  await device.keep(uuid, body);
  return { programs: copy.programs.length, unsent: (await device.unsent()).length };
}"""
SEND = """async (person) => {
  const { openDevice } = await import("/static/backfit/js/device/device.js");
  const device = await openDevice(person);
  return { sent: await device.send(), unsent: (await device.unsent()).length };
}"""


@pytest.fixture
def program(db: Any) -> Program:
    load_catalogue()
    therapist = make_user("tess@example.org", "Tess Therapist")
    clinic = make_clinic("Northside", therapists=(therapist,))
    client = make_user("carl@example.org", "Carl")
    episode = make_episode(clinic=clinic, therapist=therapist, client=client)
    return make_published(episode=episode, by=therapist, plan=make_plan(("bird-dog", "3x8 5s e/s")))


@pytest.mark.parametrize("size", ["phone"])
def test_device_keeps_a_session_and_lets_go_of_it_when_the_server_has_it(
    page: Page, sign_in: Callable[[BrowserContext, Any], None], program: Program
) -> None:
    client = client_of(program)
    sign_in(page.context, client)
    open_bare(page)
    name, body = str(uuid.uuid4()), session_body(program)
    assert page.evaluate(KEEP, [str(client.pk), name, body]) == {"programs": 1, "unsent": 1}
    assert not Session.objects.exists()
    assert page.evaluate(SEND, str(client.pk)) == {"sent": 1, "unsent": 0}
    kept = Session.objects.get()
    assert str(kept.uuid) == name
