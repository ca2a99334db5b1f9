"""Every page x every actor: the status, what the page gives away, and that a refusal changed nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from exercises.models import GuidePage
from tests.access.answers import ACTORS
from tests.access.calls import API, CALLS
from tests.access.doors import DOORS, EDITORS, NOBODY, Door
from tests.access.headers import header_fault
from tests.access.world import CANARY, World, digest, has_written, undone, writes

NOWHERE = {"pk": "00000000-0000-4000-8000-000000000000", "uuid": "00000000-0000-4000-8000-000000000000"}
NOWHERE |= {"episode": "00000000-0000-4000-8000-000000000000"}
NOWHERE |= {"link": "00000000-0000-4000-8000-000000000000"}
NOWHERE |= {"slug": "no-such-thing", "token": "no-such-token", "digest": "no-such-drawing"}
# Tested in their own right: sign-in belongs to allauth, the guide needs its content, the schema is a file.
ELSEWHERE = {"guide_page", "api_schema"}


@pytest.mark.parametrize("name", list(DOORS))
def test_a_page_opens_to_those_whom_it_is_for(world: World, name: str) -> None:
    door = DOORS[name]
    wrong, before = [], digest()
    for actor in ACTORS:
        with undone():
            fault = knock(world, actor, door, name.split(" ")[0], before)
        if fault:
            wrong.append(f"{actor}: {fault}")
    assert not wrong, "\n".join(wrong)


def knock(world: World, actor: str, door: Door, name: str, before: str) -> str:
    """What is not as expected, in words."""
    url, written = reverse(name, kwargs=door.keys(world)), writes()
    answer = send(world, actor, door, url)
    # Who is turned away with 401 or for being signed out had nobody's page.
    fault = header_fault(answer, signed_in=actor not in NOBODY, by_token="token" in door.keys(world))
    if fault:
        return fault
    status = status_of(answer)
    if status not in door.expected(actor):
        return f"{sorted(door.expected(actor))} expected, got {status}"
    if actor in door.opens:
        return ""
    if has_written(written) and digest() != before:
        return "refused, and yet something changed"
    if CANARY in text_of(answer):
        return "the answer holds somebody else's text"
    if status == 404 and text_of(answer) != text_of(send(world, actor, door, nowhere(name, door, world))):
        return "forbidden and unknown differ"
    return ""


def send(world: World, actor: str, door: Door, url: str) -> Any:
    return getattr(world.page(actor), door.method)(url, door.data)


def nowhere(name: str, door: Door, world: World) -> str:
    return reverse(name, kwargs={key: NOWHERE.get(key, value) for key, value in door.keys(world).items()})


def status_of(answer: HttpResponseBase) -> int:
    """401 stands for being sent to the sign-in."""
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))
    return 401 if to_sign_in else answer.status_code


def text_of(answer: Any) -> str:
    """The page without what differs from one look to the next: form tokens, and the address that was asked for."""
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower() and "?next=" not in line)


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


def test_every_page_is_listed() -> None:
    apart = ("accounts/", "admin/", "api/v1/", "static/")
    pages = {route.name for path, route in routes(get_resolver()) if not path.startswith(apart)}
    listed = {name.split(" ")[0] for name in DOORS} | ELSEWHERE
    assert pages - listed == set()
    assert listed - pages - {"api_docs", "api_schema"} == set()


def test_every_api_resource_is_listed(world: World) -> None:
    """The first part of each API address is a resource of the matrix, or one that this test names with its reason."""
    listed = {CALLS[key](world, "T-care").url.removeprefix(f"{API}/").split("/")[0] for key in CALLS}
    others = {
        "guide",  # the guide and the vocabulary are public and read-only
        "vocabulary",
        "back-check",  # public, and keeps nothing
        "templates",  # public and read-only; they are changed as routines
        "today",  # one's own day: there is no address of somebody else's
        "episodes",  # see test_episodes_are_for_the_care_team_and_the_client
        "emergency-access",  # those that one had, or that concern oneself: in OPERATIONS
        "consents",  # one's own, as today
        "attention",  # one's own clients: in OPERATIONS
        "therapists",  # the public list, what is in it, and who asks: in OPERATIONS
        "listings",
        "requests",
        "proposals",  # what the rules suggest and what clients tell: in OPERATIONS
        "check-ins",
        "safety-reports",
        "reminders",  # one's own, as today
        "people",  # erasing one, in the row of the data export and in OPERATIONS
        "safety-screens",
        "measures",  # each function is in OPERATIONS
        "schema",
        "docs",
        r"^(?P<rest>[\s\S]*)$",  # whatever else: 404
    }
    found = {path.removeprefix("api/v1/").split("/")[0] for path, _route in routes(get_resolver()) if "api/v1/" in path}
    assert found - listed - others == set()


@pytest.mark.parametrize("actor", ACTORS)
def test_the_admin_opens_to_editors_and_site_admins(world: World, actor: str) -> None:
    client = world.page(actor)
    expected = 200 if actor in EDITORS else 302
    for model, site in admin.site._registry.items():
        catalogue = model._meta.app_label == "exercises"
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        wanted = expected if catalogue or actor not in ("editor",) else 403
        assert client.get(url).status_code == wanted, (site, actor)


def test_health_data_is_not_in_the_admin() -> None:
    registered = {model._meta.label for model in admin.site._registry}
    private = {"accounts.Episode", "accounts.CareTeamMember", "accounts.Invitation", "accounts.Routine"}
    assert registered & private == set()
    assert {label for label in registered if label.startswith("programs.")} == set()


def test_a_guide_page_is_public(world: World) -> None:
    GuidePage.objects.create(slug="red-flags", title="When to get help", body="## Now")
    for actor in (*NOBODY, "client-own"):
        assert world.page(actor).get("/guide/red-flags/").status_code == 200


def test_episodes_are_for_the_care_team_and_the_client(world: World) -> None:
    url = f"{API}/episodes/{world.cast.episode.pk}/"
    codes = {actor: world.api(actor).get(url).status_code for actor in ACTORS}
    allowed = {actor for actor, code in codes.items() if code == 200}
    assert allowed == {"client-own", "T-care"}
    assert {code for actor, code in codes.items() if actor not in allowed} == {401, 403, 404}
    assert {actor for actor, code in codes.items() if code == 403} == {"token-narrow"}
