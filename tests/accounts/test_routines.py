from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Routine, User
from tests.cast import Cast
from tests.factories import make_exercise, make_plan, make_routine, read_dose
from tests.plan_page import add, fields_of, item_of, press, text_of

PLAN = (("glute-bridge", "3x10"),)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.therapist)
    return client


@pytest.fixture
def routine(cast: Cast) -> Routine:
    return make_routine(owner=cast.therapist, plan=make_plan(*PLAN))


def plan_of(routine: Routine) -> Any:
    routine.refresh_from_db()
    return routine.read_plan()


def test_client_saves_a_routine_that_begins_with_an_exercise(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    assert "Bird dog" in text_of(client.get("/routines/new/?exercise=bird-dog"))
    answer = client.post("/routines/new/?exercise=bird-dog", {"name": "My evening", "description": ""})
    routine = Routine.objects.get(owner=cast.client)
    assert answer.headers["Location"] == routine.get_absolute_url()
    assert [item.exercise for item in routine.read_plan().items()] == ["bird-dog"]
    assert routine.visibility == "private"


def test_client_cannot_share_with_a_clinic_or_everybody(client: Client, cast: Cast) -> None:
    client.force_login(cast.client)
    client.post("/routines/new/", {"name": "Mine", "visibility": "template", "clinic": str(cast.clinic.pk)})
    assert Routine.objects.get(owner=cast.client).visibility == "private"


def test_therapist_shares_with_the_only_clinic_without_naming_it(desk: Client, cast: Cast) -> None:
    desk.post("/routines/new/", {"name": "Ours", "description": "", "visibility": "clinic"})
    routine = Routine.objects.get(name="Ours")
    assert routine.clinic == cast.clinic
    desk.post(f"/routines/{routine.pk}/edit/", {"name": "Mine again", "description": "", "visibility": "private"})
    routine.refresh_from_db()
    assert (routine.name, routine.clinic) == ("Mine again", None)


def test_editor_publishes_a_template_that_everybody_sees(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    client.post("/routines/new/", {"name": "For all", "description": "", "visibility": "template"})
    client.force_login(cast.client)
    assert "For all" in text_of(client.get("/routines/?show=templates"))


def test_routine_needs_a_name(desk: Client) -> None:
    answer = desk.post("/routines/new/", {"name": "", "description": "Kept", "visibility": "private"})
    assert answer.status_code == 400
    assert "Kept" in text_of(answer)


def test_lines_are_added_by_name_alias_or_slug_with_or_without_a_dose(desk: Client, routine: Routine) -> None:
    make_exercise("Cat-cow", dose="2x8", aliases=["Cat stretch"])
    url = routine.get_absolute_url()
    for line in ("BIRD DOG 3x8 5s e/s", "cat stretch: 2x6", "cat-cow", "bird-dog, 2x8 keep level"):
        assert add(desk, url, line).status_code == 302
    items = list(plan_of(routine).items())
    assert [item.exercise for item in items] == ["glute-bridge", "bird-dog", "cat-cow", "cat-cow", "bird-dog"]
    assert [item.dose for item in items[1:]] == [read_dose(text) for text in ("3x8 5s e/s", "2x6", "2x8", "2x8")]
    assert items[4].note == "keep level"


def test_dose_and_note_may_be_typed_into_their_own_fields(desk: Client, routine: Routine) -> None:
    add(desk, routine.get_absolute_url(), "bird dog", add__0__dose="2x5", add__0__note="slowly")
    item = item_of(plan_of(routine), "bird-dog")
    assert (item.dose, item.note) == (read_dose("2x5"), "slowly")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("brid dog 3x8", "Do you mean “Bird dog”?"),
        ("bridge 3x8", "There is no exercise “bridge” in the catalogue. Do you mean “Glute bridge”?"),
        ("zzz", "There is no exercise “zzz” in the catalogue."),
        ("bird dog 0x10", "Sets must be between 1 and 20."),
        ("bird dog 3x10000", "Repetitions must be between 1 and 500."),
        ("bird dog hold -5s", "hold -5s"),
    ],
)
def test_line_that_cannot_be_is_asked_back_and_kept(desk: Client, routine: Routine, line: str, sentence: str) -> None:
    answer = add(desk, routine.get_absolute_url(), line, add__0__note="my note")
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert fields_of(answer)["add-0-exercise"] == [line]
    assert fields_of(answer)["add-0-note"] == ["my note"]
    assert plan_of(routine).count == 1


@pytest.mark.parametrize(
    "action",
    [
        "",
        "nothing",
        "remove:zzzz",
        "up:",
        "remove_phase:7",
        "remove_phase:" + "9" * 5000,
        "remove_phase:-1",
        "insert:x",
    ],
)
def test_button_that_means_nothing_is_refused(desk: Client, routine: Routine, action: str) -> None:
    answer = press(desk, routine.get_absolute_url(), action, add__0__exercise="bird dog")
    assert answer.status_code == 400
    assert fields_of(answer)["add-0-exercise"] == ["bird dog"]
    assert plan_of(routine).count == 1


