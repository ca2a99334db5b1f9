"""Every API function x every actor: the status, what the answer gives away, and that a refusal changed nothing."""

import json
from typing import Any

import pytest
from django.core import mail

from accounts.models import AccessEntry
from tests.access.answers import ACTORS, expected
from tests.access.calls import CALLS, Call
from tests.access.world import CANARY, World, digest, undone

STATUS = {"1": {401}, "2": {400}, "3": {403}, "4": {404}, "5": {405}, "0": {200}, "f": {200}}


@pytest.mark.parametrize(("resource", "verb"), list(CALLS))
def test_everybody_gets_the_answer_of_the_matrix(world: World, resource: str, verb: str) -> None:
    wrong = []
    for actor in ACTORS:
        code = expected(resource, actor, verb)
        if code == ".":
            continue
        with undone():
            fault = ask(world, actor, code, resource, verb)
        if fault:
            wrong.append(f"{actor}: {fault}")
    assert not wrong, "\n".join(wrong)


def ask(world: World, actor: str, code: str, resource: str, verb: str) -> str:
    """What is not as expected, in words."""
    call = CALLS[resource, verb](world, actor)
    before, mails, looks = digest(), len(mail.outbox), looked(world)
    status, text = send(world, actor, call)
    if (resource, verb) == ("session", "special") and status == 200:
        status = json.loads(text)["results"][0]["status"]
    if status not in STATUS.get(code, {200, 201, 204}):
        return f"{code} expected, got {status}: {text[:200]}"
    if code in "012345" and (digest() != before or len(mail.outbox) != mails):
        return "refused, and yet something changed or somebody was mailed"
    if code in "0124" and looked(world) != looks:
        return "refused, and yet it counts as a look"
    return given_away(world, actor, code, call, text, status)


def looked(world: World) -> int:
    return AccessEntry.objects.filter(episode=world.cast.episode.pk).count()


def send(world: World, actor: str, call: Call) -> tuple[int, str]:
    request = getattr(world.api(actor), call.method)
    response = request(call.url, call.body, format="json") if call.body is not None else request(call.url)
    return response.status_code, response.content.decode()


def given_away(world: World, actor: str, code: str, call: Call, text: str, status: int) -> str:
    if code in "012345" and CANARY in text:
        return f"the answer holds somebody else's text: {text[:200]}"
    if code == "0" and listed(json.loads(text)) & private_ids(world):
        return "the list holds rows of C"
    if code in "24" and call.unknown:
        url, body = call.unknown
        _status, other = send(world, actor, Call(call.method, url, body))
        if other != text:
            return f"forbidden and unknown differ: {text[:150]} / {other[:150]}"
    return ""


def listed(page: dict[str, Any]) -> set[str]:
    return {str(row.get("id", row.get("uuid", row.get("slug")))) for row in page["results"]}


def private_ids(world: World) -> set[str]:
    rows = (
        world.routine,
        world.cast.program,
        world.draft_program,
        world.invitation,
        world.cast.clinic,
        world.push,
        world.message,
    )
    return {str(row.pk) for row in rows} | {
        str(world.session.uuid),
        str(world.entry.pk),
        world.draft_exercise.slug,
        world.clinic_exercise.slug,
    }
