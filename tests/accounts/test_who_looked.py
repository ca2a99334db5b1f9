"""Clients see who looked at their record, in words; those who answer for a clinic see it through the API."""

import csv
import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from rest_framework.test import APIClient

from accounts.access_log import Visit, keep
from accounts.changed_address import DOOR as CHANGED_ADDRESS
from accounts.emergency import begin_emergency
from accounts.looked_words import DOORS, KINDS
from accounts.models import Membership, User
from backfit.access import PrivateQuerySet
from backfit.looking import Look
from tests.access.test_page_matrix import routes
from tests.cast import Cast
from tests.factories import make_episode

PAGE = "/account/who-looked/"
API = "/api/v1/access-log/"


def page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def api(user: Any) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def look(user: Any, row: Any, door: str = "episode_detail", verb: str = "read") -> None:
    keep(looks=[Look(user, type(row), row.pk, row)], visit=Visit(door=door, object=str(row.pk), verb=verb))


def text(user: Any, query: str = "") -> str:
    return page(user).get(PAGE + query).content.decode()


def test_client_reads_who_looked_at_what_and_as_whom(cast: Cast) -> None:
    look(cast.therapist, cast.episode)
    look(cast.therapist, cast.program, "program_detail", "change")
    said = text(cast.client)
    for words in ("Tess Therapist", "Therapist at Northside", "On the care team", "your record as a whole"):
        assert words in said
    assert "Changed or used: your program" in " ".join(said.split())
    assert "Nobody yet" in text(cast.other_client)


def test_looks_of_one_person_on_one_day_are_one_line(cast: Cast) -> None:
    for _time in range(5):
        look(cast.therapist, cast.episode)
        look(cast.therapist, cast.program, "program_handout")
    assert text(cast.client).count("<strong>Tess Therapist</strong>") == 1
    assert "your program on paper" in text(cast.client)


def test_emergency_stands_on_top_with_its_reason_escaped(cast: Cast) -> None:
    begin_emergency(user=cast.manager, episode=cast.episode, reason="<b>Collapsed</b> at reception, alone")
    look(cast.manager, cast.episode)
    look(cast.therapist, cast.episode)
    said = text(cast.client)
    assert said.index("In an emergency") < said.index("Tess Therapist")
    assert "&lt;b&gt;Collapsed&lt;/b&gt; at reception, alone" in said
    assert "Manager at Northside" in said
    assert "Collapsed" not in text(cast.other_client)


def test_people_keep_a_name_and_say_where_they_worked(cast: Cast) -> None:
    for who in ("therapist", "admin"):
        look(getattr(cast, who), cast.episode)
    look(None, cast.program, "shared_program")
    Membership.objects.get(user=cast.therapist).end()
    said = text(cast.client)
    for words in ("Worked at Northside", "Looks after this site", "Somebody without an account", "With a link that"):
        assert words in said


def test_someone_whose_account_was_erased_is_told_of_without_a_name(cast: Cast) -> None:
    ghost = User(email="gone@example.org")
    keep(looks=[Look(ghost, type(cast.episode), cast.episode.pk)], visit=Visit(door="episode_detail"))
    assert "Somebody whose account is gone" in text(cast.client)


def test_long_log_comes_in_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.views.looked.LINES_PER_PAGE", 1)
    look(cast.therapist, cast.episode)
    look(cast.manager, cast.episode)
    assert ("Mara Manager" in text(cast.client)) != ("Tess Therapist" in text(cast.client))
    assert ("Mara Manager" in text(cast.client)) != ("Mara Manager" in text(cast.client, "?page=2"))
    assert page(cast.client).get(f"{PAGE}?page=x").status_code == 200


def test_page_needs_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for user in (cast.therapist, cast.colleague, cast.manager, cast.admin, None):
        look(user, cast.episode)
    client = page(cast.client)
    with django_assert_max_num_queries(14):
        client.get(PAGE)


