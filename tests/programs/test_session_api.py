import datetime
import json
import uuid
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from programs.models import DayTally, Program, Session
from programs.schedule import ONE_DAY
from tests.budgets import LOGGED
from tests.cast import Cast
from tests.factories import make_plan, make_published, session_body

SESSIONS = "/api/v1/sessions/"


def signed_in(user: User) -> APIClient:
    api = APIClient()
    api.force_login(user)
    return api


def put(user: User, name: object, body: Any) -> Any:
    return signed_in(user).put(f"{SESSIONS}{name}/", body, format="json")


def sync(user: User, items: Any) -> Any:
    return signed_in(user).post(f"{SESSIONS}sync/", items, format="json")


def test_integrator_keeps_a_session_by_its_id_once(cast: Cast) -> None:
    name, body = uuid.uuid4(), session_body(cast.program)
    assert put(cast.client, name, body).status_code == 201
    again = put(cast.client, name, body)
    assert again.status_code == 200
    assert again.json()["version"] == 1
    assert Session.objects.count() == 1


def test_integrator_sends_another_body_and_gets_422_and_the_first_is_kept(cast: Cast) -> None:
    name, body = uuid.uuid4(), session_body(cast.program)
    put(cast.client, name, body)
    response = put(cast.client, name, {**body, "worst_pain": 9})
    assert response.status_code == 422
    assert Session.objects.get().worst_pain == 2


def test_integrator_corrects_with_the_revision_and_history_is_kept(cast: Cast) -> None:
    name, body = uuid.uuid4(), session_body(cast.program)
    put(cast.client, name, body)
    assert put(cast.client, name, {**body, "note": "Better", "corrects": 7}).status_code == 409
    response = put(cast.client, name, {**body, "note": "Better", "corrects": 1})
    assert (response.status_code, response.json()["revision"]) == (200, 2)
    detail = signed_in(cast.therapist).get(f"{SESSIONS}{name}/").json()
    assert detail["note"] == "Better"
    assert [before["body"]["note"] for before in detail["corrections"]] == [""]


def test_integrator_deletes_and_the_id_stays_taken(cast: Cast) -> None:
    name, body = uuid.uuid4(), session_body(cast.program)
    put(cast.client, name, body)
    assert signed_in(cast.client).delete(f"{SESSIONS}{name}/").status_code == 204
    assert put(cast.client, name, body).status_code == 410
    assert put(cast.client, name, {**body, "corrects": 1}).status_code == 410
    assert signed_in(cast.client).get(f"{SESSIONS}{name}/").status_code == 404


def test_somebody_with_the_same_id_keeps_an_own_session(cast: Cast) -> None:
    other = make_published(episode=cast.other_episode, by=cast.therapist, plan=make_plan(("bird-dog", "1x5")))
    name = uuid.uuid4()
    put(cast.client, name, session_body(cast.program, note="C"))
    response = put(cast.other_client, name, session_body(other, note="O"))
    assert response.status_code == 201
    assert signed_in(cast.client).get(f"{SESSIONS}{name}/").json()["note"] == "C"
    assert signed_in(cast.other_client).get(f"{SESSIONS}{name}/").json()["note"] == "O"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"worst_pain": 11}, "worst_pain"),
        ({"worst_pain": True}, "worst_pain"),
        ({"effort": -1}, "effort"),
        ({"effort": 2.5}, "effort"),
        ({"time_zone": "Nowhere"}, "time_zone"),
        ({"started_at": "2026-11-22T10:00:00"}, "started_at"),
        ({"started_at": "9999-12-31T23:59:59Z"}, "started_at"),
        ({"day": "2099-01-01"}, "day"),
        ({"day": "1500-01-01"}, "day"),
        ({"note": "x" * 2001}, "note"),
        ({"note": None}, "note"),
        ({"program": "nonsense"}, "program"),
        ({"program": str(uuid.uuid4())}, "program"),
        ({"results": [{"item": "nothing", "status": "done"}]}, "results"),
        ({"results": [{"item": "nothing", "status": "half"}]}, "results"),
        ({"results": "all"}, "results"),
        ({"client": str(uuid.uuid4())}, "client"),
        ({"recorded_by": "me"}, "recorded_by"),
        ({"corrects": 0}, "corrects"),
    ],
)
def test_integrator_sends_what_cannot_be_and_reads_which_field(cast: Cast, change: Any, field: str) -> None:
    name = uuid.uuid4()
    if field == "corrects":
        put(cast.client, name, session_body(cast.program))
    response = put(cast.client, name, session_body(cast.program) | change)
    assert response.status_code == 400
    assert list(response.json()) == [field]
    assert Session.objects.count() == (field == "corrects")


@pytest.mark.parametrize("body", ['{"note": "\\u0000"}', '{"note": "\\ud800"}', "[" * 1000, '"text"', "[]", "5", ""])
def test_integrator_sends_no_session_at_all_and_gets_400(cast: Cast, body: str) -> None:
    address = f"{SESSIONS}{uuid.uuid4()}/"
    response = signed_in(cast.client).put(address, body, content_type="application/json")
    assert response.status_code == 400


def test_integrator_records_on_a_paused_day_and_gets_409(cast: Cast) -> None:
    cast.program.pause(cast.client.today())
    assert put(cast.client, uuid.uuid4(), session_body(cast.program)).status_code == 409
    assert not DayTally.objects.exists()


