"""Every operation of the API is in the matrix or in `OPERATIONS`; one that is in neither fails here."""

from typing import Any

import pytest
from django.urls import resolve, reverse
from drf_spectacular.generators import SchemaGenerator

from tests.access.answers import ACTORS
from tests.access.calls import CALLS
from tests.access.headers import header_fault
from tests.access.operations import OPERATIONS, WITHOUT_ACCOUNT
from tests.access.world import CANARY, World, digest, has_written, undone, writes

NOWHERE = "00000000-0000-4000-8000-000000000000"
# Tested in test_a_guide_page_is_public: its content is loaded, not made by the world.
ELSEWHERE = {("get", "guide-page-detail")}


@pytest.mark.parametrize("key", list(OPERATIONS), ids="-".join)
def test_an_operation_opens_to_those_whom_it_is_for(world: World, key: tuple[str, str]) -> None:
    wrong, before = [], untouched(world, key)
    for actor in ACTORS:
        with undone():
            fault = ask(world, actor, key, before)
        if fault:
            wrong.append(f"{actor}: {fault}")
    assert not wrong, "\n".join(wrong)


def untouched(world: World, key: tuple[str, str]) -> str:
    """The digest that every actor begins with; empty where asking makes something first, anew for each."""
    with undone():
        before = digest()
        OPERATIONS[key].keys(world)
        return before if digest() == before else ""


def ask(world: World, actor: str, key: tuple[str, str], before: str) -> str:
    """What is not as expected, in words."""
    operation = OPERATIONS[key]
    keys = operation.keys(world)
    before, written = before or digest(), writes()
    answer = send(world, actor, key, keys)
    if fault := header_fault(answer, signed_in=actor not in WITHOUT_ACCOUNT):
        return fault
    if answer.status_code not in operation.expected(actor):
        return f"{sorted(operation.expected(actor))} expected, got {answer.status_code} {answer.content[:100]!r}"
    if actor in operation.opens:
        return leak(world, actor, answer) if key == ("get", "episode-list") else ""
    if has_written(written) and digest() != before:
        return "refused, and yet something changed"
    unknown = {name: NOWHERE if name in ("pk", "program", "clinic") else value for name, value in keys.items()}
    if answer.status_code == 404 and send(world, actor, key, unknown).content != answer.content:
        return "forbidden and unknown differ"
    return "the answer holds somebody else's text" if CANARY in answer.content.decode() else ""


def test_clients_of_a_clinic_see_none_of_its_members(world: World) -> None:
    url = reverse("membership-list", args=[world.cast.clinic.pk])
    assert world.api("client-own").get(url).json()["results"] == []
    assert len(world.api("T-clinic").get(url).json()["results"]) > 3


def leak(world: World, actor: str, answer: Any) -> str:
    shown = str(world.cast.episode.pk) in answer.content.decode()
    return "" if shown == (actor in ("client-own", "T-care")) else "C's episode is listed for the wrong people"


def send(world: World, actor: str, key: tuple[str, str], keys: dict[str, Any]) -> Any:
    method, name = key
    request = getattr(world.api(actor), method)
    url = reverse(name, kwargs=keys)
    return request(url) if method == "get" else request(url, OPERATIONS[key].body, format="json")


def test_every_operation_is_listed(world: World) -> None:
    # Where there is no address by which a file could be had, nothing can be listed.
    calls = [build(world, "T-care") for (resource, _verb), build in CALLS.items() if resource != "media file"]
    listed = {(call.method, resolve(call.url.partition("?")[0]).url_name) for call in calls}
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    found = {(method, name_of(path)) for path, methods in paths.items() for method in methods}
    assert found - listed - set(OPERATIONS) - ELSEWHERE == set()
    assert set(OPERATIONS) - found == set()


def name_of(path: str) -> str | None:
    """The route behind a path of the schema, its parameters filled in."""
    filled = path.replace("{number}", "1").replace("{slug}", "some-slug")
    for name in ("{id}", "{uuid}", "{clinic}", "{program}"):
        filled = filled.replace(name, NOWHERE)
    return resolve(filled).url_name
