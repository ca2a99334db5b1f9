"""Whatever is sent to what clients follow with, nothing falls over, and what is refused changes nothing."""

import json
from collections.abc import Iterator
from itertools import cycle, product
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from rest_framework.test import APIClient

from programs.reminders.choosing import stop_token
from tests.access.calls import Call
from tests.access.world import World, digest, undone
from tests.factories import session_body
from tests.hostile import some_or_all
from tests.push_service import Browser
from tests.test_bad_input import JSON, RAW, spoiled
from tests.test_bad_pages import VALUES
from tests.test_bad_pages import spoiled as spoiled_form

API = "/api/v1"
SURROGATE = "a\ud800b".encode("utf-8", "surrogatepass").decode("latin-1")
FORM_VALUES = [*VALUES, "a\x00b", SURROGATE, "0000-00-00", "25:99", "12:00:00.000000001", "08:00+02:00"]


def forms(world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(actor, address, what a browser sends) of the new forms."""
    program, episode, today = world.cast.program, world.cast.episode, world.cast.client.today()
    assert program.current is not None
    items = [item for phase in program.current.document["phases"] for item in phase["items"]]
    day = {"uuid": str(uuid4()), "started_at": f"{today}T08:00:00+00:00", "day": str(today), "time_zone": "UTC"}
    day |= {"worst_pain": "2", "effort": "4", "note": "Good.", f"{program.pk}-version": "1"}
    for item in items:
        line = {"shown": "1", "how": "part", "reps": "5", "skip_because": "pain", "skip_reason": "It hurt", "pain": "3"}
        day |= {f"{program.pk}-{item['key']}-{name}": value for name, value in line.items()}
    yield "client-own", "/today/", day
    yield "client-own", "/today/short/", day
    yield "client-own", "/sessions/new/", day
    yield "client-own", f"/sessions/{world.session.uuid}/edit/", {**day, "revision": "1"}
    taken = {"uuid": str(uuid4()), "program": program.pk, "item": items[0]["key"], "time_zone": "UTC"}
    yield "client-own", "/breaks/new/", taken
    times = {"at": "08:00", "quiet_from": "21:00", "quiet_until": "07:00", "morning": "on", "morning_at": "08:30"}
    yield "client-own", "/account/reminders/", {"by_mail": "on", **times}
    yield "client-own", f"/programs/{program.pk}/moments/", {"cue-0-words": "Coffee", "cue-0-at": "08:00"}
    yield "client-own", f"/programs/{program.pk}/links/", {"name": "Gym", "days": "30"}
    yield "client-own", f"/programs/{program.pk}/seen/", {"number": "1"}
    yield "client-own", "/calendar/new/", {"shows_names": "on"}
    yield "client-own", "/calendar/names/", {"shows_names": "on"}
    yield "client-own", "/before-you-start/", {"found": "none", "then": "play"}
    yield "client-own", f"/episodes/{episode.pk}/check-in/", {"pain": "3", "day": str(today)}
    yield "anon", f"/reminders/stop/{stop_token(world.reminders)}/", {"List-Unsubscribe": "One-Click"}
    yield "anon", f"/p/{world.share_token}/sign-in/", {"sent": "1"}
    yield "T-care", f"/safety-reports/{world.report.pk}/clear/", {"note": "Seen."}


def calls(world: World) -> Iterator[tuple[str, Call]]:
    """(actor, request) of the new operations."""
    program, episode = world.cast.program, world.cast.episode
    sent = {**session_body(program), "uuid": str(uuid4()), "corrects": 1, "short": True, "day": "2026-11-20"}
    sent["results"] = [{**each, "skip_because": "pain", "pain": 3, "times": 2} for each in sent["results"][:1]]
    yield "client-own", Call("post", f"{API}/sessions/sync/", [sent])
    yield (
        "client-own",
        Call("put", f"{API}/sessions/{world.session.uuid}/", {k: v for k, v in sent.items() if k != "uuid"}),
    )
    settings = {"by_mail": True, "by_push": True, "at": "08:00", "quiet_from": "21:00", "quiet_until": "07:00"}
    yield "client-own", Call("patch", f"{API}/reminders/", {**settings, "morning": True, "morning_at": "09:00"})
    cues = {"cues": [{"words": "Coffee", "at": "08:00"}]}
    yield "client-own", Call("put", f"{API}/programs/{program.pk}/cues/", cues)
    device = {"endpoint": "https://push.example.net/x", "keys": Browser().keys, "name": "Phone"}
    yield "client-own", Call("post", f"{API}/push-subscriptions/", device)
    browser = {name: device[name] for name in ("endpoint", "keys")}
    yield "client-own", Call("post", f"{API}/push-subscriptions/release/", browser)
    yield "client-own", Call("patch", f"{API}/push-subscriptions/{world.push.pk}/", {"name": "Phone"})
    yield "client-own", Call("patch", f"{API}/calendar-feeds/{world.feed.pk}/", {"shows_names": True})
    yield "client-own", Call("post", f"{API}/programs/{program.pk}/links/", {"name": "Gym", "days": 7})
    screen = {"episode": str(episode.pk), "occasion": "start", "found": "none"}
    yield "client-own", Call("post", f"{API}/safety-screens/", screen)


def addresses(world: World) -> Iterator[tuple[str, str]]:
    pk = world.cast.program.pk
    yield "anon", f"/p/{world.share_token}/"
    yield "anon", f"/p/{world.share_token}/handout.pdf"
    yield "anon", f"/p/{world.share_token}/sign-in/"
    yield "anon", f"/calendar/{world.feed_secret}.ics"
    yield "anon", f"/reminders/stop/{stop_token(world.reminders)}/"
    for page in (
        "/breaks/",
        "/play/",
        "/exercises/glute-bridge/play/",
        "/exercises/handout.pdf",
        "/sw.js",
        "/offline/",
    ):
        yield "anon", page
    own = (
        "/today/",
        "/today/short/",
        "/breaks/",
        "/progress/",
        "/before-you-start/",
        "/six-questions/",
        "/sessions/new/",
    )
    for page in (*own, "/device/copy/", "/device/person/", "/morning/", "/account/reminders/", "/calendar/"):
        yield "client-own", page
    for page in ("handout.pdf", "links/", "moments/"):
        yield "client-own", f"/programs/{pk}/{page}"
    for page in ("safety-screens", "safety-screens/questions", "push-subscriptions", "calendar-feeds", "reminders"):
        yield "client-own", f"{API}/{page}/"
    yield "client-own", f"{API}/programs/{pk}/links/"
    yield "client-own", f"{API}/programs/{pk}/handout.pdf"


WORDS = [
    "",
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "x" * 5000,
    "9" * 5000,
    "-1",
    "[]",
    "0001-01-01",
    "9999-12-31",
    "%D9%A3",
    "a&{}=b",
]
NAMES = ("paper", "exercise", "habit", "then", "again", "day", "from", "to", "days", "page", "sent", "episode", "short")


def client_for(world: World, actor: str) -> Client:
    client = world.page(actor)
    client.raise_request_exception = False
    return client


def there(world: World) -> Iterator[str]:
    for actor, address in addresses(world):
        yield f"{actor} {address} {client_for(world, actor).get(address).status_code}"


def test_every_door_that_is_tried_is_there(world: World) -> None:
    """A typing mistake above would make the others test nothing."""
    lost = [line for line in there(world) if line.endswith(" 404")]
    for actor, address, sent in forms(world):
        with undone():
            status = client_for(world, actor).post(address, sent).status_code
        if status not in (200, 302, 400, 409):
            lost.append(f"{address} {status}")
    for actor, call in calls(world):
        with undone():
            status = getattr(world.api(actor), call.method)(call.url, call.body, format="json").status_code
        if status not in (200, 201, 204, 409):
            lost.append(f"{call.url} {status}")
    assert not lost


@some_or_all
def test_a_forged_form_never_breaks_and_what_is_refused_changes_nothing(world: World, every: int) -> None:
    values, wrong = cycle(FORM_VALUES), []
    client_for(world, "client-own").get("/today/")  # which notes that the version has been seen
    forged = [(form, *bad) for form in forms(world) for bad in spoiled_form(form[2], values)]
    for (actor, address, _sent), what, data in forged[::every]:
        with undone():
            before = digest()
            status = client_for(world, actor).post(address, data).status_code
            if status >= 500 or (status >= 400 and digest() != before):
                wrong.append((address, what, status))
    assert not wrong


@pytest.mark.parametrize("number", range(9))
def test_a_body_that_cannot_be_read_is_refused(world: World, number: int) -> None:
    actor, call = list(calls(world))[number]
    client = world.api(actor)
    client.raise_request_exception = False
    before, wrong = digest(), {}
    for name, raw in RAW.items():
        answer = client.generic(call.method.upper(), call.url, raw, content_type=JSON)  # type: ignore[arg-type]
        if answer.status_code not in (400, 413) or not json.loads(answer.content):
            wrong[name] = (answer.status_code, answer.content[:200])
    if isinstance(call.body, list):  # each item is answered for itself
        wrong.pop("list of lists", None)
    assert not wrong
    assert digest() == before


@some_or_all
def test_a_field_that_cannot_be_never_breaks(world: World, every: int) -> None:
    wrong = []
    sent = [(actor, *bad, call) for actor, call in calls(world) for bad in spoiled(call)]
    for actor, path, body, value, call in sent[::every]:
        with undone():
            client: APIClient = world.api(actor)
            client.raise_request_exception = False
            before = digest()
            status = getattr(client, call.method)(call.url, body, format="json").status_code
            if status >= 500 or (status >= 400 and digest() != before):
                wrong.append((call.url, path, str(value)[:40], status))
    assert not wrong


@some_or_all
def test_a_query_that_means_nothing_never_breaks_a_page(world: World, every: int) -> None:
    wrong = []
    for (actor, address), name, word in list(product(addresses(world), NAMES, WORDS))[::every]:
        status = client_for(world, actor).get(f"{address}?{name}={word}").status_code
        if status >= 500:
            wrong.append((address, name, word[:40], status))
    assert not wrong


HEADERS = ["", "x" * 9000, "\u0663", "a b", "null", "00000000-0000-4000-8000-000000000000", "é"]


@pytest.mark.parametrize("value", HEADERS)
def test_a_device_of_somebody_else_keeps_nothing(world: World, value: str) -> None:
    before = digest()
    headers = {"X-Backfit-Person": value}
    body = [{**session_body(world.cast.program), "uuid": str(uuid4())}]
    answer = world.api("client-own").post(f"{API}/sessions/sync/", body, format="json", headers=headers)
    assert answer.status_code == 409
    assert digest() == before
