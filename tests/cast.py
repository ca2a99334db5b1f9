"""The people of the tests. The names of the actors are those of the authorization matrix."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from accounts.models import ApiToken, Clinic, Episode, Membership, User
from programs.models import Program
from tests.factories import (
    make_clinic,
    make_episode,
    make_exercise,
    make_plan,
    make_published,
    make_user,
)


@dataclass
class Cast:
    """Client C of the clinic "Northside", C's therapist, and everybody who must not see C's record."""

    client: User
    other_client: User
    therapist: User
    colleague: User
    former: User
    stranger: User
    manager: User
    editor: User
    admin: User
    without_clinic: User
    invitee: User
    dual: User
    deactivated: User
    clinic: Clinic
    other_clinic: Clinic
    episode: Episode
    other_episode: Episode
    program: Program
    narrow_secret: str


PEOPLE = {
    "client": "Chris Client",
    "other_client": "Olga Other",
    "therapist": "Tess Therapist",
    "colleague": "Cora Colleague",
    "former": "Finn Former",
    "stranger": "Sven Stranger",
    "manager": "Mara Manager",
    "editor": "Edda Editor",
    "without_clinic": "Walter Without",
    "invitee": "Ivo Invitee",
    "dual": "Dana Dual",
    "deactivated": "Dirk Deactivated",
}


def make_cast() -> Cast:
    people = {key: make_user(f"{key}@example.org", name) for key, name in PEOPLE.items()}
    admin = make_user("admin@example.org", "Ada Admin", is_staff=True, is_superuser=True)
    therapists = ("therapist", "colleague", "former", "dual", "deactivated")
    clinic = make_clinic(
        "Northside", therapists=tuple(people[key] for key in therapists), managers=(people["manager"],)
    )
    other_clinic = make_clinic("Southside", therapists=(people["stranger"],))
    past = other_clinic.add(people["without_clinic"], Membership.Role.THERAPIST)
    past.end()
    episode = make_episode(clinic=clinic, therapist=people["therapist"], client=people["client"])
    for key in ("former", "deactivated"):
        episode.care_team.create(therapist=people[key])
    episode.care_team.get(therapist=people["former"]).leave()
    other_episode = make_episode(clinic=clinic, therapist=people["therapist"], client=people["other_client"])
    make_episode(clinic=other_clinic, therapist=people["stranger"], client=people["dual"])
    User.objects.filter(pk=people["deactivated"].pk).update(is_active=False)
    people["deactivated"].refresh_from_db()
    people["editor"].groups.add(Group.objects.get(name="Editors"))
    User.objects.filter(pk=people["editor"].pk).update(is_staff=True)
    make_exercise("Glute bridge")
    make_exercise("Bird dog", dose="3x8 5s e/s 5x/wk")
    plan = make_plan(("glute-bridge", "3x10"), ("bird-dog", "3x8x5s e/s"))
    program = make_published(episode=episode, by=people["therapist"], plan=plan)
    _token, secret = ApiToken.issue(user=people["therapist"], name="narrow", scopes=["exercises:read"])
    return Cast(
        **people,
        admin=admin,
        clinic=clinic,
        other_clinic=other_clinic,
        episode=episode,
        other_episode=other_episode,
        program=program,
        narrow_secret=secret,
    )
