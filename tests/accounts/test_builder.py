"""Lines of a plan as they are typed into the builder; on a routine, since programs share it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Routine, User
from accounts.plans import Item, Phase, Plan
from exercises.models import Exercise
from tests.builder_page import Builder, as_sent, blocker, last, lines_of
from tests.factories import make_editor, make_exercise, make_plan, make_routine, make_user, read_dose
from tests.plan_page import press, text_of


@pytest.fixture
def owner(db: None) -> User:
    return make_user("tess@example.org", "Tess Therapist")


@pytest.fixture
def routine(owner: User) -> Routine:
    make_exercise("Glute bridge", aliases=["Hip lift", "Lift off"])
    make_exercise("Bird dog", dose="3x8 5s e/s")
    make_exercise("Bird dog leg only", dose="2x8 3s", aliases=["Lift off"])
    return make_routine(owner=owner, plan=make_plan(("glute-bridge", "3x10"), ("bird-dog", "3x8 5s e/s")))


@pytest.fixture
def builder(client: Client, owner: User, routine: Routine) -> Builder:
    client.force_login(owner)
    return Builder(client, routine)


def stored(routine: Routine) -> list[Item]:
    routine.refresh_from_db()
    return list(routine.read_plan().items())


def test_therapist_sees_the_lines_of_a_plan(builder: Builder) -> None:
    found = builder.state()
    bridge, dog = lines_of(found)
    assert (bridge["text"], bridge["status"], bridge["words"]) == ("Glute bridge 3x10", "ok", "3 sets of 10")
    assert (dog["name"], dog["exercise"], dog["url"]) == ("Bird dog", "bird-dog", "/exercises/bird-dog/")
    assert (found["blockers"], found["changes"], found["errors"]) == ([], None, [])
    assert found["budget"]["exercises"] == 2


def test_therapist_saves_what_was_loaded_and_nothing_changes(builder: Builder, routine: Routine) -> None:
    before = builder.state()
    assert builder.save(as_sent(before)) == before
    assert builder.state() == before


def test_therapist_types_a_line(builder: Builder, routine: Routine) -> None:
    line = last(builder.typed("hip lift 2x12 5s, slowly"))
    assert (line["status"], line["text"], line["note"]) == ("ok", "Glute bridge 2x12, hold 5s", "slowly")
    assert [item.exercise for item in stored(routine)] == ["glute-bridge", "bird-dog", "glute-bridge"]


def test_line_without_a_dose_gets_the_exercises_own(builder: Builder) -> None:
    assert last(builder.typed("bird dog, slowly"))["text"] == "Bird dog 3x8, hold 5s, each side"
    assert last(builder.state())["note"] == "slowly"


def test_longer_name_is_meant_when_it_was_typed(builder: Builder, routine: Routine) -> None:
    body = as_sent(builder.state())
    body["phases"][0]["lines"][1]["text"] = "bird dog leg only 2x8"
    assert last(builder.save(body))["name"] == "Bird dog leg only"
    assert stored(routine)[1].key == body["phases"][0]["lines"][1]["key"]


def test_letter_with_bullets_and_numbers_becomes_lines(builder: Builder) -> None:
    letter = [
        "1. Bird dogs 3x8.",
        "2) Glute bridge: 3x10",
        "- hip lift - 2x12",
        "• bird-dog leg only, 2 x 8.",
        "a) bird dog.",
    ]
    found = lines_of(builder.typed(*letter))[2:]
    assert [line["status"] for line in found] == ["ok"] * 5
    assert [line["text"] for line in found] == [
        "Bird dog 3x8",
        "Glute bridge 3x10",
        "Glute bridge 2x12",
        "Bird dog leg only 2x8",
        "Bird dog 3x8, hold 5s, each side",
    ]
    assert [line["note"] for line in found] == [""] * 5


def test_sign_beside_a_name_is_kept(builder: Builder) -> None:
    assert last(builder.typed("\u2764 bird dog \U0001f600 3x8"))["note"] == "\u2764 \U0001f600"


def test_name_that_nobody_knows_is_kept_as_typed(builder: Builder, routine: Routine) -> None:
    found = builder.typed("  brid dgo 3x8 for Mrs  ")
    line = last(found)
    assert (line["status"], line["text"], line["exercise"]) == ("unknown", "  brid dgo 3x8 for Mrs  ", None)
    assert {"slug": "bird-dog", "name": "Bird dog"} in line["near"]
    said = "“brid dgo 3x8 for Mrs” is no exercise with a dose yet. Finish that line or remove it."
    assert found["blockers"] == [blocker(said, key=line["key"])]
    assert builder.state() == found
    assert len(stored(routine)) == 2


def test_name_of_several_is_asked(builder: Builder) -> None:
    line = last(builder.typed("lift off 3x8"))
    assert line["status"] == "unknown"
    assert {near["slug"] for near in line["near"]} == {"glute-bridge", "bird-dog-leg-only"}


def test_doubtful_dose_is_asked_and_settled(builder: Builder) -> None:
    found = builder.typed("bird dog 10x3")
    line = last(found)
    assert (line["status"], line["name"]) == ("doubtful", "Bird dog")
    body = as_sent(found)
    body["phases"][0]["lines"][-1]["answer"] = line["question"]["choices"][0]["shorthand"]
    answered = last(builder.save(body))
    assert (answered["status"], answered["key"], answered["question"]) == ("ok", line["key"], None)
    assert last(builder.save(as_sent(builder.state())))["text"] == answered["text"]


def test_dose_that_cannot_be_says_why_and_stays(builder: Builder) -> None:
    line = last(builder.typed("bird dog 3x8000"))
    assert (line["status"], line["text"]) == ("wrong", "bird dog 3x8000")
    assert line["errors"] != []


def test_note_that_gets_too_long_stays_a_line(builder: Builder) -> None:
    line = last(builder.typed("bird dog 3x8 keep the hips level", note="x" * 490))
    assert (line["status"], line["text"], line["note"]) == ("wrong", "bird dog 3x8 keep the hips level", "x" * 490)
    assert line["errors"] == ['"note" must be at most 500 characters long.']


def test_changed_dose_keeps_everything_else(owner: User, client: Client, routine: Routine) -> None:
    said: dict[str, Any] = {
        "note": "Slowly.",
        "cue": "after coffee",
        "group": "a",
        "when": "it eases",
        "stop_pain": 4,
        "short": True,
    }
    item = Item(key="abcd1234", exercise="bird-dog", dose=read_dose("3x8"), maintain=True, **said)
    routine.save_plan(Plan(phases=(Phase(items=(item,)),)))
    client.force_login(owner)
    builder = Builder(client, routine)
    body = as_sent(builder.state())
    for name in ("note", "cue", "group", "when", "stop_pain", "short", "maintain", "choose", "once"):
        del body["phases"][0]["lines"][0][name]
    body["phases"][0]["lines"][0]["text"] = "Bird dog 2x20"
    builder.save(body)
    assert stored(routine) == [item.model_copy(update={"dose": read_dose("2x20")})]


def test_retired_exercise_stays_and_its_dose_can_be_changed(builder: Builder, routine: Routine) -> None:
    Exercise.objects.filter(slug="bird-dog").update(status="retired")
    body = as_sent(builder.state())
    body["phases"][0]["lines"][1]["text"] = "Bird dog 2x5"
    found = builder.save(body)
    assert last(found)["words"] == "2 sets of 5"
    said = "“Bird dog” is not in the catalogue any more: take another exercise."
    assert found["blockers"] == [blocker(said, key=last(found)["key"])]


def test_empty_line_is_not_kept_and_comes_back_once(builder: Builder) -> None:
    assert last(builder.typed("   "))["status"] == "empty"
    assert len(builder.lines()) == 2


def test_line_stays_in_its_place_when_what_was_around_it_is_gone(builder: Builder, routine: Routine) -> None:
    body = as_sent(builder.state())
    body["phases"][0]["lines"].insert(1, {"key": "between1", "text": "something odd"})
    builder.save(body)
    plan = routine.read_plan()
    routine.refresh_from_db()
    routine.save_plan(plan.model_copy(update={"phases": (Phase(items=plan.phases[0].items[1:]),)}))
    assert [line["text"] for line in builder.lines()] == ["something odd", "Bird dog 3x8, hold 5s, each side"]
    routine.save_plan(Plan())
    assert [line["text"] for line in builder.lines()] == ["something odd"]


def test_line_stays_when_the_api_writes_another_plan(builder: Builder, routine: Routine) -> None:
    body = as_sent(builder.state())
    body["phases"].append({"lines": [{"key": "later001", "text": "something odd"}]})
    builder.save(body)
    plan = make_plan(("bird-dog", "3x8")).to_json()
    url = f"/api/v1/routines/{routine.pk}/"
    assert builder.client.patch(url, {"plan": plan}, content_type="application/json").status_code == 200
    assert [line["text"] for line in builder.lines()] == ["Bird dog 3x8", "something odd"]


def test_second_window_is_told_the_difference_and_nothing_is_kept(builder: Builder, routine: Routine) -> None:
    first = as_sent(builder.state())
    builder.typed("bird dog leg only 2x10", "who knows")
    first["phases"][0] |= {"name": "Start", "weeks": 2}
    first["phases"][0]["lines"][0]["text"] = "Glute bridge 3x12"
    answer = builder.post(first)
    assert answer.status_code == 409
    theirs = answer.json()
    assert theirs["theirs"] == builder.state()
    assert theirs["difference"] == [
        "Phase 1. Saved: every day, until it is changed. Here: “Start”, every day, for 2 weeks",
        "Saved: Glute bridge: 3 sets of 10. Here: Glute bridge: 3 sets of 12",
        "Only in the saved plan: Bird dog leg only: 2 sets of 10",
        "Only in the saved plan: “who knows”",
    ]
    builder.save(first | {"base": theirs["theirs"]["digest"]})
    assert [item.dose.reps for item in stored(routine)] == [12, 8]


def test_same_sent_again_is_no_conflict(builder: Builder) -> None:
    body = as_sent(builder.state())
    body["phases"][0]["lines"][0]["text"] = "Glute bridge 3x12"
    assert builder.save(body) == builder.save(body)


def test_part_of_a_phase_that_cannot_be_is_told_and_the_lines_are_kept(builder: Builder, routine: Routine) -> None:
    body = as_sent(builder.state())
    body["phases"][0] |= {"days": [], "weeks": 99, "name": "n" * 81, "effort": [5, 3]}
    body["phases"][0]["lines"][0]["text"] = "Glute bridge 3x12"
    found = builder.save(body)
    assert [error.split(":")[0] for error in found["errors"]] == ["Phase 1"] * 4
    assert found["phases"][0]["name"] == "n" * 81
    routine.refresh_from_db()
    assert routine.read_plan().phases[0].model_dump(exclude={"items"}) == Phase().model_dump(exclude={"items"})
    assert stored(routine)[0].dose.reps == 12


def test_phase_before_another_gets_an_end(builder: Builder, routine: Routine) -> None:
    body = as_sent(builder.state())
    body["phases"].append({"name": "Later", "lines": [{"key": "later001", "text": "bird dog 1x5"}]})
    found = builder.save(body)
    assert [phase["weeks"] for phase in found["phases"]] == [4, None]
    assert builder.save(as_sent(found))["errors"] == []


def test_more_lines_than_a_phase_has_room_for_wait(builder: Builder, routine: Routine) -> None:
    found = builder.typed(*["bird dog 3x8"] * 30)
    assert [line["status"] for line in lines_of(found)].count("wrong") == 2
    assert last(found)["errors"] == ["A phase has at most 30 exercises."]
    assert len(stored(routine)) == 30


def test_two_lines_with_one_key_are_two_lines(builder: Builder, routine: Routine) -> None:
    body = as_sent(builder.state())
    body["phases"][0]["lines"].append(dict(body["phases"][0]["lines"][0]))
    builder.save(body)
    assert [item.exercise for item in stored(routine)] == ["glute-bridge", "bird-dog", "glute-bridge"]


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{}",
        "7",
        "nonsense",
        '{"base": "", "phases": {}}',
        '{"base": "", "phases": [{"lines": [{"key": "a", "text": "x"}]}]}',
        '{"base": "", "phases": [{"lines": [{"key": "abcd1234", "text": ["x"]}]}]}',
        '{"base": "", "phases": [{"lines": [{"key": "abcd1234", "txt": "x"}]}]}',
        '{"base": "", "phases": [{"lines": [{"key": "abcd1234", "text": "a\\u0000b"}]}]}',
        '{"base": "", "phases": [{"lines": [{"key": "abcd1234", "text": "\\ud800"}]}]}',
        '{"base": "", "phases": [{"lines": [{"key": "abcd1234", "stop_pain": 99999999999999999999}]}]}',
        '{"base": "", "phases": [{"days": [1, "Monday"]}]}',
        '{"base": "", "phases": [], "rules": {"stop_pain": 99}}',
        '{"base": "", "base": "", "phases": []}',
        '{"base": "", "phases": ' + "[" * 500 + "]" * 500 + "}",
        '{"base": "", "phases": [' + ",".join(["{}"] * 13) + "]}",
    ],
)
def test_body_that_is_no_plan_is_refused_with_a_sentence(builder: Builder, body: str) -> None:
    answer = builder.post(body)
    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert len(builder.lines()) == 2


def test_body_of_another_type_is_refused(builder: Builder) -> None:
    assert builder.client.post(f"{builder.url}lines/", {"base": ""}).status_code == 400


def test_line_of_any_signs_is_kept(builder: Builder, routine: Routine) -> None:
    odd = ["\x07bird dog\x1b", "bird dog 3x\u0661\u0660", "😀" * 50, "9" * 400, "bird dog " + "9" * 400, "=" * 1500]
    found = builder.typed(*odd)
    assert builder.state() == found
    assert [line["text"] for line in lines_of(found)[2:] if line["status"] != "ok"] != []


def test_somebody_without_scripts_sees_and_removes_a_line(builder: Builder, routine: Routine) -> None:
    builder.typed("who knows", "<b>what</b>")
    page = builder.client.get(builder.url)
    assert "who knows" in text_of(page)
    assert "&lt;b&gt;what" in text_of(page)
    press(builder.client, builder.url, "up:" + stored(routine)[1].key)
    rows = builder.lines()
    assert [row["text"] for row in rows[1:3]] == ["who knows", "<b>what</b>"]
    press(builder.client, builder.url, f"remove_line:{rows[2]['key']}")
    assert [row["text"] for row in builder.lines() if row["status"] != "ok"] == ["who knows"]


def test_copy_leaves_lines_behind_and_says_so(builder: Builder, routine: Routine) -> None:
    builder.typed("who knows")
    page = builder.client.post(f"{builder.url}copy/", follow=True)
    assert "Left behind, because it is no exercise with a dose yet: “who knows”." in text_of(page)
    copy = Routine.objects.exclude(pk=routine.pk).get()
    assert (copy.pending, copy.read_plan().count) == ([], 2)


def test_routine_with_an_unfinished_line_is_no_template(client: Client, routine: Routine) -> None:
    editor = make_editor("edda@example.org")
    Routine.objects.filter(pk=routine.pk).update(owner=editor)
    client.force_login(editor)
    builder = Builder(client, routine)
    builder.typed("who knows")
    data = {"name": routine.name, "visibility": "template"}
    page = client.post(f"{builder.url}edit/", data)
    assert page.status_code == 400
    assert "“who knows” is no exercise with a dose yet." in text_of(page)


def test_suggestions_forgive_and_name_the_other_name(builder: Builder) -> None:
    assert builder.suggest("brid dog 3x8")[0]["slug"] == "bird-dog"
    found = builder.suggest("hip li")[0]
    assert (found["slug"], found["alias"], found["misfit"]) == ("glute-bridge", "Hip lift", None)
    assert builder.suggest("bird dog")[0] | {"picture": ""} == {
        "slug": "bird-dog",
        "name": "Bird dog",
        "alias": "",
        "dose": "3x8, hold 5s, each side",
        "words": "3 sets of 8, hold 5 seconds, each side",
        "picture": "",
        "misfit": None,
    }
    assert builder.suggest("  ") == builder.suggest("3x8") == []
    assert {found["slug"] for found in builder.suggest("lower back")} >= {"bird-dog"}


def test_builder_is_the_owners_alone(builder: Builder, client: Client) -> None:
    client.force_login(make_user("sven@example.org"))
    for address in ("lines/", "suggest/?q=bird"):
        assert client.get(f"{builder.url}{address}").status_code == 404
    assert builder.post({"base": "", "phases": []}).status_code == 404
