"""Ids of C's rows in what others send: refused as an id that there is not, alone, among others and in a plan."""

import copy
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Episode
from programs.models import Program, Session
from tests.access.calls import API, NOBODY, new_exercise
from tests.access.test_api_matrix import looked
from tests.access.world import CANARY, World, digest, undone
from tests.cast import Cast
from tests.factories import make_plan, make_published, make_routine, new_uuid, session_body

STRANGERS = (
    "anon", "client-other", "T-clinic", "T-other", "T-former", "manager", "editor", "admin", "token-narrow",
    "T-noclinic", "invitee", "T-dual",
)  # fmt: skip
ELSEWHERE = ("anon", "T-other", "editor", "T-noclinic", "invitee")
"""Who has nothing to do with C's clinic either."""

Sent = tuple[str, str, dict[str, Any]]


def own_program(cast: Cast) -> Program:
    """Of the therapist of another clinic."""
    episode = Episode.objects.get(clinic=cast.other_clinic)
    return make_published(episode=episode, by=cast.stranger, plan=make_plan(("glute-bridge", "3x10")))


def assign(world: World, actor: str, key: str) -> Sent:
    routine = make_routine(owner=world.user(actor) or world.cast.stranger, plan=world.plan)
    return "post", f"routines/{routine.pk}/assign/", {"episode": key}


def copied(world: World, actor: str, key: str) -> Sent:
    return "post", f"programs/{own_program(world.cast).pk}/copy/", {"episode": key}


def session(world: World, actor: str, key: str) -> Sent:
    return "put", f"sessions/{new_uuid()}/", {**session_body(world.cast.program), "program": key}


def post(prefix: str, field: str, **body: Any) -> Callable[[World, str, str], Sent]:
    return lambda world, actor, key: ("post", f"{prefix}/", {**body, field: key})


EPISODE: dict[str, Callable[[World, str, str], Sent]] = {
    "program": post("programs", "episode", name="Another"),
    "started program": post("programs/start", "episode", name="Another"),
    "check-in": post("check-ins", "episode", pain=1),
    "warning sign": post("safety-reports", "episode", tier="urgent"),
    "screen": post("safety-screens", "episode", found="none", occasion="start"),
    "message": post("messages", "episode", uuid=str(uuid.uuid4()), text="Hello"),
    "measure": post("measures", "episode", name="Hip flexion", value="95"),
    "invitation": post("invitations", "episode"),
    "assigned routine": assign,
}
CLINIC: dict[str, Callable[[World, str, str], Sent]] = {
    "episode": post("episodes", "clinic", client_name="Nora", client_email="nora@example.org"),
    "invitation": post("invitations", "clinic", role="manager", email="nora@example.org"),
    "exercise": post("exercises", "clinic", **{k: v for k, v in new_exercise().items() if k != "slug"}),
    "routine": post("routines", "clinic", name="Shared", visibility="clinic"),
    "listing": post("listings", "clinic", kind="therapist", name="Nora", town="Lyon", country="FR"),
}


def send(world: World, actor: str, sent: Sent) -> tuple[int, str]:
    method, path, body = sent
    answer = getattr(world.api(actor), method)(f"{API}/{path}", body, format="json")
    return answer.status_code, answer.content.decode()


def fault_of(world: World, actor: str, build: Callable[[World, str, str], Sent], key: object) -> str:
    """What an actor learns or changes by naming the row, in words; nothing when it is as if there were none."""
    theirs, nobodys = build(world, actor, str(key)), build(world, actor, NOBODY)
    before, looks = digest(), looked(world)
    status, said = send(world, actor, theirs)
    if status not in (400, 401, 403):
        return f"{actor}: {status} {said[:120]}"
    if digest() != before:
        return f"{actor}: refused, and yet something changed"
    if looked(world) != looks:
        return f"{actor}: refused, and yet it counts as a look"
    return "" if (status, said) == send(world, actor, nobodys) else f"{actor}: differs from an unknown id: {said[:120]}"


@pytest.mark.parametrize("name", list(EPISODE))
def test_stranger_names_an_episode_as_if_there_were_none(world: World, name: str) -> None:
    with undone():
        faults = [fault_of(world, actor, EPISODE[name], world.cast.episode.pk) for actor in STRANGERS]
    assert not list(filter(None, faults))


