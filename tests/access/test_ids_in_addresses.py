"""Ids of C's rows in queries and below other parents, and requests with conditions, for a part, or for the head."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import get_resolver, reverse
from django_filters import UUIDFilter

from accounts.models import AccessEntry
from programs.publishing import publish
from programs.sharing import share
from tests.access.calls import API, NOBODY
from tests.access.doors import DOORS
from tests.access.test_ids_in_bodies import ELSEWHERE, STRANGERS, own_program
from tests.access.test_page_matrix import routes, status_of, text_of
from tests.access.world import CANARY, World, digest
from tests.factories import make_own_exercise

SOUGHT = {"q": CANARY, "search": CANARY, "name": CANARY, "ordering": "client__email", "expand": "client,episode"}


def filtered_lists() -> Iterator[tuple[str, str]]:
    """The address of each list of the API, and each of its filters that takes an id."""
    for path, route in routes(get_resolver()):
        filters = getattr(getattr(route.callback, "cls", None), "filterset_class", None)
        if filters is None or "<" in path or "get" not in getattr(route.callback, "actions", {}):
            continue
        for name, found in filters.base_filters.items():
            if isinstance(found, UUIDFilter):
                yield f"/{path}", name


def lists() -> set[str]:
    found = routes(get_resolver())
    return {
        f"/{path}"
        for path, route in found
        if path.startswith("api/v1/")
        and "<" not in path
        and getattr(route.callback, "actions", {}).get("get") == "list"
    }


def theirs(world: World, name: str) -> str:
    cast = world.cast
    rows = {"episode": cast.episode, "program": cast.program, "clinic": cast.clinic, "client": cast.client}
    rows |= {"actor": cast.therapist}
    return str(rows[name].pk)


def test_filter_by_somebody_elses_id_answers_as_for_none(world: World) -> None:
    found = list(filtered_lists())
    assert len(found) > 8
    for url, name in found:
        for actor in ELSEWHERE if name == "clinic" else set(STRANGERS) - {"admin", "manager"}:
            answers = [world.api(actor).get(url, {name: key}) for key in (theirs(world, name), NOBODY)]
            assert answers[0].status_code == answers[1].status_code, (url, actor)
            assert answers[0].content == answers[1].content, (url, actor)


def test_what_is_not_listed_is_not_counted_either(world: World) -> None:
    for url in lists():
        for actor in STRANGERS:
            answer = world.api(actor).get(url, {"page_size": 200})
            if answer.status_code == 200 and "count" in answer.json():
                assert answer.json()["count"] == len(answer.json()["results"]), (url, actor)


def test_search_and_order_bring_up_nothing_of_others(world: World) -> None:
    for url in lists():
        for actor in ("anon", "T-other", "T-noclinic", "invitee"):
            said = world.api(actor).get(url, SOUGHT).content.decode()
            assert CANARY not in said.replace(f"={CANARY}", ""), (url, actor)


def test_pages_of_ones_own_tell_nothing_for_an_id_in_the_query(world: World) -> None:
    asked = {"episode": theirs(world, "episode"), "client": theirs(world, "episode"), "q": CANARY}
    asked |= {"program": theirs(world, "program"), "routine": str(world.routine.pk), "request": str(world.asked.pk)}
    for name, door in DOORS.items():
        if door.method != "get" or door.keys(world):
            continue
        for actor in sorted({"client-other", "T-other"} & door.opens):
            said = text_of(world.page(actor).get(reverse(name.split(" ")[0]), asked)).replace(f'"{CANARY}"', "")
            said = said.replace(f"={CANARY}", "").replace(f"“{CANARY}”", "")
            assert f"{CANARY}-" not in said, (name, actor)
    looks = AccessEntry.objects.filter(episode=world.cast.episode.pk)
    assert not looks.exclude(pk=world.entry.pk).exists()


Nested = Callable[[World], tuple[dict[str, Any], dict[str, Any]]]


def versions(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    world.cast.program.save_plan(world.plan)
    publish(program=world.cast.program, by=world.cast.therapist, reason="Once more.")
    return {"program": own_program(world.cast).pk, "number": 2}, {"number": 9}


def links(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    mine = own_program(world.cast)
    share(program=mine, by=world.cast.stranger)
    return {"program": mine.pk, "pk": world.share_link.pk}, {"pk": NOBODY}


def members(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    theirs = world.cast.clinic.memberships.get(user=world.cast.colleague)
    return {"clinic": world.cast.other_clinic.pk, "pk": theirs.pk}, {"pk": NOBODY}


def clients(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"clinic": world.cast.other_clinic.pk, "pk": world.cast.episode.pk}, {"pk": NOBODY}


def pauses(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"pk": own_program(world.cast).pk, "number": world.pause.pk}, {"number": 987654}


def own_exercises(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    make_own_exercise(clinic=world.cast.other_clinic, by=world.cast.stranger)
    return {"pk": world.cast.other_clinic.pk, "slug": world.clinic_exercise.slug}, {"slug": "own-0000"}


def renamed(build: Nested, **names: str) -> Nested:
    """The pages call the same keys otherwise."""

    def built(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
        keys, unknown = build(world)
        return tuple({names.get(name, name): value for name, value in part.items()} for part in (keys, unknown))  # type: ignore[return-value]

    return built


OWN_EXERCISE = ("detail", "edit", "preview", "publish", "discard", "retire", "offer", "withdraw")
MISMATCHED: dict[str, Nested] = {
    "version-detail": versions,
    "version-restore": versions,
    "version_detail": renamed(versions, program="pk"),
    "version_restore": renamed(versions, program="pk"),
    "share-link-detail": links,
    "share_link_revoke": renamed(links, program="pk", pk="link"),
    "membership-detail": members,
    "membership-close": members,
    "clinic-client-detail": clients,
    "clinic_team": renamed(clients, clinic="pk", pk="episode"),
    "pause_edit": pauses,
    "pause_delete": pauses,
    **{f"clinic_exercise_{name}": own_exercises for name in OWN_EXERCISE},
}
# The child is a word or a number of the parent's own, which editors may read whatever the parent.
EDITORIAL = {"exercise-revision", "exercise-revision-restore"}


def test_every_nested_address_is_tried_below_another_parent() -> None:
    apart = ("admin/", "accounts/", "static/")
    nested = {
        route.name
        for path, route in routes(get_resolver())
        if path.count("<") > 1 and not path.startswith(apart) and not str(route.name).startswith("desk_")
    }
    assert nested - EDITORIAL - set(MISMATCHED) == set()


@pytest.mark.parametrize("name", list(MISMATCHED))
def test_row_below_a_parent_of_ones_own_is_not_there(world: World, name: str) -> None:
    keys, unknown = MISMATCHED[name](world)
    before = digest()
    client: Any = world.api("T-other")
    tried = 0
    for method in ("get", "post", "delete"):
        answer = getattr(client, method)(reverse(name, kwargs=keys))
        if answer.status_code == 405:
            continue
        tried += 1
        assert answer.status_code in (403, 404), method
        assert CANARY not in answer.content.decode()
        nowhere = getattr(client, method)(reverse(name, kwargs=keys | unknown))
        assert (nowhere.status_code, text_of(nowhere)) == (answer.status_code, text_of(answer))
    assert tried
    assert digest() == before


PAGES = (
    "episode_detail", "program_detail", "session_detail", "program_handout", "routine_detail", "safety_report_detail",
    "media_file of a draft", "figure_png of a draft", "figure_svg of a draft", "exercise_detail of a draft",
)  # fmt: skip


def readable(world: World) -> list[str]:
    """Addresses of C's record and of what only editors have, each of which its owner can read."""
    program = world.cast.program.pk
    api: dict[str, Any] = {
        "episodes": world.cast.episode.pk,
        "routines": world.routine.pk,
        "measures": world.measure.pk,
    }
    api |= {"sessions": world.session.uuid, "safety-reports": world.report.pk, "invitations": world.invitation.pk}
    found = [f"{API}/{prefix}/{key}/" for prefix, key in api.items()]
    found += [f"{API}/exercises/{world.draft_exercise.slug}/", f"{API}/programs/{program}/"]
    found += [f"{API}/programs/{program}/{rest}" for rest in ("progress/", "handout.pdf", "versions/1/")]
    return found + [reverse(name.split(" ")[0], kwargs=DOORS[name].keys(world)) for name in PAGES]


