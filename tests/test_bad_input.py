"""Whatever arrives, the answer is a clear sentence with a 4xx, the same on both databases, and never a 5xx."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from programs.models import Session
from tests.access.answers import expected
from tests.access.calls import CALLS, Call
from tests.access.world import World, digest
from tests.hostile import some_or_all

CHANGED_BY_NOBODY = {("invitation", "update"), ("message thread", "update")}
WRITES = [
    key
    for key in CALLS
    # There is no address of clients' files.
    if key[1] in ("create", "update", "special") and key not in CHANGED_BY_NOBODY and key[0] != "media file"
]
ACTOR = {
    "published exercise": "editor",
    "draft exercise": "editor",
    "private routine": "T-care",
    "program": "T-care",
    "session": "client-own",
    "invitation": "T-care",
    "clinic": "admin",
    "calendar feed": "client-own",
    "push subscription": "client-own",
    "clinic exercise": "T-care",
    "shared routine": "T-care",
    "outcome": "T-care",
    "data export": "client-own",
    "access log": "client-own",
    "message thread": "client-own",
}

JSON = "application/json"

# Bodies that are refused whatever they are sent to, with the statuses that say so.
RAW = {
    "truncated": b'{"name": ',
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "NaN": b'{"name": NaN}',
    "infinity": b'{"name": 1e999}',
    "huge integer": b'{"name": 1' + b"0" * 5000 + b"}",
    "depth 1,000": b'{"name": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    "depth 100,000": b"[" * 100_000 + b"]" * 100_000,
    "repeated name": b'{"name": "a", "name": "b"}',
    "NUL": b'{"name": "a\\u0000b"}',
    "NUL in a name": b'{"na\\u0000me": "a"}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "3 MB": b'{"name": "' + b"a" * 3_000_000 + b'"}',
    "null": b"null",
    "text": b'"text"',
    "number": b"7",
    "list of lists": b"[[[]]]",
}
VALUES: list[Any] = [
    None,
    [],
    {},
    "",
    " ",
    True,
    -1,
    0,
    1.5,
    2**63,
    10**30,
    "a" * 20_000,
    "\u202e\u200b",
    "../..",
    [[]],
]
QUERIES = [
    *("page=0", "page=-1", "page=abc", "page=99999999999999999999999", "page_size=-1", "page_size=1000000000"),
    *("q=%00", "q=%ED%A0%80", "search=%00", "kind=nonsense", "kind=", "episode=nonsense", "program=nonsense"),
    *("region=nonsense&region=", "day=nonsense", "day=0001-01-01", "day=9999-12-31"),
    *("from=0001-01-01&to=9999-12-31", "from=2026-02-30"),
]
QUERIES += [
    "q=" + "x" * 5000,
    "page=" + "9" * 5000,
    "place=%00",
    "place=" + "x" * 5000,
    "way=sideways",
    "clinic=1",
    "&".join(f"x{number}=1" for number in range(3000)),
]


def quiet(client: APIClient) -> APIClient:
    client.raise_request_exception = False
    return client


def refusals(key: tuple[str, str]) -> set[int]:
    """Where nobody has the verb, that is said whatever is sent."""
    return {405} if expected(key[0], ACTOR[key[0]], key[1]) == "5" else {400, 413}


@pytest.mark.parametrize("key", WRITES, ids=lambda key: f"{key[0]}-{key[1]}")
def test_a_body_that_cannot_be_read_is_refused(world: World, key: tuple[str, str]) -> None:
    call = CALLS[key](world, ACTOR[key[0]])
    client = quiet(world.api(ACTOR[key[0]]))
    before = digest()
    wrong = {}
    for name, raw in RAW.items():
        answer = client.generic(call.method.upper(), call.url, raw, content_type=JSON)  # type: ignore[arg-type]
        if answer.status_code not in refusals(key) or not json.loads(answer.content):
            wrong[name] = (answer.status_code, answer.content[:200])
    if isinstance(call.body, list):  # each item is answered for itself
        wrong.pop("list of lists", None)
    if call.body is None:  # a verb without a body does not look at one
        wrong = {name: fault for name, fault in wrong.items() if fault[0] >= 500}
    else:
        assert digest() == before
    assert not wrong


@some_or_all
@pytest.mark.parametrize("key", WRITES, ids=lambda key: f"{key[0]}-{key[1]}")
def test_a_field_with_an_impossible_value_is_refused_or_taken_but_never_breaks(
    world: World, key: tuple[str, str], every: int
) -> None:
    call = CALLS[key](world, ACTOR[key[0]])
    client = quiet(world.api(ACTOR[key[0]]))
    broken = [
        (path, str(value)[:40], status)
        for path, body, value in list(spoiled(call))[::every]
        if (status := getattr(client, call.method)(call.url, body, format="json").status_code) >= 500
    ]
    assert not broken


def spoiled(call: Call) -> Iterator[tuple[str, Any, Any]]:
    """The call's body with one field after another replaced, nested ones too."""
    for path in paths(call.body):
        for value in VALUES:
            body = json.loads(json.dumps(call.body))
            target = body
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = value
            yield ".".join(map(str, path)), body, value


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from paths(child, (*path, key))


