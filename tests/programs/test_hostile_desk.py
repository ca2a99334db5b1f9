"""Whatever is sent to the therapist's desk and to the builder, nothing falls over and nothing is kept of it."""

import datetime
import json
from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle, islice
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from programs.models import Program, Proposal
from tests.access.world import World, undone
from tests.builder_page import Builder, as_sent
from tests.hostile import some_or_all
from tests.test_bad_input import RAW
from tests.test_bad_input import VALUES as JSON_VALUES
from tests.test_bad_pages import VALUES

JSON = "application/json"
MORE = [2**31, 10**19, -(10**30), 1e308, "NaN", "\ufdfa" * 700, "3x8 " * 400, [1, 2**70], {"a": [{}]}, "a\r\nb", False]
ODD = [*JSON_VALUES, *MORE]


def sent_back(world: World, which: str) -> tuple[Builder, dict[str, Any]]:
    owner = world.cast.program if which == "program" else world.routine
    builder = Builder(world.page("T-care"), owner)
    return builder, as_sent(builder.state())


@pytest.mark.parametrize("which", ["program", "routine"])
def test_a_body_that_is_no_plan_is_refused_and_keeps_nothing(world: World, which: str) -> None:
    builder, body = sent_back(world, which)
    address = f"{builder.url}lines/"
    whole = json.dumps(body)
    bodies = {
        **RAW,
        "10 MB": b'{"base": "' + b"a" * 10_000_000 + b'"}',
        "a key twice": whole.replace('"base":', '"base": "x", "base":', 1).encode(),
        "deep inside": whole.replace('"goal": ""', '"goal": ' + "[" * 60 + "]" * 60, 1).encode(),
        "nothing": b"",
    }
    before = builder.state()
    for what, raw in bodies.items():
        status = builder.client.post(address, raw, content_type=JSON).status_code
        assert status == (413 if "MB" in what else 400), what
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert builder.client.post(address, whole, content_type=kind).status_code == 400, kind
    assert builder.client.put(address, whole, content_type=JSON).status_code == 405
    assert builder.state() == before


@some_or_all
@pytest.mark.parametrize("which", ["program", "routine"])
def test_any_part_of_a_plan_may_be_spoiled(world: World, which: str, every: int) -> None:
    """What can be typed waits as a line, what cannot is refused; the page can be read again in either case."""
    builder, whole = sent_back(world, which)
    values = cycle(ODD)
    pairs = [(place, value) for place in spoilable(builder) for value in islice(values, 4)]
    for place, value in pairs[::every]:
        with undone():
            body = deepcopy(whole)
            part = body
            for step in place[:-1]:
                part = part[step]
            part[place[-1]] = value
            assert builder.post(body).status_code in (200, 400, 409), (place, value)
            assert builder.client.get(f"{builder.url}lines/").status_code == 200, (place, value)


def spoilable(builder: Builder) -> list[tuple[Any, ...]]:
    body = as_sent(builder.state())
    phase = body["phases"][0]
    found: list[tuple[Any, ...]] = [(name,) for name in (*body, "more")]
    found += [("phases", 0, name) for name in (*phase, "items")]
    return found + [("phases", 0, "lines", 0, name) for name in (*phase["lines"][0], "exercise", "dose")]


def test_a_form_of_another_site_does_not_save(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.cast.therapist)
    builder = Builder(browser, world.cast.program)
    body = as_sent(builder.state())
    body["phases"][0]["lines"] = []
    assert builder.post(body).status_code == 403
    assert builder.lines()


def test_searching_for_nonsense_finds_nothing(world: World) -> None:
    browser = world.page("T-care")
    for url in (world.cast.program.get_absolute_url(), world.routine.get_absolute_url()):
        for value in VALUES:
            assert browser.get(f"{url}suggest/", {"q": value}).status_code == 200
        assert browser.get(f"{url}suggest/?q=%00").status_code == 400
    for value in VALUES:
        assert browser.get(f"{world.routine.get_absolute_url()}phases/", {"clinic": value}).status_code == 200


Sent = Iterator[tuple[str, str, dict[str, Any]]]