@pytest.mark.parametrize("name", list(CLINIC))
def test_stranger_names_a_clinic_as_if_there_were_none(world: World, name: str) -> None:
    with undone():
        faults = [fault_of(world, actor, CLINIC[name], world.cast.clinic.pk) for actor in ELSEWHERE]
    assert not list(filter(None, faults))


def test_stranger_names_a_program_as_if_there_were_none(world: World) -> None:
    assert not list(filter(None, (fault_of(world, actor, session, world.cast.program.pk) for actor in STRANGERS)))


def test_therapist_copies_no_program_into_an_episode_of_others(world: World) -> None:
    assert fault_of(world, "T-other", copied, world.cast.episode.pk) == ""


def test_one_bad_item_among_many_is_refused_wherever_it_stands(world: World) -> None:
    cast = world.cast
    mine = make_published(episode=cast.other_episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))
    before = Session.objects.filter(client=cast.client).count()
    for places in ("mt", "tm", "mtm"):
        programs = [mine if place == "m" else cast.program for place in places]
        body = [{"uuid": new_uuid(), **session_body(program)} for program in programs]
        answer = world.api("client-other").post(f"{API}/sessions/sync/", body, format="json")
        said = [result["status"] for result in answer.json()["results"]]
        assert said == [201 if place == "m" else 400 for place in places]
    assert Session.objects.filter(client=cast.client).count() == before
    assert set(Session.objects.filter(recorded_by=cast.other_client).values_list("program", flat=True)) == {mine.pk}


def test_id_that_another_client_chose_already_is_free(world: World) -> None:
    """Ids belong to whoever chose them, so the answer does not tell that C has this one."""
    cast = world.cast
    mine = make_published(episode=cast.other_episode, by=cast.therapist, plan=make_plan(("glute-bridge", "3x10")))
    kept = Session.objects.values().get(pk=world.session.pk)
    url = f"{API}/sessions/{world.session.uuid}/"
    answer = world.api("client-other").put(url, session_body(mine), format="json")
    assert answer.status_code == 201
    assert CANARY not in answer.content.decode()
    assert world.api("client-other").get(url).json()["program"] == str(mine.pk)
    assert Session.objects.values().get(pk=world.session.pk) == kept


def plan_with(world: World, slug: str) -> dict[str, Any]:
    plan = copy.deepcopy(world.plan.to_json())
    plan["phases"][0]["items"][0]["exercise"] = slug
    return plan


@pytest.mark.parametrize("place", ["routine", "routine changed", "program", "started program"])
def test_stranger_puts_an_exercise_that_is_not_theirs_into_no_plan(world: World, place: str) -> None:
    """Stored, it would be shown with its words to whoever reads the plan."""
    program = own_program(world.cast)
    routine = make_routine(owner=world.cast.stranger, plan=world.plan)
    ways: dict[str, tuple[str, str, dict[str, Any]]] = {
        "routine": ("post", "routines/", {"name": "Mine"}),
        "routine changed": ("patch", f"routines/{routine.pk}/", {}),
        "program": ("patch", f"programs/{program.pk}/", {}),
        "started program": ("post", "programs/start/", {"episode": str(program.episode_id), "name": "Mine"}),
    }
    method, path, body = ways[place]
    unknown = f"own-{uuid.UUID(int=0).hex[:8]}"
    before = digest()
    for slug in (world.clinic_exercise.slug, world.draft_exercise.slug):
        theirs = send(world, "T-other", (method, path, {**body, "plan": plan_with(world, slug)}))
        nobodys = send(world, "T-other", (method, path, {**body, "plan": plan_with(world, unknown)}))
        assert theirs[0] == 400
        assert theirs[1].replace(slug, "…") == nobodys[1].replace(unknown, "…")
        assert world.clinic_exercise.name not in theirs[1]
    assert digest() == before


def test_stranger_prints_no_exercise_that_is_not_theirs(world: World) -> None:
    for slug in (world.clinic_exercise.slug, world.draft_exercise.slug):
        for actor in ("anon", "client-other", "T-other"):
            sheet, none = (
                world.page(actor).get("/exercises/handout.pdf", {"exercise": name}) for name in (slug, "own-0000")
            )
            assert (sheet.status_code, none.status_code) == (400, 400)
            assert sheet.content.decode().count(CANARY) == 0
