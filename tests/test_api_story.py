"""The whole story by the API alone, as an integrator's programs tell it: each acts for a person by a token."""

import re
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from accounts.models.token import SCOPES
from tests.accounts.mails import last_code, last_token
from tests.cast import Cast
from tests.factories import make_user

EXERCISE = {
    "slug": "side-plank",
    "name": "Side plank",
    "kind": "stability",
    "position": "side-lying",
    "purpose": "Builds staying power at the side of your trunk.",
    "dose": "3x20s e/s 3x/wk",
    "regions": ["lower-back"],
    "steps": ["Lie on your side.", "Lift your hips."],
}
PLAN = {
    "phases": [
        {
            "name": "First weeks",
            "items": [
                {"exercise": "glute-bridge", "dose": "3x10", "note": "Slowly."},
                {"exercise": "bird-dog", "dose": {"sets": 2, "reps": 8, "hold_seconds": 5, "side": "each"}},
            ],
        }
    ]
}


class Program:
    """What an integrator writes: a token, paths below /api/v1/ and the status that each call has to get."""

    def __init__(self, user: User | None = None, *scopes: str) -> None:
        self.http = APIClient()
        if user is not None:
            self.http.credentials(HTTP_AUTHORIZATION=f"Bearer {secret_from_the_account_page(user, *scopes)}")

    def __call__(self, status: int, method: str, path: str, body: Any = None) -> Any:
        answer = getattr(self.http, method)(f"/api/v1/{path}", body, format="json" if method != "get" else None)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.content.decode()}"
        return answer.json() if answer.content else None


def secret_from_the_account_page(user: User, *scopes: str) -> str:
    page = Client()
    page.force_login(user)
    made = page.post(reverse("token_new"), {"name": "records", "scopes": scopes or SCOPES, "days": "30"})
    found = re.search(r"bf_[\w-]{20,}", made.content.decode())
    assert found is not None
    return found.group()


def test_programs_of_a_visitor_and_an_editor_share_the_catalogue(cast: Cast) -> None:
    visitor, editor = Program(), Program(cast.editor, "exercises:read", "exercises:write")
    assert [row["slug"] for row in visitor(200, "get", "exercises/")["results"]] == ["bird-dog", "glute-bridge"]
    assert visitor(200, "get", "exercises/?q=bridge&kind=strength&region=lower-back")["count"] == 1
    assert "lower-back" in [word["slug"] for word in visitor(200, "get", "vocabulary/")["regions"]]
    visitor(401, "post", "exercises/", EXERCISE)

    draft = editor(201, "post", "exercises/", EXERCISE)
    assert (draft["status"], draft["dose_words"]) == ("draft", "3 holds of 20 seconds, each side, 3 days a week")
    visitor(404, "get", "exercises/side-plank/")
    alone = {"reason": "New here", "alone_because": "There is no second editor yet"}
    editor(200, "post", "exercises/side-plank/publish/", alone)
    dose = visitor(200, "get", "exercises/side-plank/")["dose"]
    drafted = editor(200, "patch", "exercises/side-plank/", {"dose": dose | {"sets": 2}})
    assert (drafted["revision"], drafted["draft"]["document"]["dose"]) == (
        1,
        "2x20s, each side, 3x/week",
    )
    assert visitor(200, "get", "exercises/side-plank/")["dose"]["sets"] == 3
    assert editor(200, "post", "exercises/side-plank/publish/", alone)["revision"] == 2
    assert visitor(200, "get", "exercises/side-plank/")["dose_words"].startswith("2 holds of 20 seconds")
    editor(200, "post", "exercises/side-plank/retire/", {"reason": "Too much like another"})
    visitor(404, "get", "exercises/side-plank/")


def test_program_of_a_manager_looks_after_the_clinic(cast: Cast) -> None:
    manager, newcomer = Program(cast.manager), Program(make_user("new@example.org", "Nina New"))
    [clinic] = manager(200, "get", "clinics/")["results"]
    manager(200, "patch", f"clinics/{clinic['id']}/", {"phone": "555 0100"})
    invitation = manager(
        201, "post", f"clinics/{clinic['id']}/members/", {"email": "new@example.org", "role": "manager"}
    )
    assert (invitation["state"], invitation["episode"]) == ("pending", None)
    newcomer(200, "post", "invitations/accept/", {"email": "new@example.org", "code": last_code()})
    members = {(row["name"], row["role"]): row["id"] for row in newcomer(200, "get", members_of(clinic))["results"]}
    newcomer(204, "delete", f"{members_of(clinic)}{members['Mara Manager', 'manager']}/")
    assert newcomer(409, "delete", f"{members_of(clinic)}{members['Nina New', 'manager']}/").keys() == {"detail"}
    manager(404, "patch", f"clinics/{clinic['id']}/", {"phone": ""})