def forms(world: World) -> Sent:
    """(actor, address, what a browser sends) of the forms of the desk."""
    cast, today = world.cast, world.cast.episode.local_day()
    program, episode = f"/programs/{cast.program.pk}/", f"/episodes/{cast.episode.pk}/"
    [reason, *_others] = [row for row in cast.episode.attention.all() if row.kind != "safety"]
    answer = {"reasons": f"{reason.pk}~", "back": "page=1&show=all", "then": str(cast.episode.pk)}
    yield "T-care", f"{episode}attention/dismiss/", {**answer, "note": "Called."}
    yield "T-care", f"{episode}attention/snooze/", {**answer, "days": "1", "until": today.isoformat()}
    yield "T-care", f"/proposals/{world.proposal.pk}/decline/", {"reason": "Not yet."}
    yield "T-care", f"/proposals/{world.proposal.pk}/accept/", {"edit": "1"}
    started = {"client_name": "Nora", "client_email": "nora@example.org", "name": "Back", "key": str(reason.pk)}
    started |= {"episode": "", "routine": str(world.routine.pk), "phase": "1", "start_on": today.isoformat()}
    for action in ("show", "draft", "publish"):
        yield "T-care", "/clients/start/", {**started, "action": action}
    yield "T-care", f"{program}pauses/{world.pause.pk}/", {"from_on": "2027-01-01", "until_on": "2027-01-02"}
    yield "T-care", f"{program}pauses/{10**30}/", {"from_on": "2027-01-01", "until_on": ""}
    yield "T-care", f"{program}end/", {"on": today.isoformat()}
    yield "T-care", f"{program}copy/", {"episode": str(cast.other_episode.pk), "start_on": today.isoformat()}
    yield "T-care", f"{program}routine/", {"name": "Back", "visibility": "private", "clinic": "", "with_words": "on"}
    yield "T-care", f"{program}revised/", {"over": "1", "reason": "Clearer.", "choice-bird-dog": "accept"}
    yield "T-care", f"{program}versions/1/restore/", {"base": "0" * 64}
    yield "T-care", f"{program}versions/{10**30}/restore/", {"base": "0" * 64}
    home = {"equipment": "none", "floor": "no", "kneel": "", "minutes": "20", "places": "home", "usual_pain": "3"}
    yield "T-care", f"{episode}home/", {**home, "precautions": "osteoporosis", "in_words": "Tired."}
    yield "T-care", f"/safety-reports/{world.report.pk}/clear/", {"note": "Seen."}
    yield "client-own", f"{episode}check-in/", {"pain": "3", "day": today.isoformat()}
    yield "client-own", f"{episode}warning-sign/", {"tier": "urgent"}


@some_or_all
def test_a_forged_form_of_the_desk_never_breaks_a_page(world: World, every: int) -> None:
    broken = []
    for (actor, address, sent), name, value in spoiled(forms(world), VALUES, each=2)[::every]:
        with undone():
            browser = world.page(actor)
            browser.raise_request_exception = False
            status = browser.post(address, {**sent, name: value}).status_code
        if status >= 500:
            broken.append((address, name, value[:40], status))
    assert not broken


def spoiled(sent: Sent, values: list[Any], *, each: int) -> list[tuple[tuple[str, str, dict[str, Any]], str, Any]]:
    """(what is sent, name, bad value); the values take turns, each field and one that is not asked gets so many."""
    turns = cycle(values)
    return [(one, name, value) for one in sent for name in [*one[2], "more"] for value in islice(turns, each)]


@some_or_all
def test_what_an_address_asks_of_the_desk_may_be_nonsense(world: World, every: int) -> None:
    browser, program = world.page("T-care"), f"/programs/{world.cast.program.pk}/"
    asked = {
        "/clients/": ("name", "kind", "show", "whose", "page"),
        "/clients/start/": ("episode", "routine", "phase", "start_on", "key", "clinic", "client_email"),
        f"{program}versions/": ("page",),
        f"{program}versions/compare/": ("before", "after"),
        f"/api/v1/episodes/{world.cast.episode.pk}/misfits/": ("exercise",),
        "/api/v1/attention/": ("kind", "episode", "waiting", "page"),
        "/api/v1/proposals/": ("program", "episode", "state", "page"),
    }
    values = cycle(VALUES)
    pairs = [(address, name) for address, names in asked.items() for name in names]
    for (address, name), value in [(pair, value) for pair in pairs for value in islice(values, 6)][::every]:
        assert browser.get(address, {name: value}).status_code < 500, (address, name, value[:40])
    for value in VALUES[::every]:
        assert browser.get("/exercises/", {"for": value}).status_code in (200, 404)