@some_or_all
@pytest.mark.parametrize("actor", ["anon", "client-own", "T-care", "manager", "editor"])
def test_a_query_that_means_nothing_never_breaks_a_list(world: World, actor: str, every: int) -> None:
    client = quiet(world.api(actor))
    addresses = [f"/api/v1/{name}/" for name in ("exercises", "routines", "clinics", "episodes", "invitations")]
    addresses += ["/therapists/", *(f"/api/v1/{name}/" for name in ("therapists", "listings", "requests"))]
    addresses += ["/api/v1/programs/", "/api/v1/sessions/", "/api/v1/today/", "/api/v1/guide/"]
    addresses += [f"/api/v1/programs/{world.cast.program.pk}/progress/"]
    addresses += [f"/api/v1/episodes/{world.cast.episode.pk}/progress/"]
    addresses += ["/exercises/", "/today/", "/clients/", "/routines/", "/sessions/new/", "/clinics/", "/guide/"]
    addresses += [f"/episodes/{world.cast.episode.pk}/", f"/programs/{world.cast.program.pk}/"]
    broken = [
        (address, query[:60], status)
        for address, query in list(product(addresses, QUERIES))[::every]
        if (status := client.get(f"{address}?{query}").status_code) >= 500
    ]
    assert not broken


@pytest.mark.parametrize(
    "path",
    ["/exercises/%00/", "/exercises/a%ED%A0%80/", "/programs/not-a-uuid/", "/api/v1/sessions/1/", "/" + "x" * 16_000],
)
def test_an_address_that_cannot_be_is_simply_not_there(db: None, path: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(path).status_code in (400, 404)


def test_nul_and_lone_surrogates_in_a_form_are_refused_with_a_sentence(world: World) -> None:
    client = world.page("client-own")
    client.raise_request_exception = False
    for text in ("a\x00b", "a\ud800b".encode("utf-8", "surrogatepass").decode("latin-1")):
        answer = client.post("/account/", {"name": text, "time_zone": "UTC"})
        assert answer.status_code in (302, 400)
    assert "\x00" not in type(world.cast.client).objects.get(pk=world.cast.client.pk).name


def test_a_session_sent_twice_at_the_worst_moment_is_kept_once(world: World) -> None:
    call = CALLS["session", "create"](world, "client-own")
    client = world.api("client-own")
    before = Session.objects.count()
    statuses = [client.put(call.url, call.body, format="json").status_code for _time in range(3)]
    assert statuses == [201, 200, 200]
    assert Session.objects.count() == before + 1


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "nothing/", 404),
        ("get", "", 404),
        ("delete", "invitations/null,null/", 404),
        ("delete", "invitations/one%0Atwo/", 404),
        ("post", "routines", 404),
        ("get", "episodes/?clinic=%00", 400),
    ],
)
def test_an_integrator_reads_every_refusal_as_json(
    world: World, settings: Settings, debug: bool, method: str, path: str, status: int
) -> None:
    """Also in development, where Django would answer programs with a page for programmers."""
    settings.DEBUG = debug
    client = APIClient(raise_request_exception=False)
    client.force_login(world.cast.therapist)
    answer = getattr(client, method)(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert list(answer.json()) == ["detail"]


def test_a_refusal_about_the_body_as_a_whole_has_the_shape_of_all_others(world: World, api: APIClient) -> None:
    api.force_login(world.cast.invitee)
    answer = api.post("/api/v1/invitations/accept/", {"email": "x@example.org", "code": "7K3M-9QWX"})
    assert (answer.status_code, list(answer.json())) == (400, ["non_field_errors"])