def test_same_alias_of_two_exercises_is_asked(desk: Client, routine: Routine) -> None:
    for name in ("Row one", "Row two"):
        make_exercise(name, aliases=["Rowing"])
    answer = add(desk, routine.get_absolute_url(), "rowing 3x8")
    assert "“rowing” may be one of these: Row one, Row two. Type one of them." in text_of(answer)


def test_doubtful_dose_is_asked_and_the_choice_completes_the_line(desk: Client, routine: Routine) -> None:
    url = routine.get_absolute_url()
    asked = add(desk, url, "bird dog 10x3 slowly")
    assert asked.status_code == 400
    assert "What does &quot;10x3&quot; mean?" in text_of(asked)
    assert plan_of(routine).count == 1
    data = fields_of(asked) | {"add-0-reading": "3x10, note: slowly", "action": "save"}
    assert desk.post(f"{url}plan/", data).status_code == 302
    item = item_of(plan_of(routine), "bird-dog")
    assert (item.dose, item.note) == (read_dose("3x10"), "slowly")


def test_doubtful_change_of_a_line_is_asked_and_keeps_what_else_was_typed(desk: Client, routine: Routine) -> None:
    key, url = item_of(plan_of(routine), "glute-bridge").key, routine.get_absolute_url()
    asked = press(desk, url, **{f"{key}__dose": "10/10", f"{key}__cue": "after coffee", "add__0__exercise": "bird dog"})
    assert asked.status_code == 400
    assert fields_of(asked)["add-0-exercise"] == ["bird dog"]
    desk.post(f"{url}plan/", fields_of(asked) | {f"{key}-reading": "1x10, each side", "action": "save"})
    changed = item_of(plan_of(routine), "glute-bridge")
    assert (changed.dose, changed.cue) == (read_dose("1x10 each side"), "after coffee")
    assert plan_of(routine).count == 2


def test_every_button_also_saves_what_was_typed(desk: Client, routine: Routine) -> None:
    url = routine.get_absolute_url()
    add(desk, url, "bird dog 3x8")
    first, second = plan_of(routine).items()
    press(desk, url, f"down:{first.key}", **{f"{second.key}__note": "level hips"})
    assert [item.key for item in plan_of(routine).items()] == [second.key, first.key]
    assert item_of(plan_of(routine), "bird-dog").note == "level hips"
    press(desk, url, f"up:{second.key}")
    assert [item.key for item in plan_of(routine).items()] == [second.key, first.key]
    # What is taken out is not read any more, so it cannot be in the way.
    assert press(desk, url, f"remove:{second.key}", **{f"{second.key}__dose": "nonsense"}).status_code == 302
    assert [item.key for item in plan_of(routine).items()] == [first.key]


def test_phases_are_added_named_given_days_and_removed(desk: Client, routine: Routine) -> None:
    url = routine.get_absolute_url()
    press(desk, url, "add_phase")
    assert [phase.weeks for phase in plan_of(routine).phases] == [4, None]
    press(desk, url, phase__1__name="Build", phase__1__days=["1", "3", "5"], add__1__exercise="bird dog")
    phase = plan_of(routine).phases[1]
    assert (phase.name, phase.days, [item.exercise for item in phase.items]) == ("Build", (1, 3, 5), ["bird-dog"])
    for typed, sentence in (
        ({"phase__0__weeks": "99"}, "A phase lasts from 1 to 52 weeks."),
        ({"phase__1__days": []}, "Choose at least one day of the week."),
        ({"phase__0__weeks": ""}, "Only the last phase may go on without an end"),
    ):
        answer = press(desk, url, **typed)
        assert answer.status_code == 400
        assert sentence in text_of(answer)
    press(desk, url, "remove_phase:0")
    assert [phase.name for phase in plan_of(routine).phases] == ["Build"]


def test_routine_is_inserted_with_its_phases(desk: Client, routine: Routine, cast: Cast) -> None:
    other = make_routine(owner=cast.therapist, plan=make_plan(("bird-dog", "3x8"), days=(2, 4)), name="Other")
    assert press(desk, routine.get_absolute_url(), "insert").status_code == 400
    press(desk, routine.get_absolute_url(), "insert", insert__routine=str(other.pk))
    plan = plan_of(routine)
    assert [phase.days for phase in plan.phases] == [(1, 2, 3, 4, 5, 6, 7), (2, 4)]
    assert not {item.key for item in plan.items()} & {item.key for item in other.read_plan().items()}