def members_of(clinic: dict[str, Any]) -> str:
    return f"clinics/{clinic['id']}/members/"


def test_programs_of_therapist_and_client_follow_an_episode(cast: Cast) -> None:
    therapist, client = Program(cast.therapist), Program(cast.invitee)
    episode = open_episode(therapist)
    program = assign(therapist, episode)
    published = therapist(201, "post", f"programs/{program['id']}/publish/", {})
    assert (published["number"], published["reason"]) == (1, "Your first program")
    join(therapist, client, episode)
    session = do_the_first_day(client, program)
    correct(client, therapist, session)
    come_back_online(client, program)
    see_how_it_goes(therapist, episode, program)
    change(therapist, client, program)


def open_episode(therapist: Program) -> Any:
    [clinic] = therapist(200, "get", "clinics/")["results"]
    body = {"clinic": clinic["id"], "client_name": "Ivo Invitee", "client_email": "invitee@example.org"}
    episode = therapist(201, "post", "episodes/", {**body, "reason": "Stiff back."})
    assert (episode["joined"], [place["name"] for place in episode["care_team"]]) == (False, ["Tess Therapist"])
    return episode


def assign(therapist: Program, episode: Any) -> Any:
    """A routine is saved, a doubtful dose is asked back, and the routine becomes the draft of a program."""
    doubtful = {"phases": [{"items": [{"exercise": "bird-dog", "dose": "10x3"}]}]}
    [question] = therapist(400, "post", "routines/", {"name": "Back starter", "plan": doubtful})["plan"]
    assert (question["at"], len(question["choices"])) == ("phases.0.items.0.dose", 2)
    routine = therapist(201, "post", "routines/", {"name": "Back starter", "plan": PLAN})
    # What was read may be sent again as it is.
    again = therapist(200, "patch", f"routines/{routine['id']}/", {"plan": routine["plan"]})
    assert again["plan"] == routine["plan"]
    program = therapist(201, "post", f"routines/{routine['id']}/assign/", {"episode": episode["id"]})
    assert (program["plan"], program["version"]) == (routine["plan"], None)
    return program


def join(therapist: Program, client: Program, episode: Any) -> None:
    """Before the client has joined there is nothing to see; the link of the mail works once."""
    assert client(200, "get", "today/")["programs"] == []
    invitation = therapist(201, "post", "invitations/", {"episode": episode["id"]})
    token = last_token()
    consent = client(200, "get", "consents/text/")["version"]
    accepted = client(200, "post", "invitations/accept/", {"token": token, "consent": consent})
    assert accepted["episode"] == episode["id"]
    client(410, "post", "invitations/accept/", {"token": token})
    assert therapist(200, "get", f"invitations/{invitation['id']}/")["state"] == "accepted"
    assert therapist(200, "get", f"episodes/{episode['id']}/")["joined"] is True
    therapist(409, "post", "invitations/", {"episode": episode["id"]})


def upload(due: Any, **fields: Any) -> dict[str, Any]:
    results = [{"item": item["key"], "status": "done"} for item in due["items"]]
    began = {"program": due["program"], "started_at": "2000-01-01T00:00:00Z", "time_zone": "UTC"}
    return {**began, "worst_pain": 3, "effort": 5, "note": "Stiff.", "results": results, **fields}


def do_the_first_day(client: Program, program: Any) -> str:
    """The same again changes nothing; something else under the same id is refused."""
    today = client(200, "get", "today/")
    [due] = today["programs"]
    assert (due["program"], due["state"], due["version"]) == (program["id"], "due", 1)
    assert [(item["name"], item["dose_words"], item["left"]) for item in due["items"]] == [
        ("Glute bridge", "3 sets of 10", 1),
        ("Bird dog", "2 sets of 8, hold 5 seconds, each side", 1),
    ]
    path = f"sessions/{uuid.uuid4()}/"
    body = upload(due, day=today["day"])
    kept = client(201, "put", path, body)
    assert (kept["revision"], kept["day"], kept["evidence"]) == (1, today["day"], "ticked")
    assert client(200, "put", path, body) == kept
    client(422, "put", path, {**body, "worst_pain": 9})
    assert client(200, "get", "sessions/")["count"] == 1
    assert [item["left"] for item in client(200, "get", "today/")["programs"][0]["items"]] == [0, 0]
    return path


