"""The builder of a program: what it says of the client's home, of the last version and of publishing."""

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.plans import Plan
from exercises.models import Equipment, Exercise
from programs.models import Program
from programs.publishing import publish
from tests.budgets import LOGGED
from tests.builder_page import Builder, as_sent, blocker, last, lines_of
from tests.cast import Cast
from tests.factories import make_clinic, make_episode, make_exercise, make_plan, make_program, make_user
from tests.plan_page import text_of


@pytest.fixture
def builder(client: Client, cast: Cast) -> Builder:
    client.force_login(cast.therapist)
    return Builder(client, cast.program)


@pytest.fixture
def draft(cast: Cast) -> Program:
    return make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")), name="Neck")


def needs_a_band() -> Exercise:
    row = make_exercise("Band row", dose="2x12")
    row.equipment.add(Equipment.objects.get_or_create(slug="band", defaults={"name": "Resistance band"})[0])
    return row


def test_therapist_sees_what_publishing_would_change(builder: Builder) -> None:
    before = builder.state()
    assert before["changes"] == {"summary": "", "added": [], "changed": [], "removed": []}
    assert before["blockers"] == [blocker("Nothing has changed since the last version.")]
    body = as_sent(before)
    body["phases"][0]["lines"][0]["text"] = "Glute bridge 3x12"
    del body["phases"][0]["lines"][1]
    found = builder.save(body)
    assert found["changes"] == {
        "summary": "1 changed, 1 taken out",
        "added": [],
        "changed": ["Glute bridge: 3 sets of 10 → 3 sets of 12"],
        "removed": ["Bird dog: 3 sets of 8, hold 5 seconds, each side"],
    }
    assert found["blockers"] == []


def test_another_exercise_in_the_same_line_is_a_new_one(builder: Builder) -> None:
    make_exercise("Cat cow")
    body = as_sent(builder.state())
    body["phases"][0]["lines"][1]["text"] = "Cat cow 3x8"
    found = builder.save(body)["changes"]
    assert (found["added"], found["changed"]) == (["Cat cow: 3 sets of 8"], [])
    assert found["removed"] == ["Bird dog: 3 sets of 8, hold 5 seconds, each side"]


def test_revised_exercise_is_marked(builder: Builder) -> None:
    Exercise.objects.get(slug="bird-dog").publish()
    assert [line["revised"] for line in builder.lines()] == [False, True]


def test_lines_that_are_no_item_keep_a_program_from_being_published(builder: Builder, cast: Cast) -> None:
    assert last(builder.typed("who knows 3x8", "another"))["status"] == "unknown"
    sentence = "“who knows 3x8” is no exercise with a dose yet. Finish that line or remove it."
    found = builder.state()
    assert found["blockers"] == [blocker(sentence, key=found["phases"][0]["lines"][2]["key"])]
    program = Program.objects.get(pk=cast.program.pk)
    with pytest.raises(ValidationError) as refused:
        publish(program=program, by=cast.therapist, reason="More")
    assert refused.value.messages == [sentence]
    page = builder.client.post(f"{builder.url}publish/", {"reason": "More", "over": 1})
    assert page.status_code == 400
    assert sentence in text_of(page)
    api = APIClient()
    api.force_login(cast.therapist)
    answer = api.get(f"/api/v1/programs/{program.pk}/").json()
    assert answer["pending"] == ["who knows 3x8", "another"]
    api.force_login(cast.client)
    assert "pending" not in api.get(f"/api/v1/programs/{program.pk}/").json()


def test_what_does_not_fit_needs_a_reason(builder: Builder, cast: Cast) -> None:
    needs_a_band()
    cast.episode.change(home={"equipment": [], "minutes": 5})
    found = builder.typed("band row 2x12")
    line = last(found)
    assert (line["status"], line["misfit"]["reasons"]) == ("ok", ["Not at hand: Resistance band."])
    assert builder.suggest("band")[0]["misfit"] == line["misfit"]
    said = (
        "“Band row” does not fit your client's home (Not at hand: Resistance band). Say why you give it all the same,"
        " or take another exercise."
    )
    assert found["blockers"] == [blocker(said, key=line["key"])]
    program = Program.objects.get(pk=cast.program.pk)
    with pytest.raises(ValidationError, match="does not fit"):
        publish(program=program, by=cast.therapist, reason="More")
    assert (found["budget"]["limit"], found["budget"]["tone"]) == (5, "amber")
    body = as_sent(found)
    body["phases"][0]["lines"][-1]["despite"] = "She borrows one at work."
    assert builder.save(body)["blockers"] == []
    version = publish(program=program, by=cast.therapist, reason="More")
    assert version.plan["phases"][0]["items"][-1]["despite"] == "She borrows one at work."
    assert "borrows" not in str(version.document)


def test_empty_phase_is_named_by_its_number(builder: Builder) -> None:
    body = as_sent(builder.state())
    body["phases"] += [{"lines": []}]
    assert builder.save(body)["blockers"] == [blocker("Phase 2 has no exercises.", phase=2)]