def bodies(world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(actor, address, body) of the operations of the desk."""
    episode, today = str(world.cast.episode.pk), world.cast.episode.local_day()
    [reason, *_others] = [row for row in world.cast.episode.attention.all() if row.kind != "safety"]
    yield "T-care", f"attention/{reason.pk}/dismiss/", {"note": "Called.", "mark": "x"}
    yield "T-care", f"attention/{reason.pk}/snooze/", {"until": str(today + datetime.timedelta(days=1)), "mark": None}
    yield "T-care", f"proposals/{world.proposal.pk}/decline/", {"reason": "Not yet."}
    yield "T-care", "measures/", {"episode": episode, "name": "Hip", "value": "95", "unit": "cm", "side": "left"}
    yield "T-care", "measures/", {"episode": episode, "name": "Hip", "value": 95, "day": str(today), "note": ""}
    client = {"name": "Nora", "email": "nora@example.org", "clinic": str(world.cast.clinic.pk)}
    started = {"routine": str(world.routine.pk), "phase": 1, "name": "Back", "start_on": str(today), "publish": True}
    yield "T-care", "programs/start/", {"client": client, "id": str(reason.pk), **started}
    yield "T-care", "programs/start/", {"episode": episode, **started}
    yield "client-own", "check-ins/", {"episode": episode, "day": str(today), "pain": 3}
    yield "client-own", "safety-reports/", {"episode": episode, "tier": "urgent"}
    yield "T-care", f"safety-reports/{world.report.pk}/clear/", {"note": "Seen."}


@some_or_all
def test_a_body_of_the_desk_with_one_wrong_value_never_breaks(world: World, every: int) -> None:
    broken, values = [], [*ODD, "1e999", "9" * 5000, "9999-12-31", "0001-01-01"]
    for (actor, address, body), name, value in spoiled(bodies(world), values, each=5)[::every]:
        with undone():
            api = world.api(actor)
            api.raise_request_exception = False
            status = api.post(f"/api/v1/{address}", {**body, name: value}, format="json").status_code
        if status >= 500:
            broken.append((address, name, value, status))
    assert not broken


def test_why_something_is_given_all_the_same_never_reaches_the_client(world: World) -> None:
    """Nor who reads the routine that was made of it."""
    said = "CNRY-despite"
    cast = world.cast
    builder = Builder(world.page("T-care"), cast.program)
    body = as_sent(builder.state())
    body["phases"][0]["lines"][0] |= {"despite": said, "text": "Glute bridge 3x12"}
    builder.save(body)
    program, url = Program.objects.get(pk=cast.program.pk), cast.program.get_absolute_url()
    Proposal.objects.filter(program=program).update(state=Proposal.State.LAPSED)
    published = builder.client.post(f"{url}publish/", {"reason": "More", "over": "1"})
    assert published.status_code == 302
    assert said in json.dumps(Program.objects.get(pk=program.pk).current.plan)  # type: ignore[union-attr]
    client = world.page("client-own")
    api = f"/api/v1/programs/{program.pk}/"
    pages = (
        "/today/",
        url,
        f"{url}routine/",
        f"{url}versions/",
        f"{url}versions/2/",
        f"{url}versions/compare/?before=1&after=2",
    )
    for address in (*pages, cast.episode.get_absolute_url(), api, f"{api}versions/", f"{api}versions/2/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert said not in answer.content.decode(), address
    for browser in (client, builder.client):
        kept = browser.post(f"{url}routine/", {"name": "Kept", "visibility": "private", "with_words": "on"})
        assert kept.status_code == 302
        assert said not in browser.get(f"{kept.headers['Location']}lines/").content.decode()
    with transaction.atomic():
        copy = builder.client.post(f"{url}copy/", {"episode": str(cast.other_episode.pk)})
    assert said not in builder.client.get(f"{copy.headers['Location']}lines/").content.decode()
