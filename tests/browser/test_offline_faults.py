"""What goes wrong between a device and the server: nothing is lost, kept twice or said too early."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from programs.models import Program, Session
from programs.sessions import withdraw
from tests.browser.offline import OPEN, client_of, keep, make_client, open_today, send, unsent, without_sending
from tests.browser.people import SignIn
from tests.factories import session_body

SYNC = "**/api/v1/sessions/sync/"
Fault = Callable[[Route], None]


def drops_the_answer_that_the_server_gave(route: Route) -> None:
    route.fetch()
    route.abort("connectionreset")


def resets(route: Route) -> None:
    route.abort("connectionreset")


def is_a_captive_portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<html><h1>Welcome to the train's wifi</h1></html>")


def sends_to_the_sign_in(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/accounts/login/"})


def fails(route: Route) -> None:
    route.fulfill(status=500, content_type="text/html", body="<h1>Server error</h1>")


def is_closed_for_a_while(route: Route) -> None:
    route.fulfill(status=503, headers={"Retry-After": "0"}, json={"detail": "Back soon."})


def cuts_its_answer_short(route: Route) -> None:
    body = route.fetch().text()
    route.fulfill(status=200, content_type="application/json", body=body[: len(body) // 2])


def echoes_another_id(route: Route) -> None:
    data = route.fetch().json()
    data["results"][0]["uuid"] = "00000000-0000-4000-8000-000000000000"
    route.fulfill(status=200, json=data)


def answers_nothing_about_it(route: Route) -> None:
    route.fulfill(status=200, json={"results": []})


def refuses_its_form_token(route: Route) -> None:
    route.fulfill(status=403, json={"detail": "CSRF Failed: CSRF token incorrect."})


FAULTS = [
    drops_the_answer_that_the_server_gave,
    resets,
    is_a_captive_portal,
    sends_to_the_sign_in,
    fails,
    is_closed_for_a_while,
    cuts_its_answer_short,
    echoes_another_id,
    answers_nothing_about_it,
    refuses_its_form_token,
]


@pytest.fixture
def program(db: Any) -> Program:
    return make_client()


@pytest.mark.parametrize("size", ["phone"])
def test_session_is_never_taken_for_sent_before_the_server_names_it(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    [name] = keep(page, program)
    for fault in FAULTS:
        page.context.route(SYNC, fault)  # the newest one holds: at no moment does the page's own try get through
        assert send(page) == 0, fault.__name__
        [entry] = unsent(page)
        assert (entry["uuid"], entry["status"]) == (name, 0), fault.__name__
    page.context.unroute_all()
    send(page)  # if the page has not by itself
    assert unsent(page) == []
    # Two of the faults came after the server had kept it.
    assert [str(session.uuid) for session in Session.objects.all()] == [name]
    faults.clear()


@pytest.mark.parametrize("size", ["phone"])
def test_device_waits_as_long_as_the_server_asks(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    keep(page, program)
    asked = []

    def busy(route: Route) -> None:
        asked.append(1)
        route.fulfill(status=429, headers={"Retry-After": "600"}, json={"detail": "Too many."})

    page.context.route(SYNC, busy)
    assert (send(page), send(page), len(asked)) == (0, 0, 1)
    assert len(unsent(page)) == 1
    faults.clear()


@pytest.mark.parametrize("size", ["phone"])
def test_waits_grow_to_five_minutes_and_never_beyond(page: Page, db: Any) -> None:
    page.goto("/offline/")
    script = """async () => {
      const { wait, asked } = await import("/static/backfit/js/device/patience.js");
      const tries = [...Array(40).keys()].map((number) => number + 1);
      return [tries.map((number) => wait(number, 0)), tries.map((number) => wait(number, 1)),
              ["5", "", null, "nonsense", "-3", "Thu, 01 Jan 1970 00:00:07 GMT"].map((text) => asked(text, 0))];
    }"""
    least, most, asked = page.evaluate(script)
    assert least[:4] == [1000, 2000, 4000, 8000]
    assert most[:4] == [2000, 4000, 8000, 16000]
    assert max(most) == 300_000
    assert asked == [5000, 0, 0, 0, 0, 7000]


@pytest.mark.parametrize("size", ["phone"])
def test_session_that_is_refused_holds_up_no_other(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    [bad] = keep(page, program, worst_pain=11)
    [early] = keep(page, program, day="2001-01-01")
    [unreadable] = keep(page, program, note=f"no text{chr(0)}")
    good = keep(page, program, count=2)
    page.context.unroute_all()
    send(page)
    assert {str(session.uuid) for session in Session.objects.all()} == set(good)
    states = {entry["uuid"]: entry["status"] for entry in unsent(page)}
    assert states == {bad: 400, early: 409, unreadable: 400}
    assert all(entry["sentences"] for entry in unsent(page))
    # They wait for the person, and are not sent over and over.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert send(page) == 0
    assert not [url for url in asked if "sync" in url]
    faults.clear()


@pytest.mark.parametrize("size", ["phone"])
def test_deleted_session_that_is_sent_again_leaves_the_queue_and_stays_deleted(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    [name] = keep(page, program)
    page.context.route(SYNC, drops_the_answer_that_the_server_gave)
    assert send(page) == 0
    withdraw(Session.objects.get())
    page.context.unroute_all()
    send(page)  # if the page has not by itself
    assert unsent(page) == []
    assert str(Session.objects.get(deleted_at__isnull=False).uuid) == name
    faults.clear()


@pytest.mark.parametrize("size", ["phone"])
def test_session_kept_anew_while_it_is_sent_is_not_let_go(
    page: Page, sign_in: SignIn, program: Program, faults: list[str]
) -> None:
    sign_in(page.context, client_of(program))
    open_today(page)
    without_sending(page)
    [name] = keep(page, program, note="first")

    def is_overtaken(route: Route) -> None:
        without_sending(page)
        script = f"async ([uuid, body]) => {{ {OPEN} await device.keep(uuid, body); }}"
        page.evaluate(script, [name, session_body(program, note="second")])
        route.continue_()

    page.context.route(SYNC, is_overtaken)
    send(page)  # if the page has not by itself
    notes = f"async () => {{ {OPEN} return (await device.unsent()).map(({{ body }}) => body.note); }}"
    assert page.evaluate(notes) == ["second"]
    assert Session.objects.get().note == "first"
    faults.clear()


INSTALL = """async ([file, shell]) => {
  const { start } = await import("/static/backfit/js/worker/worker.js");
  const heard = {};
  const scope = { addEventListener: (name, act) => { heard[name] = act; }, skipWaiting: async () => {} };
  start(scope, { version: "poisoned", files: [file], shells: [shell] });
  let outcome;
  heard.install({ waitUntil: (work) => { outcome = work; } });
  return outcome.then(() => "installed", (error) => error.message);
}"""


@pytest.mark.parametrize("size", ["phone"])
def test_page_of_a_portal_never_stands_in_for_a_script(page: Page, db: Any, faults: list[str]) -> None:
    """With an address of its own and a 200, as a network that looks into everything answers until one agrees."""
    page.goto("/exercises/")
    good = ["/static/backfit/js/page.js", "/offline/"]
    assert page.evaluate(INSTALL, good) == "installed"
    page.route("**/page.js", is_a_captive_portal)
    assert "200" in page.evaluate(INSTALL, good)
    faults.clear()
