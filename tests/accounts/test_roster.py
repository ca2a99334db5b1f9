"""Managers see who their clinic's clients are and who cares for them, and nothing of their health."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import AccessEntry, Clinic, Episode, Membership
from tests.cast import Cast
from tests.factories import make_episode, make_user


def page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def path(cast: Cast) -> str:
    return f"/clinics/{cast.clinic.pk}/clients/"


def member(cast: Cast, who: str) -> str:
    return str(Membership.objects.get(clinic=cast.clinic, user=getattr(cast, who), role="therapist").pk)


def test_manager_sees_names_and_teams_and_nothing_of_health(cast: Cast) -> None:
    Episode.objects.filter(pk=cast.episode.pk).update(reason="Sciatica", precautions="Osteoporosis")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        said = page(cast.manager).get(path(cast)).content.decode()
    for words in ("Chris Client", "Olga Other", "Tess Therapist", "Open"):
        assert words in said
    for words in ("Sciatica", "Osteoporosis", "Back basics", "Finn Former", cast.client.email, "Dana Dual"):
        assert words not in said
    assert not [query for query in asked.captured_queries if "precautions" in query["sql"]]
    assert page(cast.admin).get(path(cast)).status_code == 200


def test_each_client_in_the_list_learns_that_it_was_looked_at(cast: Cast) -> None:
    page(cast.manager).get(path(cast))
    found = AccessEntry.objects.filter(reason="clinic", kinds="clinicclient", door="clinic_clients")
    assert {cast.episode.pk, cast.other_episode.pk} <= set(found.values_list("episode", flat=True))
    said = page(cast.client).get("/account/who-looked/").content.decode()
    assert "For the clinic" in said
    assert "your name and care team" in said


def test_list_is_narrowed_by_name_and_state(cast: Cast) -> None:
    cast.other_episode.end()
    manager = page(cast.manager)
    for query, there, gone in (
        ("", "Chris", "Olga"),
        ("?show=ended", "Olga", "Chris"),
        ("?show=all&q=olga", "Olga", "Chris"),
        ("?show=nonsense", "Chris", "Olga"),
    ):
        said = manager.get(path(cast) + query).content.decode()
        assert there in said
        assert gone not in said


def test_list_of_another_clinic_stays_closed(cast: Cast) -> None:
    own = Clinic.start(name="Mine", by=cast.stranger)
    assert page(cast.stranger).get(f"/clinics/{own.pk}/clients/").status_code == 200
    assert page(cast.stranger).get(path(cast)).status_code == 404
    assert page(cast.stranger).get(f"/clinics/{own.pk}/clients/{cast.episode.pk}/team/").status_code == 404
    for who in ("therapist", "colleague", "client"):
        assert page(getattr(cast, who)).get(path(cast)).status_code == 403


def test_manager_hands_a_client_over_without_reading_the_record(cast: Cast) -> None:
    manager, team = page(cast.manager), f"{path(cast)}{cast.episode.pk}/team/"
    for wrong in ([], [cast.stranger.pk], [cast.manager.pk], ["x"], [cast.therapist.pk, cast.stranger.pk]):
        assert manager.post(team, {"team": wrong}).status_code == 400
    assert Episode.objects.treated_by(cast.therapist).contains(cast.episode)
    assert mail.outbox == []
    assert manager.post(team, {"team": [str(cast.colleague.pk)]}).headers["Location"] == path(cast)
    [told] = mail.outbox  # the client, whom the mail tells no names
    assert (told.to, "Colleague" in str(told.body)) == ([cast.client.email], False)
    assert "Your care team now: Cora Colleague" in page(cast.client).get("/account/agreed/").content.decode()
    record = f"/episodes/{cast.episode.pk}/"
    assert page(cast.therapist).get(record).status_code == 404
    assert page(cast.colleague).get(record).status_code == 200
    assert manager.get(record).status_code == 404
    assert "Finn" not in str(manager.get(path(cast)).content)


def test_nobody_is_handed_to_themselves(cast: Cast) -> None:
    episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client=cast.dual)
    answer = page(cast.manager).post(f"{path(cast)}{episode.pk}/team/", {"team": [str(cast.dual.pk)]})
    assert answer.status_code == 400


def test_ended_care_is_handed_over_no_more(cast: Cast) -> None:
    cast.episode.end()
    answer = page(cast.manager).post(f"{path(cast)}{cast.episode.pk}/team/", {"team": [str(cast.colleague.pk)]})
    assert answer.status_code == 409


@pytest.mark.parametrize("what", ["team", "member", "leave"])
def test_change_of_who_cares_asks_who_it_is(cast: Cast, what: str) -> None:
    person = cast.therapist if what == "leave" else cast.manager
    person.set_password("correct horse battery")
    person.save()
    place = cast.episode.care_team.get(therapist=cast.therapist)
    ways = {
        "team": f"{path(cast)}{cast.episode.pk}/team/",
        "member": f"/members/{member(cast, 'colleague')}/end/",
        "leave": f"/care-team/{place.pk}/end/",
    }
    answer = page(person).post(ways[what], {"team": [str(cast.colleague.pk)]})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_program_reads_the_roster_and_hands_over(cast: Cast) -> None:
    api, base = APIClient(), f"/api/v1/clinics/{cast.clinic.pk}/clients/"
    api.force_login(cast.manager)
    [row] = api.get(f"{base}?name=chris").data["results"]
    assert set(row) == {"id", "name", "care_team", "started_on", "ended_on"}
    teams = {place["name"] for place in row["care_team"]}
    assert teams == {"Tess Therapist"}
    one = f"{base}{cast.episode.pk}/"
    bodies: list[dict[str, Any]] = [
        {},
        {"care_team": []},
        {"care_team": [member(cast, "therapist"), str(cast.client.pk)]},
        {"x": 1},
    ]
    for wrong in bodies:
        assert api.put(one, wrong).status_code == 400
    changed = api.put(one, {"care_team": [member(cast, "colleague")]})
    assert [place["name"] for place in changed.data["care_team"]] == ["Cora Colleague"]
    api.force_login(cast.therapist)
    assert api.get(base).status_code == 403
    api.force_login(cast.stranger)
    assert api.get(base).status_code == 404


def test_roster_needs_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        person = make_user(f"c{number}@example.org", f"C{number}")
        make_episode(clinic=cast.clinic, therapist=cast.therapist, client=person)
    manager = page(cast.manager)
    with django_assert_max_num_queries(22):
        manager.get(path(cast))