def test_other_persons_routine_cannot_be_inserted(desk: Client, routine: Routine, cast: Cast) -> None:
    hidden = make_routine(owner=cast.stranger, plan=make_plan(*PLAN), name="Hidden")
    answer = press(desk, routine.get_absolute_url(), "insert", insert__routine=str(hidden.pk))
    assert answer.status_code == 400
    assert "Hidden" not in text_of(answer)


def test_second_window_is_told_and_keeps_what_was_typed(desk: Client, routine: Routine) -> None:
    url = routine.get_absolute_url()
    key = item_of(plan_of(routine), "glute-bridge").key
    old = fields_of(desk.get(url))
    press(desk, url, **{f"{key}__dose": "5x5"})
    answer = desk.post(f"{url}plan/", old | {"add-0-exercise": "bird dog 3x8", "action": "save"})
    assert answer.status_code == 409
    assert "The plan was changed in another window." in text_of(answer)
    kept = fields_of(answer)
    # The line that this window did not touch shows the other's change.
    assert (kept["add-0-exercise"], kept[f"{key}-dose"]) == (["bird dog 3x8"], ["5x5"])
    assert desk.post(f"{url}plan/", kept | {"action": "save"}).status_code == 302
    assert [item.dose for item in plan_of(routine).items()] == [read_dose("5x5"), read_dose("3x8")]


def test_more_than_six_exercises_are_warned_about(desk: Client, routine: Routine) -> None:
    routine.save_plan(make_plan(*PLAN * 6))
    assert "Fewer exercises are done more often" not in text_of(desk.get(routine.get_absolute_url()))
    add(desk, routine.get_absolute_url(), "bird dog")
    shown = text_of(desk.get(routine.get_absolute_url()))
    assert "Fewer exercises are done more often" in shown
    assert "7 exercises" in shown


def test_phase_takes_no_more_than_thirty_exercises(desk: Client, routine: Routine) -> None:
    routine.save_plan(make_plan(*PLAN * 30))
    answer = add(desk, routine.get_absolute_url(), "bird dog")
    assert answer.status_code == 400
    assert "A phase has at most 30 exercises." in text_of(answer)


def test_retired_exercise_stays_in_a_routine_and_is_left_out_of_a_copy(
    client: Client, cast: Cast, routine: Routine
) -> None:
    shared = make_routine(
        owner=cast.editor, plan=make_plan(*PLAN, ("bird-dog", "2x8")), name="All", visibility="template"
    )
    exercise = make_exercise("Old one")
    routine.save_plan(make_plan(("old-one", "3x8")))
    shared.save_plan(make_plan(*PLAN, ("old-one", "3x8")))
    exercise.retire(by=None)
    client.force_login(cast.therapist)
    assert add(client, routine.get_absolute_url(), "bird dog").status_code == 302
    assert add(client, routine.get_absolute_url(), "old one").status_code == 400
    client.force_login(cast.client)
    answer = client.post(f"/routines/{shared.pk}/copy/", follow=True)
    assert "Left out, not available here: Old one." in text_of(answer)
    copy = Routine.objects.get(owner=cast.client)
    assert [item.exercise for item in copy.read_plan().items()] == ["glute-bridge"]


def test_colleague_reads_and_copies_what_is_shared_but_does_not_change_it(client: Client, cast: Cast) -> None:
    shared = make_routine(
        owner=cast.therapist, plan=make_plan(*PLAN), name="Ours", visibility="clinic", clinic=cast.clinic
    )
    client.force_login(cast.colleague)
    url = shared.get_absolute_url()
    shown = text_of(client.get(url))
    assert "3 sets of 10" in shown
    assert 'id="plan"' not in shown
    assert client.post(f"{url}plan/", {"add-0-exercise": "bird dog"}).status_code == 403
    assert client.post(f"{url}delete/").status_code == 403
    client.post(f"{url}copy/")
    assert Routine.objects.get(owner=cast.colleague).visibility == "private"


@pytest.mark.parametrize("who", ["client", "stranger", "manager", "admin", "editor"])
def test_stranger_sees_nothing_of_a_private_routine(client: Client, cast: Cast, routine: Routine, who: str) -> None:
    client.force_login(getattr(cast, who))
    url = routine.get_absolute_url()
    answers = [client.get(url), client.get(f"{url}edit/")]
    answers += [client.post(f"{url}{verb}/") for verb in ("plan", "copy", "delete", "edit")]
    assert {answer.status_code for answer in answers} == {404}
    assert "Morning routine" not in text_of(client.get("/routines/"))


def test_owner_deletes_a_routine(desk: Client, routine: Routine) -> None:
    assert desk.post(f"{routine.get_absolute_url()}delete/").headers["Location"] == "/routines/"
    assert not Routine.objects.filter(pk=routine.pk).exists()


