"""The builder's endpoint as the page in the browser uses it; on a routine, since programs share it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Routine, User
from tests.factories import make_exercise, make_plan, make_routine, make_user


@pytest.fixture
def owner(db: None) -> User:
    return make_user("tess@example.org", "Tess Therapist")


@pytest.fixture
def routine(owner: User) -> Routine:
    make_exercise("Glute bridge", aliases=["Hip lift"])
    make_exercise("Bird dog", dose="3x8 5s e/s")
    make_exercise("Bird dog leg only", dose="2x8 3s")
    return make_routine(owner=owner, plan=make_plan(("glute-bridge", "3x10"), ("bird-dog", "3x8 5s e/s")))


@pytest.fixture
def desk(owner: User, routine: Routine) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def url(routine: Routine) -> str:
    return f"/routines/{routine.pk}/lines/"


ITEM = ("note", "cue", "group", "choose", "when", "stop_pain", "short", "maintain")
SENT = ("key", "text", "answer", *ITEM, "despite", "any_day", "once")
PARTS = ("name", "weeks", "days", "goal", "minutes", "effort", "pain_at_most")


def as_sent(state: dict[str, Any]) -> dict[str, Any]:
    """What the page would send of what it got."""
    phases = [
        {
            **{name: phase[name] for name in PARTS},
            "lines": [{name: line[name] for name in SENT} for line in phase["lines"]],
        }
        for phase in state["phases"]
    ]
    return {"base": state["digest"], "phases": phases, "rules": None}


def state(desk: Client, routine: Routine) -> dict[str, Any]:
    found: dict[str, Any] = desk.get(url(routine)).json()
    return found


def post(desk: Client, routine: Routine, body: Any) -> Any:
    return desk.post(url(routine), body, content_type="application/json")


def typed(desk: Client, routine: Routine, *texts: str, **fields: Any) -> dict[str, Any]:
    """The state after these lines were typed at the end of the first phase."""
    body = as_sent(state(desk, routine))
    lines = body["phases"][0]["lines"]
    lines += [{"key": f"new{len(lines) + number:05}", "text": text, **fields} for number, text in enumerate(texts)]
    answer = post(desk, routine, body)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def lines_of(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for phase in state["phases"] for line in phase["lines"]]


def test_therapist_sees_the_lines_of_a_plan(desk: Client, routine: Routine) -> None:
    found = state(desk, routine)
    bridge, dog = lines_of(found)
    assert (bridge["text"], bridge["status"], bridge["words"]) == ("Glute bridge 3x10", "ok", "3 sets of 10")
    assert (dog["name"], dog["exercise"], dog["url"]) == ("Bird dog", "bird-dog", "/exercises/bird-dog/")
    assert (found["blockers"], found["changes"]) == ([], None)
    assert found["budget"]["exercises"] == 2


def test_therapist_saves_what_was_loaded_and_nothing_changes(desk: Client, routine: Routine) -> None:
    before = state(desk, routine)
    assert post(desk, routine, as_sent(before)).json() == before
    routine.refresh_from_db()
    assert state(desk, routine) == before


def test_therapist_types_a_line(desk: Client, routine: Routine) -> None:
    line = lines_of(typed(desk, routine, "hip lift 2x12 5s, slowly"))[-1]
    assert (line["status"], line["text"], line["note"]) == ("ok", "Glute bridge 2x12, hold 5s", "slowly")
    routine.refresh_from_db()
    assert [item.exercise for item in routine.read_plan().items()] == ["glute-bridge", "bird-dog", "glute-bridge"]


def test_therapist_types_a_name_nobody_knows(desk: Client, routine: Routine) -> None:
    found = typed(desk, routine, "brid dgo 3x8")
    line = lines_of(found)[-1]
    assert (line["status"], line["text"], line["exercise"]) == ("unknown", "brid dgo 3x8", None)
    assert {"slug": "bird-dog", "name": "Bird dog"} in line["near"]
    assert found["blockers"]
    assert lines_of(state(desk, routine))[-1] == line


def test_therapist_settles_a_doubtful_dose(desk: Client, routine: Routine) -> None:
    found = typed(desk, routine, "bird dog 10x3")
    line = lines_of(found)[-1]
    assert line["status"] == "doubtful"
    body = as_sent(found)
    body["phases"][0]["lines"][-1]["answer"] = line["question"]["choices"][0]["shorthand"]
    answered = lines_of(post(desk, routine, body).json())[-1]
    assert (answered["status"], answered["key"], answered["question"]) == ("ok", line["key"], None)


def test_therapist_with_two_tabs_is_told_the_difference(desk: Client, routine: Routine) -> None:
    first = as_sent(state(desk, routine))
    typed(desk, routine, "bird dog leg only 2x10")
    first["phases"][0]["lines"][0]["text"] = "Glute bridge 3x12"
    answer = post(desk, routine, first)
    assert answer.status_code == 409
    theirs = answer.json()
    assert theirs["theirs"] == state(desk, routine)
    assert theirs["difference"] == [
        "Saved: Glute bridge: 3 sets of 10. Here: Glute bridge: 3 sets of 12",
        "Only in the saved plan: Bird dog leg only: 2 sets of 10",
    ]
