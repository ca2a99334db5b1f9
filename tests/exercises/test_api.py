"""The catalogue through /api/v1/."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import ApiToken
from exercises.models import Equipment, Exercise, Muscle, PrecautionTag
from tests.cast import Cast
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db
LIST = "/api/v1/exercises/"
ONE = LIST + "bird-dog/"
DRAFT = LIST + "draft/"


@pytest.fixture
def words(db: None) -> None:
    Equipment.objects.create(slug="mat", name="Mat")
    Muscle.objects.create(slug="multifidus", name="multifidus", plain="deep back muscles")
    PrecautionTag.objects.create(slug="wrist", name="Sore wrist")


def body(**fields: Any) -> dict[str, Any]:
    return {
        "slug": "plank",
        "name": "Plank",
        "kind": "stability",
        "position": "plank",
        "purpose": "Makes the trunk last longer.",
        "dose": "3x20s 3x/wk",
        "regions": ["lower-back"],
        **fields,
    }


def sign_in(api: APIClient, cast: Cast, who: str) -> None:
    if who == "token-narrow":
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {cast.narrow_secret}")
    elif who != "anonymous":
        api.force_login(getattr(cast, who))


def call(api: APIClient, verb: str, address: str) -> int:
    requests: dict[str, Callable[[], Any]] = {
        "list": lambda: api.get(LIST),
        "read": lambda: api.get(address),
        "create": lambda: api.post(LIST, body()),
        "update": lambda: api.patch(address, {"purpose": "Other words."}),
        "delete": lambda: api.delete(address),
        "publish": lambda: api.post(address + "publish/"),
        "retire": lambda: api.post(address + "retire/"),
    }
    return int(requests[verb]().status_code)


PEOPLE = ["client", "other_client", "therapist", "colleague", "stranger", "former", "manager", "without_clinic"]
VERBS = ["list", "read", "create", "update", "delete", "publish", "retire"]


@pytest.mark.parametrize(
    ("who", "published", "draft"),
    [
        ("anonymous", [200, 200, 401, 401, 401, 401, 401], [200, 404, 401, 401, 401, 401, 401]),
        ("token-narrow", [200, 200, 403, 403, 403, 403, 403], [200, 404, 403, 403, 403, 403, 403]),
        *((who, [200, 200, 403, 403, 403, 403, 403], [200, 404, 403, 404, 404, 404, 404]) for who in PEOPLE),
    ],
)
def test_stranger_to_editing_reads_and_changes_nothing(
    api: APIClient, cast: Cast, who: str, published: list[int], draft: list[int]
) -> None:
    make_exercise("Draft", status="draft", published_at=None)
    before = list(Exercise.objects.values())
    sign_in(api, cast, who)
    assert [call(api, verb, ONE) for verb in VERBS] == published
    assert [call(api, verb, DRAFT) for verb in VERBS] == draft
    assert [row["slug"] for row in api.get(LIST).json()["results"]] == ["bird-dog", "glute-bridge"]
    assert list(Exercise.objects.values()) == before


def test_unknown_and_hidden_answer_alike(api: APIClient, cast: Cast) -> None:
    make_exercise("Draft", status="draft", published_at=None)
    api.force_login(cast.therapist)
    assert api.get(DRAFT).content == api.get(LIST + "nothing/").content


def test_editor_writes_and_reads_it_back(api: APIClient, cast: Cast, words: None) -> None:
    api.force_login(cast.editor)
    created = api.post(
        LIST,
        body(
            aliases=["Front plank"],
            equipment=["mat"],
            steps=["Kneel down.", "Step back."],
            faults=[{"text": "The hips sag.", "mend": "Squeeze your seat."}, {"text": "You hold your breath."}],
            cautions=[{"tag": "wrist", "text": "Use your fists."}, {"text": "Stop when it hurts."}],
            muscles=[{"muscle": "multifidus", "role": "secondary"}],
            harder=["bird-dog"],
        ),
    )
    assert created.status_code == 201, created.json()
    read = api.get(LIST + "plank/").json()
    assert read == created.json()
    assert read["status"] == "draft"
    assert (read["revision"], read["draft"]["state"], read["draft"]["serial"]) == (0, "writing", 1)
    assert read["dose"] == {"sets": 3, "reps": 1, "hold_seconds": 20, "frequency": {"days_per_week": 3}}
    assert read["dose_words"] == "3 holds of 20 seconds, 3 days a week"
    assert read["steps"] == ["Kneel down.", "Step back."]
    assert read["cautions"][1] == {"tag": None, "text": "Stop when it hurts."}
    assert read["muscles"][0]["common_name"] == "deep back muscles"
    assert api.get(ONE).json()["easier"] == ["plank"]


def test_editor_publishes_and_retires(api: APIClient, cast: Cast, words: None) -> None:
    api.force_login(cast.editor)
    assert api.post(LIST, body(aliases=["Front plank"], steps=["Kneel down."], harder=["bird-dog"])).status_code == 201
    published = api.post(LIST + "plank/publish/", {"reason": "New.", "alone_because": "No colleague yet."}).json()
    assert (published["status"], published["revision"], published["draft"]) == ("published", 1, None)
    api.logout()
    assert api.get(LIST + "?q=front plank").json()["count"] == 1
    api.force_login(cast.editor)
    assert list(api.post(LIST + "plank/retire/").json()) == ["reason"]
    retired = api.post(LIST + "plank/retire/", {"reason": "Too hard.", "successor": "bird-dog"})
    assert retired.json()["status"] == "retired"
    api.logout()
    assert api.get(LIST + "plank/").status_code == 404
    assert api.get(ONE).json()["easier"] == []


def test_editor_changes_parts_and_the_rest_stays(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.editor)
    before = api.get(ONE).json()
    changed = api.patch(ONE, {"steps": ["Kneel."], "dose": {"sets": 2, "reps": 5}, "evidence_basis": "A trial."})
    assert changed.status_code == 200, changed.json()
    drafted = changed.json()["draft"]["document"]
    assert (drafted["steps"], drafted["dose"], drafted["evidence"]["basis"]) == (["Kneel."], "2x5", "A trial.")
    assert {**changed.json(), "draft": None} == before
    serial = changed.json()["draft"]["serial"]
    assert api.patch(ONE, {"feel": "Warm.", "draft_serial": serial - 1}).status_code == 409
    assert api.patch(ONE, {"feel": "Warm.", "draft_serial": serial}).status_code == 200
    assert api.post(ONE + "publish/", {"reason": "Shorter.", "alone_because": "No colleague."}).status_code == 200
    after = api.get(ONE).json()
    assert after["steps"] == ["Kneel."]
    assert after["dose_shorthand"] == "2x5"
    assert after["revision"] == before["revision"] + 1
    same = set(before) - {"steps", "dose", "dose_words", "dose_shorthand", "feel", "evidence_basis", "revision"}
    same -= {"updated_at"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_nothing_to_publish_is_said(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.editor)
    assert api.post(ONE + "publish/", {"reason": "Why not."}).status_code == 409


def test_site_admin_does_not_publish_past_the_editors(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.admin)
    api.patch(ONE, {"feel": "Warm."})
    assert api.post(ONE + "publish/", {"reason": "Mine.", "alone_because": "Mine."}).status_code == 403


def test_editor_deletes_what_no_program_uses(api: APIClient, cast: Cast) -> None:
    make_exercise("Draft", status="draft", published_at=None)
    api.force_login(cast.editor)
    assert api.delete(DRAFT).status_code == 204
    refused = api.delete(ONE)
    assert refused.status_code == 409
    assert "Retire it instead" in refused.json()["detail"]
    assert Exercise.objects.filter(slug="bird-dog").exists()


def test_unfinished_draft_is_not_published(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.editor)
    api.post(LIST, body())
    refused = api.post(LIST + "plank/publish/")
    assert refused.status_code == 400
    assert "steps" in refused.json()["non_field_errors"][0]
    assert api.get(LIST + "plank/").json()["status"] == "draft"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"dose": "0x10"}, "dose"),
        ({"dose": "3x10000"}, "dose"),
        ({"dose": "three of them"}, "dose"),
        ({"dose": "3x10 wobbly"}, "dose"),
        ({"dose": {"sets": 0}}, "dose"),
        ({"dose": {"sets": True}}, "dose"),
        ({"dose": []}, "dose"),
        ({"dose": None}, "dose"),
        ({"kind": "dance"}, "kind"),
        ({"difficulty": 6}, "difficulty"),
        ({"difficulty": -1}, "difficulty"),
        ({"regions": ["atlantis"]}, "regions"),
        ({"regions": []}, "regions"),
        ({"regions": [7]}, "regions"),
        ({"regions": "lower-back"}, "regions"),
        ({"harder": ["nothing"]}, "harder"),
        ({"muscles": [{"muscle": "multifidus"}, {"muscle": "multifidus"}]}, "muscles"),
        ({"muscles": ["multifidus"]}, "muscles"),
        ({"steps": ["x" * 301]}, "steps"),
        ({"steps": ["Step."] * 31}, "steps"),
        ({"steps": {"0": "Step."}}, "steps"),
        ({"faults": [{"text": "Sags.", "colour": "red"}]}, "faults"),
        ({"cautions": [{"tag": "nothing", "text": "Stop."}]}, "cautions"),
        ({"aliases": [{"a": 1}]}, "aliases"),
        ({"slug": "bird-dog"}, "slug"),
        ({"slug": "no good"}, "slug"),
        ({"name": ""}, "name"),
        ({"status": "published"}, "status"),
        ({"published_at": "2026-01-01T00:00:00Z"}, "published_at"),
        ({"updated_by": 1}, "updated_by"),
        ({"name": "a\u0000b"}, "detail"),
    ],
)
def test_wrong_input_is_refused_whole(
    api: APIClient, cast: Cast, words: None, fields: dict[str, Any], field: str
) -> None:
    api.force_login(cast.editor)
    response = api.post(LIST, body(**fields))
    assert response.status_code == 400
    assert list(response.json()) == [field]
    assert not Exercise.objects.filter(slug="plank").exists()
    if field not in ("slug", "published_at"):
        before = list(Exercise.objects.values())
        assert api.patch(ONE, fields).status_code == 400
        assert list(Exercise.objects.values()) == before


@pytest.mark.parametrize(
    "text", ['{"name": "\\ud800"}', '{"name": NaN}', "[" * 1000, '{"a": 1, "a": 2}', "[]", "3", "null"]
)
def test_body_that_cannot_be_kept_is_refused(api: APIClient, cast: Cast, text: str) -> None:
    api.force_login(cast.editor)
    assert api.post(LIST, text, content_type="application/json").status_code == 400


def test_doubtful_dose_is_asked_with_its_meanings(api: APIClient, cast: Cast) -> None:
    api.force_login(cast.editor)
    response = api.post(LIST, body(dose="10x3"))
    assert response.status_code == 400
    [doubt] = response.json()["dose"]
    assert "10x3" in doubt["question"]
    assert [choice["words"] for choice in doubt["choices"]] == ["10 sets of 3", "3 sets of 10"]
    for choice in doubt["choices"]:
        assert api.post(LIST, body(dose=choice["shorthand"], slug=f"p{len(choice['shorthand'])}")).status_code == 201


def test_ladder_does_not_lead_back(api: APIClient, cast: Cast) -> None:
    bridge, dog = (Exercise.objects.get(slug=slug) for slug in ("glute-bridge", "bird-dog"))
    bridge.harder.add(dog)
    api.force_login(cast.editor)
    for harder in (["glute-bridge"], ["bird-dog"]):
        response = api.patch(ONE, {"harder": harder})
        assert response.status_code == 400
        assert list(response.json()) == ["harder"]
    assert list(dog.harder.all()) == []


def test_address_stays_once_published(api: APIClient, cast: Cast) -> None:
    make_exercise("Draft", status="draft", published_at=None)
    api.force_login(cast.editor)
    assert list(api.patch(ONE, {"slug": "other"}).json()) == ["slug"]
    assert api.patch(DRAFT, {"slug": "other"}).json()["slug"] == "other"


def test_editor_with_a_token_needs_the_scope(api: APIClient, cast: Cast) -> None:
    for scope, status in (("exercises:read", 403), ("exercises:write", 201)):
        _token, secret = ApiToken.issue(user=cast.editor, name="t", scopes=[scope])
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert api.post(LIST, body()).status_code == status


@pytest.mark.parametrize("who", ["anonymous", "therapist", "editor", "token-narrow"])
def test_list_costs_at_most_nine_queries(
    api: APIClient, cast: Cast, who: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        make_exercise(f"Number {number:02}")
    sign_in(api, cast, who)
    with django_assert_max_num_queries(9):
        assert api.get(LIST + "?region=lower-back&q=number").json()["count"] == 30


def test_vocabulary_is_public(api: APIClient, words: None) -> None:
    found = api.get("/api/v1/vocabulary/").json()
    assert found["equipment"] == [{"slug": "mat", "name": "Mat"}]
    assert found["muscles"] == [{"slug": "multifidus", "name": "multifidus", "common_name": "deep back muscles"}]
    assert set(found) == {"regions", "equipment", "muscles", "precaution_tags"}
