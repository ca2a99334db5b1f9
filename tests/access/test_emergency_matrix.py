"""The 17th state of the matrix: a manager with emergency access lists and reads as the care team, and nothing more."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest
from django.urls import reverse

from accounts.emergency import begin_emergency
from tests.access.answers import expected
from tests.access.calls import CALLS
from tests.access.doors import CARE, DOORS, RECORD
from tests.access.operations import OPERATIONS
from tests.access.test_api_matrix import STATUS
from tests.access.test_api_matrix import send as call
from tests.access.test_operations import send as operate
from tests.access.test_page_matrix import send as knock
from tests.access.test_page_matrix import status_of
from tests.access.world import World, digest, undone

Key = TypeVar("Key")
REASON = "Collapsed at reception, who treats is away"
RECORDS = ("program", "session", "outcome", "invitation", "message thread")
"""The resources of the matrix that are part of a client's record."""
READING_DOORS = {name for name, door in DOORS.items() if door.method == "get" and door.opens == RECORD} | {
    "program_detail of a draft",
    "program_handout of a draft",
    "program_preview",
    "proposal_list",
    "proposal_detail",
}
READING = {
    key
    for key, operation in OPERATIONS.items()
    # Which exercises do not fit is asked while a plan is written.
    if key[0] == "get" and CARE <= operation.opens <= RECORD and key != ("get", "episode-misfits")
} | {("get", "proposal-list")}
MADE_FOR = {("private routine", "special"), ("invitation", "create")} | {
    ("shared routine", verb) for verb in ("list", "read", "update", "delete", "special")
}


@pytest.fixture
def opened(world: World) -> World:
    """With C's record open to the manager."""
    begin_emergency(user=world.cast.manager, episode=world.cast.episode, reason=REASON)
    return world


def check(world: World, keys: Iterable[Key], ask: Callable[[Key], tuple[bool, bool, object]]) -> None:
    """`ask` gives whether the answer is right, whether it may have changed something, and the answer."""
    before, wrong = digest(), []
    for key in keys:
        with undone():
            right, changes, answer = ask(key)
            if not right or (not changes and digest() != before):
                wrong.append(f"{key}: {answer}")
    assert not wrong, "\n".join(wrong)


def test_manager_in_emergency_gets_the_care_teams_answer_to_reading_alone(opened: World) -> None:
    def ask(key: tuple[str, str]) -> tuple[bool, bool, object]:
        resource, verb = key
        reads = resource in RECORDS and (verb in ("list", "read") or key == ("outcome", "special"))
        actor = "T-care" if reads else "manager"
        code = expected(resource, actor, verb)
        if code == ".":
            return True, False, code
        status, text = call(opened, "manager", CALLS[key](opened, actor))
        right = status in STATUS.get(code, {200, 201, 204, 400})
        if reads and verb == "list":
            rows = (opened.cast.program, opened.invitation, opened.measure, opened.message)
            shown = (opened.session.uuid, *(row.pk for row in rows))
            right = right and any(str(each) in text for each in shown)
        # Some requests need a row of the actor's own, which is made here.
        return right, code == "+" or key in MADE_FOR, (status, text[:100])

    check(opened, CALLS, ask)


def test_pages_of_the_record_open_in_an_emergency_and_no_others(opened: World) -> None:
    def ask(name: str) -> tuple[bool, bool, object]:
        door = DOORS[name]
        answer = status_of(knock(opened, "manager", door, reverse(name.split(" ")[0], kwargs=door.keys(opened))))
        plain = door.expected("manager")
        if name in READING_DOORS:
            return answer in door.expected("T-care"), False, answer
        # What may be read, and not changed, says so once it may be read.
        right = answer in plain or (404 in plain and answer == 403)
        return right, "manager" in door.opens, answer

    check(opened, DOORS, ask)


def test_operations_answer_to_reading_alone(opened: World) -> None:
    def ask(key: tuple[str, str]) -> tuple[bool, bool, object]:
        operation = OPERATIONS[key]
        answer = operate(opened, "manager", key, operation.keys(opened)).status_code
        if key in READING:
            return answer == 200, False, answer
        plain = operation.expected("manager")
        return answer in plain or (404 in plain and answer == 403), True, answer

    check(opened, OPERATIONS, ask)