def test_list_takes_the_same_queries_whatever_it_holds(
    desk: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_routine(owner=cast.therapist, plan=make_plan(*PLAN), name=f"Routine {number}")
    with django_assert_max_num_queries(8):
        shown = text_of(desk.get("/routines/"))
    assert shown.count("card__link") == 24


# --- API


def call(api: APIClient, user: User, method: str, path: str = "", body: Any = None) -> Any:
    api.force_authenticate(user)
    return getattr(api, method)(f"/api/v1/routines/{path}", body, format="json")


def item(dose: Any, exercise: str = "bird-dog", **more: Any) -> dict[str, Any]:
    return {"phases": [{"items": [{"exercise": exercise, "dose": dose, **more}]}]}


def test_api_takes_doses_as_json_or_shorthand(api: APIClient, cast: Cast) -> None:
    plan = {"phases": [{"items": [item({"sets": 2, "reps": 5})["phases"][0]["items"][0]]}]}
    plan["phases"][0]["items"] += item("3x8 5s e/s keep level", note="slowly")["phases"][0]["items"]
    answer = call(api, cast.client, "post", body={"name": "Mine", "plan": plan})
    assert answer.status_code == 201
    first, second = answer.json()["plan"]["phases"][0]["items"]
    assert first["dose"] == {"sets": 2, "reps": 5}
    assert second["dose"] == {"sets": 3, "reps": 8, "hold_seconds": 5, "side": "each"}
    assert second["note"] == "slowly · keep level"
    assert answer.json()["mine"] is True


def test_api_answers_a_doubtful_dose_with_a_question(api: APIClient, cast: Cast) -> None:
    answer = call(api, cast.client, "post", body={"name": "Mine", "plan": item("10x3")})
    assert answer.status_code == 400
    (fault,) = answer.json()["plan"]
    assert fault["at"] == "phases.0.items.0.dose"
    assert fault["question"] == 'What does "10x3" mean?'
    assert [choice["shorthand"] for choice in fault["choices"]] == ["10 sets of 3", "3x10"]


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (item({"sets": 0, "reps": 3}), "phases.0.items.0.dose.sets: Sets must be between 1 and 20."),
        (item("3x10000"), "phases.0.items.0.dose: Repetitions must be between 1 and 500."),
        (item("3x10", exercise="no-such"), "There is no exercise “no-such” in the catalogue."),
        ({"phases": [{"days": [0]}]}, "phases.0.days: Days are numbers from 1 (Monday) to 7 (Sunday), at least one."),
        ([], "This must be an object with named parts."),
    ],
)
def test_api_refuses_a_plan_that_is_none_with_a_sentence(api: APIClient, cast: Cast, plan: Any, sentence: str) -> None:
    answer = call(api, cast.client, "post", body={"name": "Mine", "plan": plan})
    assert (answer.status_code, answer.json()) == (400, {"plan": [sentence]})
    assert not Routine.objects.filter(owner=cast.client).exists()


def test_api_owner_changes_shares_and_deletes(api: APIClient, cast: Cast, routine: Routine) -> None:
    body = {"visibility": "clinic", "clinic": str(cast.clinic.pk), "plan": item("2x5")}
    assert call(api, cast.therapist, "patch", f"{routine.pk}/", body).status_code == 200
    assert call(api, cast.colleague, "get", f"{routine.pk}/").json()["mine"] is False
    assert call(api, cast.colleague, "patch", f"{routine.pk}/", {"name": "Other"}).status_code == 403
    assert call(api, cast.therapist, "patch", f"{routine.pk}/", {"visibility": "private"}).json()["clinic"] is None
    assert call(api, cast.colleague, "get", f"{routine.pk}/").status_code == 404
    assert call(api, cast.therapist, "delete", f"{routine.pk}/").status_code == 204


def test_api_client_cannot_share_and_cannot_set_an_owner(api: APIClient, cast: Cast) -> None:
    refused = call(api, cast.client, "post", body={"name": "Mine", "visibility": "template"})
    assert refused.json() == {"visibility": ["Only editors publish templates for everybody."]}
    refused = call(
        api, cast.client, "post", body={"name": "Mine", "visibility": "clinic", "clinic": str(cast.clinic.pk)}
    )
    assert refused.json() == {"clinic": ["Choose a clinic where you work."]}
    refused = call(api, cast.client, "post", body={"name": "Mine", "owner": str(cast.therapist.pk)})
    assert refused.json() == {"owner": ["This field cannot be set."]}
    assert not Routine.objects.filter(owner=cast.client).exists()


def test_api_keeps_keys_so_that_items_stay_the_same(api: APIClient, cast: Cast, routine: Routine) -> None:
    plan = call(api, cast.therapist, "get", f"{routine.pk}/").json()["plan"]
    again = call(api, cast.therapist, "patch", f"{routine.pk}/", {"plan": plan})
    assert again.json()["plan"] == plan
