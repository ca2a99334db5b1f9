from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import Episode, User
from programs.models import Program, Version
from tests.cast import Cast
from tests.factories import make_plan, make_program, make_published, make_routine

PLAN = {"phases": [{"items": [{"exercise": "bird-dog", "dose": "3x8 5s e/s"}]}]}


@pytest.fixture
def draft(cast: Cast) -> Program:
    return make_program(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")), name="Neck")


def call(api: APIClient, user: User, method: str, path: str = "", body: Any = None) -> Any:
    api.force_authenticate(user)
    return getattr(api, method)(f"/api/v1/programs/{path}", body, format="json")


def test_therapist_writes_publishes_and_changes_a_program(api: APIClient, cast: Cast) -> None:
    body = {"episode": str(cast.episode.pk), "name": "Neck", "start_on": "2026-12-01", "plan": PLAN}
    made = call(api, cast.therapist, "post", body=body)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert (made.json()["version"], made.json()["has_changes"]) == (None, True)
    first = call(api, cast.therapist, "post", f"{pk}/publish/", {})
    assert (first.status_code, first.json()["number"], first.json()["reason"]) == (201, 1, "Your first program")
    plan = made.json()["plan"]
    plan["phases"][0]["items"][0]["dose"] = "3x10"
    assert call(api, cast.therapist, "patch", f"{pk}/", {"plan": plan}).json()["has_changes"] is True
    assert call(api, cast.therapist, "post", f"{pk}/publish/", {}).json().keys() == {"reason"}
    assert call(api, cast.therapist, "post", f"{pk}/publish/", {"reason": "More", "over": 0}).status_code == 409
    second = call(api, cast.therapist, "post", f"{pk}/publish/", {"reason": "More", "over": 1})
    assert (second.status_code, second.json()["number"]) == (201, 2)
    assert call(api, cast.therapist, "post", f"{pk}/publish/", {"reason": "More"}).status_code == 409


def test_first_day_is_today_where_the_client_is_unless_given(api: APIClient, cast: Cast) -> None:
    made = call(api, cast.therapist, "post", body={"episode": str(cast.episode.pk), "name": "Neck"})
    assert made.json()["start_on"] == cast.episode.local_day().isoformat()
    assert made.json()["plan"] == {"phases": []}


def test_client_sees_published_programs_without_the_draft(api: APIClient, cast: Cast, draft: Program) -> None:
    listed = call(api, cast.client, "get").json()
    assert [row["id"] for row in listed["results"]] == [str(cast.program.pk)]
    assert listed["count"] == 1
    assert call(api, cast.client, "get", f"{draft.pk}/").status_code == 404
    seen = call(api, cast.client, "get", f"{cast.program.pk}/").json()
    assert seen["version"] == 1
    assert not {"plan", "has_changes"} & seen.keys()
    assert {"plan", "has_changes"} <= call(api, cast.therapist, "get", f"{cast.program.pk}/").json().keys()


def test_versions_are_listed_and_read_whole(api: APIClient, cast: Cast) -> None:
    listed = call(api, cast.client, "get", f"{cast.program.pk}/versions/").json()["results"]
    assert [(row["number"], row["published_by"]) for row in listed] == [(1, "Tess Therapist")]
    whole = call(api, cast.client, "get", f"{cast.program.pk}/versions/1/").json()
    assert whole["document"]["layout"] == 1
    assert whole["document"]["phases"][0]["items"][0]["steps"] == ["Lie on your back.", "Lift your hips."]
    for path in ("versions/2/", "versions/99999999999999999999999/"):
        assert call(api, cast.client, "get", f"{cast.program.pk}/{path}").status_code == 404
    for path in ("versions/", "versions/1/"):
        assert call(api, cast.colleague, "get", f"{cast.program.pk}/{path}").status_code == 404
    assert call(api, cast.therapist, "delete", f"{cast.program.pk}/versions/1/").status_code == 405


def test_programs_are_filtered_by_episode(api: APIClient, cast: Cast) -> None:
    other = make_published(episode=cast.other_episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")))
    found = call(api, cast.therapist, "get", f"?episode={cast.other_episode.pk}").json()["results"]
    assert [row["id"] for row in found] == [str(other.pk)]
    assert call(api, cast.therapist, "get", "?episode=nonsense").status_code == 400


def test_program_is_paused_resumed_and_ended(api: APIClient, cast: Cast) -> None:
    path = f"{cast.program.pk}/"
    assert call(api, cast.therapist, "post", f"{path}pause/", {"from_on": "2026-02-30"}).status_code == 400
    assert call(api, cast.therapist, "post", f"{path}pause/").json()["is_paused"] is True
    assert call(api, cast.therapist, "post", f"{path}pause/").status_code == 409
    assert call(api, cast.therapist, "post", f"{path}resume/").json()["is_paused"] is False
    assert call(api, cast.therapist, "post", f"{path}resume/").status_code == 409
    assert call(api, cast.therapist, "post", f"{path}end/").json()["ended_on"] is not None
    for verb in ("end", "pause", "resume", "publish"):
        assert call(api, cast.therapist, "post", f"{path}{verb}/", {}).status_code == 409
    assert call(api, cast.therapist, "patch", path, {"name": "Late"}).status_code == 409


def test_published_program_is_not_deleted(api: APIClient, cast: Cast, draft: Program) -> None:
    assert call(api, cast.therapist, "delete", f"{draft.pk}/").status_code == 204
    assert call(api, cast.therapist, "delete", f"{cast.program.pk}/").status_code == 409


def test_client_may_not_write(api: APIClient, cast: Cast) -> None:
    before = Program.objects.filter(pk=cast.program.pk).values().get()
    path = f"{cast.program.pk}/"
    statuses = [call(api, cast.client, "patch", path, {"name": "Mine"}).status_code]
    statuses += [
        call(api, cast.client, "post", f"{path}{verb}/", {}).status_code for verb in ("publish", "pause", "end")
    ]
    statuses += [call(api, cast.client, "delete", path).status_code]
    statuses += [call(api, cast.client, "post", body={"episode": str(cast.episode.pk), "name": "Mine"}).status_code]
    assert set(statuses) == {403}
    assert Program.objects.filter(pk=cast.program.pk).values().get() == before


@pytest.mark.parametrize("who", ["colleague", "former", "stranger", "without_clinic", "dual"])
def test_unknown_and_foreign_episode_answer_alike(api: APIClient, cast: Cast, who: str) -> None:
    ids = (str(cast.episode.pk), "00000000-0000-4000-8000-000000000000", "nonsense")
    answers = [call(api, getattr(cast, who), "post", body={"episode": pk, "name": "Neck"}) for pk in ids]
    assert {answer.status_code for answer in answers} == {400}
    assert [answer.json() for answer in answers] == [{"episode": ["There is no such entry."]}] * 3


def test_self_guided_person_writes_for_themselves(api: APIClient, cast: Cast) -> None:
    walter = cast.invitee
    own = Episode.objects.create(client=walter, client_name="Ivo", client_email=walter.email, started_on=walter.today())
    made = call(api, walter, "post", body={"episode": str(own.pk), "name": "Desk", "plan": PLAN})
    assert made.status_code == 201
    assert call(api, walter, "get", f"{made.json()['id']}/").json()["plan"]["phases"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": ""}, 400),
        ({"start_on": "0225-01-01"}, 400),
        ({"plan": {"phases": [{"items": [{"exercise": "bird-dog", "dose": "10x3"}]}]}}, 400),
        ({"episode": "x"}, 400),
        ({"version": 7}, 400),
        ({"created_by": "x"}, 400),
    ],
)
def test_wrong_change_is_refused_and_changes_nothing(
    api: APIClient, cast: Cast, draft: Program, body: Any, status: int
) -> None:
    before = Program.objects.filter(pk=draft.pk).values().get()
    assert call(api, cast.therapist, "patch", f"{draft.pk}/", {"name": "Other", **body}).status_code == status
    assert Program.objects.filter(pk=draft.pk).values().get() == before


def test_nothing_is_begun_in_an_ended_episode(api: APIClient, cast: Cast) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(ended_on=cast.episode.local_day())
    answer = call(api, cast.therapist, "post", body={"episode": str(cast.episode.pk), "name": "Neck"})
    assert (answer.status_code, answer.json()) == (409, {"detail": "This episode has ended; open a new one to go on."})
    assert call(api, cast.therapist, "post", f"{cast.program.pk}/publish/", {}).status_code == 409
    assert Version.objects.count() == 1


def test_empty_plan_is_not_published(api: APIClient, cast: Cast, draft: Program) -> None:
    call(api, cast.therapist, "patch", f"{draft.pk}/", {"plan": {"phases": []}})
    answer = call(api, cast.therapist, "post", f"{draft.pk}/publish/", {})
    assert answer.status_code == 400
    assert answer.json() == {"non_field_errors": ["The plan is empty; add at least one exercise."]}


def test_therapist_assigns_a_routine(api: APIClient, cast: Cast) -> None:
    routine = make_routine(owner=cast.therapist, plan=make_plan(("bird-dog", "3x8")))
    api.force_authenticate(cast.therapist)
    made = api.post(f"/api/v1/routines/{routine.pk}/assign/", {"episode": str(cast.episode.pk)}, format="json")
    assert made.status_code == 201
    assert made.json()["plan"] == routine.plan
    assert (made.json()["name"], made.json()["version"]) == (routine.name, None)


def test_list_takes_the_same_queries_whatever_it_holds(
    api: APIClient, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(5):
        make_published(episode=cast.episode, by=cast.therapist, plan=make_plan(("bird-dog", "3x8")))
    with django_assert_max_num_queries(8):
        assert len(call(api, cast.therapist, "get").json()["results"]) == 6