def test_unknown_id_is_not_corrected(cast: Cast) -> None:
    assert put(cast.client, uuid.uuid4(), session_body(cast.program, corrects=1)).status_code == 404


def test_methods_that_do_not_exist_are_405(cast: Cast) -> None:
    name = uuid.uuid4()
    assert signed_in(cast.client).post(SESSIONS, {}, format="json").status_code == 405
    assert signed_in(cast.client).patch(f"{SESSIONS}{name}/", {}, format="json").status_code == 405


def test_device_syncs_many_and_one_bad_one_does_not_reject_the_others(cast: Cast) -> None:
    names = [str(uuid.uuid4()) for _number in range(4)]
    items = [{"uuid": name, **session_body(cast.program)} for name in names]
    items[1]["worst_pain"] = 11
    items[2]["program"] = str(uuid.uuid4())
    response = sync(cast.client, [*items, "nonsense", {}, {**items[0], "uuid": 5}])
    results = response.json()["results"]
    assert response.status_code == 200
    assert [result["status"] for result in results] == [201, 400, 400, 201, 400, 400, 400]
    assert [result["uuid"] for result in results] == [*names, None, None, None]
    assert list(results[1]["error"]) == ["worst_pain"]
    assert Session.objects.count() == 2


def test_device_syncs_everything_three_times_and_the_state_is_the_same(cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(start_on=cast.client.today() - 20 * ONE_DAY)
    items = []
    for number in range(8):
        day = cast.client.today() - number * ONE_DAY
        items.append({"uuid": str(uuid.uuid4()), **session_body(cast.program, day=day.isoformat())})
    for order in (items, items[::-1], items[3:] + items[:3]):
        assert {result["status"] for result in sync(cast.client, order).json()["results"]} <= {200, 201}
    assert Session.objects.count() == 8
    assert [tally.done for tally in DayTally.objects.all()] == [2] * 8


def test_device_syncs_corrections_and_deleted_ones_each_with_its_own_answer(cast: Cast) -> None:
    first, gone = str(uuid.uuid4()), str(uuid.uuid4())
    body = session_body(cast.program)
    sync(cast.client, [{"uuid": first, **body}, {"uuid": gone, **body}])
    signed_in(cast.client).delete(f"{SESSIONS}{gone}/")
    items = [
        {"uuid": first, **body, "note": "other"},
        {"uuid": first, **body, "note": "other", "corrects": 1},
        {"uuid": gone, **body},
    ]
    answers = sync(cast.client, items).json()["results"]
    assert [answer["status"] for answer in answers] == [422, 200, 410]
    assert answers[1]["revision"] == 2


@pytest.mark.parametrize("items", [{}, "text", None, [{}] * 201])
def test_device_syncs_no_list_or_too_long_a_one_and_gets_400(cast: Cast, items: Any) -> None:
    assert sync(cast.client, items).status_code == 400


def test_sessions_are_listed_by_program_and_days(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Program.objects.filter(pk=cast.program.pk).update(start_on=cast.client.today() - 20 * ONE_DAY)
    days = [cast.client.today() - number * ONE_DAY for number in range(5)]
    for day in days:
        put(cast.client, uuid.uuid4(), session_body(cast.program, day=day.isoformat()))
    therapist = signed_in(cast.therapist)
    with django_assert_max_num_queries(6 + LOGGED):
        page = therapist.get(SESSIONS, {"program": str(cast.program.pk)}).json()
    assert [row["day"] for row in page["results"]] == [day.isoformat() for day in days]
    within = {"first": days[3].isoformat(), "last": days[1].isoformat()}
    assert signed_in(cast.client).get(SESSIONS, within).json()["count"] == 3
    assert signed_in(cast.client).get(SESSIONS, {"program": str(uuid.uuid4())}).json()["count"] == 0


@pytest.mark.parametrize(
    "query", ["program=x", "first=x", "last=2026-99-99", "last=28/03/2026", "episode=x", "noted=x", "page=0", "page=x"]
)
def test_list_is_asked_nonsense_and_answers_4xx(cast: Cast, query: str) -> None:
    assert signed_in(cast.client).get(f"{SESSIONS}?{query}").status_code in (400, 404)


def test_token_works_within_its_scopes_only(cast: Cast, api: APIClient) -> None:
    _token, secret = ApiToken.issue(user=cast.client, name="phone", scopes=["sessions:read", "programs:read"])
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert api.get("/api/v1/today/").status_code == 200
    assert api.get(SESSIONS).status_code == 200
    assert api.put(f"{SESSIONS}{uuid.uuid4()}/", session_body(cast.program), format="json").status_code == 403
    api.credentials(HTTP_AUTHORIZATION="Bearer bf_wrong")
    assert api.get("/api/v1/today/").status_code == 401


def test_day_is_that_of_the_client_s_zone_when_none_is_given(cast: Cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(start_on=cast.client.today() - 5 * ONE_DAY)
    noon = datetime.datetime.combine(cast.client.today() - 2 * ONE_DAY, datetime.time(11, 30), tzinfo=datetime.UTC)
    body = session_body(cast.program, started_at=noon.isoformat(), time_zone="Pacific/Kiritimati")
    answer = put(cast.client, uuid.uuid4(), body).json()
    assert answer["day"] == (noon.date() + ONE_DAY).isoformat()
    assert json.dumps(answer["results"])
