"""Who looked at whose record: nothing is left out, and nothing can be taken back."""

import datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts import access_log
from accounts.models import AccessChain, AccessEntry
from backfit.addresses import shortened
from programs.models import CalendarFeed
from programs.sharing import share
from tests.budgets import LOGGED
from tests.cast import Cast
from tests.factories import make_episode


def page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def look(cast: Cast, times: int = 1) -> None:
    for _time in range(times):
        assert page(cast.therapist).get(f"/episodes/{cast.episode.pk}/").status_code == 200


def verified() -> str:
    said = StringIO()
    call_command("verify_access_log", stdout=said)
    return said.getvalue()


def test_therapist_who_opens_a_record_is_written_down(cast: Cast) -> None:
    client = page(cast.therapist)
    client.get(f"/episodes/{cast.episode.pk}/", REMOTE_ADDR="203.0.113.77")
    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.episode) == (cast.therapist.pk, cast.episode.pk)
    assert (entry.reason, entry.verb, entry.door) == ("care", "read", "episode_detail")
    assert (entry.object, entry.address) == (str(cast.episode.pk), "203.0.113.0")
    assert {"episode", "program"} <= set(entry.kinds.split())


def test_client_who_reads_the_own_record_is_not(cast: Cast) -> None:
    for path in ("/today/", f"/programs/{cast.program.pk}/", f"/episodes/{cast.episode.pk}/"):
        assert page(cast.client).get(path).status_code == 200
    assert not AccessEntry.objects.exists()


def test_token_is_written_down_as_its_owner(cast: Cast) -> None:
    api = APIClient()
    api.force_authenticate(cast.therapist)
    assert api.get(f"/api/v1/programs/{cast.program.pk}/").status_code == 200
    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.episode, entry.kinds) == (cast.therapist.pk, cast.episode.pk, "program")


def test_list_names_each_record_that_was_in_it(cast: Cast) -> None:
    assert page(cast.therapist).get("/clients/?show=all").status_code == 200
    listed = set(AccessEntry.objects.filter(door="client_list").values_list("episode", flat=True))
    assert {cast.episode.pk, cast.other_episode.pk} <= listed


def test_keeping_it_costs_the_same_however_many_records_are_shown(cast: Cast) -> None:
    for number in range(10):
        make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email=f"c{number}@example.org")
    client = page(cast.therapist)
    with CaptureQueriesContext(connection) as queries:
        client.get("/clients/?show=all")
    assert AccessEntry.objects.count() > 10
    asked = [query["sql"] for query in queries]
    kept = [number for number, sql in enumerate(asked) if "accounts_access" in sql]
    assert len(kept) == LOGGED - 1
    assert "accounts_careteammember" in asked[kept[0] - 1]  # why each may be shown, in one go


def test_refused_look_is_no_look(cast: Cast) -> None:
    assert page(cast.colleague).get(f"/episodes/{cast.episode.pk}/").status_code == 404
    assert not AccessEntry.objects.filter(actor=cast.colleague.pk).exists()


def test_change_is_told_from_a_look(cast: Cast) -> None:
    page(cast.therapist).post(f"/episodes/{cast.episode.pk}/edit/", {"client_name": "Chris"})
    assert set(AccessEntry.objects.values_list("verb", flat=True)) == {"change"}


def test_nothing_is_shown_when_it_cannot_be_written_down(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **about: Any) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(access_log, "append", full)
    answer = page(cast.therapist).get(f"/episodes/{cast.episode.pk}/")
    assert answer.status_code == 503
    assert cast.episode.client_name not in answer.content.decode()
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_accessentry SET door = 'x'", "DELETE FROM accounts_accessentry"]
)
def test_database_refuses_to_change_the_log(cast: Cast, statement: str) -> None:
    look(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_whole_log_is_found_whole(cast: Cast) -> None:
    look(cast, 3)
    assert verified() == "The access log is whole: 3 entries.\n"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE accounts_accessentry SET actor = NULL WHERE number = 2", "Entry 2 was changed"),
        ("DELETE FROM accounts_accessentry WHERE number = 2", "Between entries 1 and 3, 1 are missing"),
        ("DELETE FROM accounts_accessentry WHERE number = 3", "ends with entry 2, and should end with entry 3"),
        ("DELETE FROM accounts_accessentry", "ends with entry 0, and should end with entry 3"),
    ],
)
def test_who_gets_past_the_database_is_found_out(cast: Cast, statement: str, said: str) -> None:
    look(cast, 3)
    without_guard(statement)
    with pytest.raises(CommandError, match=said):
        verified()


def without_guard(statement: str) -> None:
    """As somebody who owns the database may do it."""
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if on_sqlite:
            cursor.execute("DROP TRIGGER access_log_unchanged")
            cursor.execute("DROP TRIGGER access_log_kept")
        else:
            cursor.execute("DROP TRIGGER access_log_kept ON accounts_accessentry")
        cursor.execute(statement)


def test_entries_go_after_six_years_and_the_log_stays_whole(cast: Cast) -> None:
    with time_machine.travel(datetime.datetime(2015, 3, 1, tzinfo=datetime.UTC), tick=False):
        look(cast, 2)
    look(cast)
    assert access_log.forget_old() == 2
    assert access_log.forget_old() == 0
    assert verified() == "The access log is whole: 1 entry.\n"
    look(cast)
    assert verified() == "The access log is whole: 2 entries.\n"
    assert AccessChain.objects.get().number == 4


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2:3::4", "2001:db8:1::"),
        ("::ffff:192.0.2.77", "192.0.2.0"),
        ("nonsense", ""),
    ],
)
def test_only_the_network_is_kept(address: str, network: str) -> None:
    assert shortened(address) == network


def test_link_that_was_shared_is_written_down_without_a_person(cast: Cast) -> None:
    _link, token = share(program=cast.program, by=cast.client, name="For my sister")
    assert Client().get(f"/p/{token}/").status_code == 200
    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.reason, entry.episode) == (None, "link", cast.episode.pk)
    assert token not in f"{entry.door} {entry.object}"


def test_calendar_that_is_fetched_is_written_down(cast: Cast) -> None:
    _feed, secret = CalendarFeed.make(owner=cast.client)
    assert Client().get(f"/calendar/{secret}.ics").status_code == 200
    assert AccessEntry.objects.get().door == "calendar_feed"