def test_each_kind_of_private_row_has_words() -> None:
    managers = [(model, model._default_manager) for model in apps.get_models()]
    kinds = {
        model._meta.model_name
        for model, manager in managers
        if isinstance(rows := manager.all(), PrivateQuerySet) and rows.record
    }
    assert kinds
    assert kinds - set(KINDS) == set()


def test_doors_that_have_words_are_doors() -> None:
    from django.urls import get_resolver

    names = {route.name for _path, route in routes(get_resolver())}
    assert set(DOORS) - names - {CHANGED_ADDRESS} == set()  # which is done by a command


@pytest.mark.parametrize(("query", "kind"), [("", "csv"), ("?as=json", "json")])
def test_client_takes_all_of_it_away_as_a_file(cast: Cast, query: str, kind: str) -> None:
    User.objects.filter(pk=cast.therapist.pk).update(name="=HYPERLINK(1)")
    look(cast.therapist, cast.episode)
    look(cast.stranger, make_episode(clinic=cast.other_clinic, therapist=cast.stranger))
    answer = page(cast.client).get(f"{PAGE}file/{query}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="who-looked.{kind}"'
    body = answer.content.decode("utf-8-sig")
    rows = json.loads(body) if kind == "json" else list(csv.DictReader(io.StringIO(body)))
    assert [row["episode"] for row in rows] == [str(cast.episode.pk)]
    assert rows[0]["name"] == ("=HYPERLINK(1)" if kind == "json" else "'=HYPERLINK(1)")
    assert rows[0]["what"] == "your record as a whole"
    assert page(cast.client).get(f"{PAGE}file/?as=xml").status_code == 400


def test_file_asks_who_it_is(cast: Cast) -> None:
    cast.client.set_password("correct horse battery")
    cast.client.save()
    assert page(cast.client).get(f"{PAGE}file/").headers["Location"].startswith("/accounts/reauthenticate/")
    assert api(cast.client).get(f"{API}export/").status_code == 403


def test_program_reads_the_log_as_far_as_its_person_may(cast: Cast) -> None:
    look(cast.therapist, cast.episode)
    look(cast.therapist, cast.other_episode)
    look(cast.stranger, make_episode(clinic=cast.other_clinic, therapist=cast.stranger, client=cast.invitee))
    own = api(cast.client).get(API).data
    assert (own["count"], own["results"][0]["name"]) == (1, "Tess Therapist")
    assert own["results"][0]["what"] == ["your record as a whole"]
    assert api(cast.manager).get(API).data["count"] == 2
    assert api(cast.manager).get(f"{API}?client={cast.client.pk}").data["count"] == 1
    assert api(cast.manager).get(f"{API}?client={cast.invitee.pk}").data["count"] == 0
    assert api(cast.admin).get(f"{API}?client={cast.invitee.pk}").data["count"] == 1
    assert api(cast.admin).get(f"{API}?actor={cast.therapist.pk}").data["count"] == 2
    for query in ("client=x", "since=x", "reason=x", "episode=1"):
        assert api(cast.manager).get(f"{API}?{query}").status_code == 400
    assert api(cast.manager).get(f"{API}{10**30}/").status_code == 404


def test_program_takes_a_clients_log_as_a_file(cast: Cast) -> None:
    look(cast.therapist, cast.episode)
    for user in (cast.client, cast.manager, cast.admin):
        answer = api(user).get(f"{API}export/?client={cast.client.pk}&as=json")
        assert len(json.loads(answer.content)) == 1
    assert api(cast.client).get(f"{API}export/").status_code == 200
    assert api(cast.manager).get(f"{API}export/?client={cast.invitee.pk}").status_code == 404
    assert api(cast.client).get(f"{API}export/?client=x").status_code == 400


def test_page_about_oneself_needs_no_record(cast: Cast) -> None:
    assert "Nobody yet" in text(cast.editor)