def correct(client: Program, therapist: Program, path: str) -> None:
    [due] = client(200, "get", "today/")["programs"]
    body = upload(due, day=client(200, "get", path)["day"], worst_pain=4, corrects=1)
    therapist(403, "put", path, body)
    assert client(200, "put", path, body)["revision"] == 2
    client(409, "put", path, {**body, "worst_pain": 5})
    seen = therapist(200, "get", path)
    assert seen["worst_pain"] == 4
    assert [(one["revision"], one["body"]["worst_pain"]) for one in seen["corrections"]] == [(1, 3)]


def come_back_online(client: Program, program: Any) -> None:
    today = client(200, "get", "today/")
    good = {"uuid": str(uuid.uuid4()), **upload(today["programs"][0], day=today["day"], note="", evidence="timed")}
    bad = {**good, "uuid": str(uuid.uuid4()), "effort": 11}
    for expected in ([201, 400], [200, 400]):
        answers = client(200, "post", "sessions/sync/", [good, bad])["results"]
        assert [answer["status"] for answer in answers] == expected
    assert list(answers[1]["error"]) == ["effort"]
    assert client(200, "get", f"sessions/?program={program['id']}")["count"] == 2


def see_how_it_goes(therapist: Program, episode: Any, program: Any) -> None:
    """Planned against done, pain, effort and notes of a client, as on the therapist's page."""
    care = therapist(200, "get", f"episodes/{episode['id']}/progress/")
    [course] = care["programs"]
    assert course == therapist(200, "get", f"programs/{program['id']}/progress/")
    assert course["total"]["evidence"] == {"timed": 1, "ticked": 1, "later": 0, "paper": 0}
    day = course["days"][-1]
    assert (day["planned"], day["done"], day["worst_pain"], day["effort"], day["sessions"]) == (2, 4, 4, 5, 2)
    assert (course["total"]["planned"], course["total"]["done"]) == (2, 2)
    [noted] = therapist(200, "get", f"sessions/?episode={episode['id']}&noted=true")["results"]
    assert noted["note"] == "Stiff."


def change(therapist: Program, client: Program, program: Any) -> None:
    """Version 2 needs a reason, which the client reads once; version 1 stays as it was."""
    path = f"programs/{program['id']}/"
    before = client(200, "get", f"{path}versions/1/")
    plan = therapist(200, "get", path)["plan"]
    plan["phases"][0]["items"][0]["dose"] = "3x12"
    assert therapist(200, "patch", path, {"plan": plan})["has_changes"] is True
    assert therapist(400, "post", f"{path}publish/", {"over": 1}).keys() == {"reason"}
    therapist(409, "post", f"{path}publish/", {"reason": "Stronger", "over": 7})
    assert therapist(201, "post", f"{path}publish/", {"reason": "Stronger", "over": 1})["number"] == 2
    listed = client(200, "get", f"{path}versions/")["results"]
    assert [(row["number"], row["reason"]) for row in listed] == [(2, "Stronger"), (1, "Your first program")]
    assert client(200, "get", f"{path}versions/1/") == before
    client(403, "post", f"{path}publish/", {"reason": "Mine"})
    assert "plan" not in client(200, "get", path)


def test_client_s_program_tells_what_changed_until_it_was_read(cast: Cast) -> None:
    therapist, client = Program(cast.therapist), Program(cast.client)
    path = f"programs/{cast.program.pk}/"
    client(204, "post", f"{path}seen/", {})
    plan = therapist(200, "get", path)["plan"]
    plan["phases"][0]["items"][0]["dose"] = "3x12"
    therapist(200, "patch", path, {"plan": plan})
    therapist(201, "post", f"{path}publish/", {"reason": "Stronger"})
    changes = client(200, "get", "today/")["programs"][0]["changes"]
    assert (changes["summary"], changes["reason"]) == ("1 changed", "Stronger")
    assert changes["changed"] == [{"name": "Glute bridge", "before": "3 sets of 10", "after": "3 sets of 12"}]
    client(204, "post", f"{path}seen/", {"number": 2})
    assert client(200, "get", "today/")["programs"][0]["changes"] is None


def test_program_with_a_narrow_token_reads_and_no_more(cast: Cast) -> None:
    records = Program(cast.therapist, "programs:read", "sessions:read")
    assert records(200, "get", f"programs/?episode={cast.episode.pk}")["count"] == 1
    assert records(200, "get", f"episodes/{cast.episode.pk}/progress/")["programs"][0]["name"] == cast.program.name
    for method, path in (("get", "episodes/"), ("get", "routines/"), ("patch", f"programs/{cast.program.pk}/")):
        assert records(403, method, path, {}).keys() == {"detail"}