CONDITIONS: list[dict[str, str]] = [{"If-None-Match": "*"}, {"Range": "bytes=0-99"}, {"If-Match": "*"}]


def unknown(url: str) -> str:
    return re.sub("[0-9a-f-]{36}", NOBODY, url).replace("cnry-draft", "no-such-thing")


def etag_of(world: World, url: str) -> str:
    """What somebody who may read it was given to compare with."""
    for owner in ("T-care", "editor"):
        client: Any = world.page(owner)
        answer = client.get(url)
        if answer.status_code == 200:
            return answer.get("ETag", "")
    return ""


def test_conditions_parts_and_heads_are_refused_as_the_whole_is(world: World) -> None:
    addresses = [(url, etag_of(world, url)) for url in readable(world)]
    for actor in ("anon", "client-other"):
        client: Any = world.api(actor)
        for url, etag in addresses:
            plain = status_of(client.get(url))
            assert plain in (401, 403, 404), (actor, url)
            headers = [*CONDITIONS, *([{"If-None-Match": etag}] if etag else [])]
            codes = {status_of(client.get(url, headers=header)) for header in headers} | {status_of(client.head(url))}
            assert codes == {plain}, (actor, url)
            told, nothing = client.options(url), client.options(unknown(url))
            assert (told.status_code, text_of(told)) == (nothing.status_code, text_of(nothing)), (actor, url)
    assert not AccessEntry.objects.exclude(actor=world.cast.therapist.pk).exists()


def test_other_formats_are_not_another_door(world: World) -> None:
    """Neither by a query nor by what is asked for in a header."""
    for rest in ("", f"{world.cast.program.pk}/"):
        for sent in ({"format": "csv"}, {"format": "api"}, {}):
            for accept in ("text/csv", "text/html", "application/pdf", "*/*"):
                for actor, codes in (("anon", {401}), ("client-other", {404} if rest else {200})):
                    answer = world.api(actor).get(f"{API}/programs/{rest}", sent, headers={"Accept": accept})
                    assert answer.status_code in codes | {404, 406}, (actor, rest, sent, accept)
                    assert CANARY not in answer.content.decode()


def test_what_is_private_is_kept_by_no_cache(world: World) -> None:
    for url in readable(world):
        client: Any = world.page("T-care")
        answer = client.get(url)
        if answer.status_code != 200:
            continue
        assert "no-store" in answer["Cache-Control"], url
        assert {"Cookie", "Authorization"} <= {name.strip() for name in answer.get("Vary", "").split(",")}, url


def test_second_reader_is_not_given_what_the_first_one_was(world: World) -> None:
    """Warm by who may read it, then asked for by who may not."""
    for url in readable(world):
        owner: Any = world.page("T-care")
        owner.get(url)
        for actor in ("client-other", "T-former"):
            answer: Any = world.page(actor).get(url)
            assert status_of(answer) in (403, 404), (actor, url)