def test_ended_program_is_read_and_not_changed(builder: Builder, cast: Cast) -> None:
    body = as_sent(builder.state())
    Program.objects.get(pk=cast.program.pk).end(cast.program.start_on)
    answer = builder.post(body | {"phases": []})
    assert (answer.status_code, answer.json()) == (409, {"detail": "This program has ended."})
    assert builder.state()["blockers"] == [blocker("This program has ended.")]


def test_client_reads_the_program_and_not_its_builder(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    builder = Builder(client, cast.program)
    assert client.get(f"{builder.url}lines/").status_code == 403
    assert client.get(f"{builder.url}suggest/?q=b").status_code == 403
    assert builder.post({"base": "", "phases": []}).status_code == 403


def test_starting_and_copying_leave_lines_behind_and_say_so(builder: Builder, cast: Cast) -> None:
    builder.typed("who knows")
    page = builder.client.post(f"{builder.url}routine/", {"name": "Kept", "visibility": "private"}, follow=True)
    assert "Left behind, because it is no exercise with a dose yet: “who knows”." in text_of(page)
    routine = cast.therapist.routines.get()
    Builder(builder.client, routine).typed("nobody knows")
    start = {"episode": str(cast.other_episode.pk), "routine": str(routine.pk), "start_on": "2026-12-01"}
    assert "“nobody knows”" in text_of(builder.client.post("/clients/start/", start, follow=True))
    copy = builder.client.post(f"{builder.url}copy/", {"episode": str(cast.other_episode.pk)}, follow=True)
    assert "“who knows”" in text_of(copy)
    assert [program.pending for program in Program.objects.filter(episode=cast.other_episode)] == [[], []]


def test_clinics_own_exercise_is_read_at_the_clinic_only(client: Client, cast: Cast) -> None:
    from tests.factories import make_own_exercise

    make_own_exercise(clinic=cast.clinic, by=cast.therapist, name="Wall glide")
    client.force_login(cast.therapist)
    assert last(Builder(client, cast.program).typed("wall glide"))["status"] == "ok"
    client.force_login(cast.stranger)
    episode = make_episode(clinic=cast.other_clinic, therapist=cast.stranger)
    program = make_program(episode=episode, by=cast.stranger, plan=Plan())
    line = last(Builder(client, program).typed("wall glide"))
    assert (line["status"], line["near"]) == ("unknown", [])


def ten_lines(count: int = 10) -> list[str]:
    exercises = [make_exercise(f"Stretch {'abcdefghijklmnop'[number]}") for number in range(count)]
    return [f"{exercise.name} 3x8" for exercise in exercises]


@pytest.mark.parametrize("home", [{}, {"floor": False, "equipment": [], "precautions": ["osteoporosis"]}])
def test_save_of_ten_lines_asks_little(
    builder: Builder, cast: Cast, home: dict[str, Any], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    cast.episode.change(home=home)
    body = as_sent(builder.state())
    rows = [{"key": f"line{place:04}", "text": text} for place, text in enumerate(ten_lines())]
    body["phases"][0]["lines"] = rows
    # Session and user, the plan with its rights, once it is locked its version and episode, the exercises with their
    # words, what fits, what was revised, the save.
    with django_assert_max_num_queries((19 if home else 14) + LOGGED):
        answer = builder.post(body)
    assert [line["status"] for line in lines_of(answer.json())] == ["ok"] * 10


def test_suggestion_asks_little(builder: Builder, django_assert_max_num_queries: Callable[[int], Any]) -> None:
    ten_lines()
    with django_assert_max_num_queries(11):
        assert len(builder.suggest("strecth")) == 8


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_on_the_same_base_one_is_kept(transactional_db: None) -> None:
    therapist = make_user("tess@example.org", "Tess Therapist")
    make_exercise("Bird dog")
    clinic = make_clinic("Northside", therapists=(therapist,))
    episode = make_episode(clinic=clinic, therapist=therapist, started_on=datetime.date(2026, 11, 2))
    program = make_program(episode=episode, by=therapist, plan=make_plan(("bird-dog", "3x8")))
    base = opened(therapist, program).state()["digest"]

    def save(text: str) -> int:
        try:
            line = {"key": "line0001", "text": text}
            answer = opened(therapist, program).post({"base": base, "phases": [{"lines": [line]}]})
            return int(answer.status_code)
        finally:
            if connection.vendor != "sqlite":
                connection.close()

    texts = [f"bird dog 3x{reps}" for reps in range(10, 14)]
    if connection.vendor == "sqlite":
        codes = list(map(save, texts))
    else:
        with ThreadPoolExecutor(len(texts)) as people:
            codes = list(people.map(save, texts))
    assert sorted(codes) == [200, 409, 409, 409]


def opened(therapist: User, program: Program) -> Builder:
    client = Client()
    client.force_login(therapist)
    return Builder(client, program)


def test_restoring_and_changing_keep_what_the_builder_saved_meanwhile(builder: Builder, cast: Cast) -> None:
    """Both read the program before they lock it."""
    restoring, changing = (Program.objects.get(pk=cast.program.pk) for _both in range(2))
    builder.typed("who knows 3x8")
    assert cast.program.current is not None
    restoring.restore(cast.program.current)
    assert last(builder.state())["text"] == "who knows 3x8"
    changing.change(plan=make_plan(("bird-dog", "3x8")))
    assert "who knows 3x8" in [line["text"] for line in builder.lines()]
