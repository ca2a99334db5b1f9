"""Being erased: everything stops at once, seven days to undo it, and then nothing is left anywhere."""

import datetime
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from rest_framework.test import APIClient

from accounts import access_log
from accounts.models import AccessEntry, ApiToken, ErasedPerson, Erasure, FrozenRecord, User
from accounts.privacy.copies import ask_for_copy
from accounts.privacy.erasing import ask_for_erasure, erase, erase_due, undo_erasure
from backfit.refusals import Conflict
from backfit.sessions import SessionStore
from programs.models import Program, ReminderSettings, Session, ShareLink
from programs.models.calendar_feed import CalendarFeed
from tests.access.world import CANARY, World, prove

EIGHT_DAYS = datetime.timedelta(days=8)


@pytest.fixture(autouse=True)
def listed(tmp_path: Path, settings: Any) -> Path:
    settings.ERASURE_LIST = str(tmp_path / "erased.txt")
    return tmp_path / "erased.txt"


@pytest.fixture(autouse=True)
def named_once(world: World) -> None:
    """Nobody else is called like C; in the world somebody is who has not joined yet."""
    world.pending_episode.client_name = "Ivo Invitee"
    world.pending_episode.save()


def cells() -> Iterator[tuple[str, str]]:
    """Every value of every table with the name of its table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield from ((table, str(value)) for value in row)


def left_of(*traces: str) -> set[str]:
    """The tables in which one of these stands, by itself or after anything but a letter."""
    pattern = re.compile("|".join(rf"(?<![a-z_]){re.escape(trace)}" for trace in traces), re.IGNORECASE)
    return {table for table, text in cells() if pattern.search(text)}


def traces_of(world: World) -> list[str]:
    """Words and names that are in the database because of C alone. C's id stays in the logs, and nowhere else."""
    words = ["note", f"reason-{world.cast.episode.pk}", "measure", "for-whom", "cue", "phone", "copy"]
    return [*(f"{CANARY}-{word}" for word in words), world.cast.client.email, world.cast.client.name]


def ids_of(world: World) -> list[str]:
    """C's, as both databases write it."""
    return [str(world.cast.client.pk), world.cast.client.pk.hex]


LOGS = {"accounts_consent", "accounts_accessentry"}


def come_back(world: World) -> Client:
    """C signs in anew."""
    client = Client()
    client.force_login(world.cast.client)
    prove(client, world.cast.client)
    return client


def clinic_keeps(world: World, years: int = 10) -> None:
    clinic = world.cast.clinic
    clinic.keeps_after_erasure_years, clinic.keeps_because = years, "The law on records, section 3."
    clinic.full_clean()
    clinic.save()


def test_nothing_is_left_of_who_is_erased(world: World) -> None:
    traces = traces_of(world)
    queued(world)
    known = {"accounts_user", "programs_session", "accounts_episode", "django_tasks_database_dbtaskresult"}
    assert known <= left_of(*traces, *ids_of(world))
    assert erase(person=world.cast.client.pk)
    assert left_of(*traces) == set()
    assert left_of(*ids_of(world)) <= LOGS
    assert not storages["exports"].exists(world.copy.file)


def queued(world: World) -> None:
    """Something about C that waits in the queue, and an invitation that C once used."""
    DBTaskResult.objects.create(
        id=uuid.uuid4(),
        task_path="programs.tasks.send_way_in_of",
        args_kwargs={"args": [str(world.cast.program.pk), str(world.cast.client.pk)], "kwargs": {}},
        backend_name="default",
        queue_name="default",
        run_after=timezone.now(),
    )


def test_nobody_else_loses_anything(world: World) -> None:
    def others() -> set[Any]:
        mine = world.cast.client.pk
        return {*User.objects.exclude(pk=mine).values_list("pk", "email", "is_active")} | {
            *world.cast.other_client.episodes.values_list("pk", "reason")
        }

    before = others()
    erase(person=world.cast.client.pk)
    assert others() == before


def test_log_of_looks_stays_whole_with_ids_alone(world: World) -> None:
    page = world.page("T-care")
    page.get(f"/episodes/{world.cast.episode.pk}/")
    number = AccessEntry.objects.count()
    erase(person=world.cast.client.pk)
    assert AccessEntry.objects.count() == number > 0
    assert list(access_log.faults()) == []


def test_erasing_twice_is_erasing_once(world: World) -> None:
    assert erase(person=world.cast.client.pk)
    assert not erase(person=world.cast.client.pk)
    assert ErasedPerson.objects.count() == 1


def test_half_an_erasure_is_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any, **about: Any) -> None:
        raise SystemExit

    before = dict.fromkeys(cells())
    monkeypatch.setattr("accounts.privacy.erasing.close_account", killed)
    with pytest.raises(SystemExit):
        erase(person=world.cast.client.pk)
    assert dict.fromkeys(cells()) == before


def test_client_asks_is_signed_out_and_undoes_it(world: World) -> None:
    page = world.page("client-own")
    elsewhere = world.page("client-own")
    assert "Your account will be deleted" in page.post("/account/erase/").content.decode()
    assert mail.outbox[-1].to == [world.cast.client.email]
    for browser in (page, elsewhere):
        assert browser.get("/today/").headers["Location"].startswith("/accounts/login/")
    back = come_back(world)
    assert back.get("/today/").headers["Location"] == "/account/erase/"
    assert "Keep my account" in back.get("/account/erase/").content.decode()
    assert back.post("/account/erase/undo/").status_code == 302
    assert back.get("/today/").status_code == 200
    with time_machine.travel(timezone.now() + EIGHT_DAYS):
        assert erase_due() == 0
    assert Session.objects.filter(client=world.cast.client).exists()


def test_everything_rests_and_goes_on_when_it_is_undone(world: World) -> None:
    client = world.cast.client
    _token, secret = ApiToken.issue(user=client, name="mine", scopes=["programs:read"])
    ReminderSettings.objects.update(next_at=timezone.now() - datetime.timedelta(minutes=1))

    def running() -> list[bool]:
        return [
            ShareLink.objects.by_token(world.share_token) is not None,
            Client().get(f"/p/{world.share_token}/").status_code == 200,
            CalendarFeed.objects.get(pk=world.feed.pk).is_open,
            Client().get(f"/calendar/{world.feed_secret}.ics").status_code == 200,
            ApiToken.objects.by_secret(secret) is not None,
            ReminderSettings.objects.due(timezone.now()).exists(),
        ]

    assert all(running())
    ask_for_erasure(person=client, by=client)
    assert not any(running())
    undo_erasure(person=client)
    assert all(running())


def test_it_is_done_after_seven_days_and_not_before(world: World, listed: Path) -> None:
    client = world.cast.client
    ask_for_erasure(person=client, by=client)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=6, hours=23)):
        assert erase_due() == 0
    with time_machine.travel(timezone.now() + EIGHT_DAYS):
        assert erase_due() == 1
        assert erase_due() == 0
    assert mail.outbox[-1].to == [client.email]
    assert mail.outbox[-1].subject == "Your account is deleted"
    assert listed.read_text().split()[0] == ErasedPerson.digest_of(client.pk)
    assert str(client.pk) not in listed.read_text()


def test_clinic_keeps_what_it_must_without_a_name(world: World) -> None:
    episode = world.cast.episode
    episode.reason = f"{CANARY}-kept Chris says client@example.org hurts"
    episode.save()
    clinic_keeps(world)
    erase(person=world.cast.client.pk)
    record = FrozenRecord.objects.get()
    assert left_of(f"{CANARY}-kept") == {"accounts_frozenrecord"}
    assert left_of("Chris", world.cast.client.email, f"{CANARY}-note") == set()
    assert left_of(*ids_of(world)) <= LOGS
    [kept] = record.content["tables"]["accounts.episode"]
    assert kept["reason"] == f"{CANARY}-kept {record.label} says {record.label} hurts"
    assert [len(record.content["tables"][f"programs.{name}"]) for name in ("version", "session", "result")] == [1, 1, 2]
    assert "Tess Therapist" in {person["name"] for person in record.content["people"]}
    assert record.until == timezone.now().date().replace(year=timezone.now().year + 10)


def test_kept_record_is_seen_by_managers_as_a_line_and_by_nobody_as_text(world: World) -> None:
    clinic_keeps(world)
    erase(person=world.cast.client.pk)
    record = FrozenRecord.objects.get()
    text = world.page("manager").get(f"/clinics/{world.cast.clinic.pk}/records/").content.decode()
    assert record.label in text
    assert "The law on records" in text
    assert f"{CANARY}-reason" not in text
    for actor in ("T-care", "T-clinic", "T-other", "client-other", "editor"):
        assert not FrozenRecord.objects.visible_to(world.user(actor)).exists()  # type: ignore[arg-type]
    assert world.page("T-care").get(f"/episodes/{world.cast.episode.pk}/").status_code == 404


def test_kept_record_goes_when_its_time_is_over(world: World) -> None:
    clinic_keeps(world, years=1)
    erase(person=world.cast.client.pk)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=360)):
        erase_due()
        assert FrozenRecord.objects.exists()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=368)):
        erase_due()
    assert not FrozenRecord.objects.exists()


def test_care_that_ended_long_ago_is_not_kept(world: World) -> None:
    clinic_keeps(world, years=1)
    episode = world.cast.episode
    episode.started_on = episode.ended_on = timezone.now().date() - datetime.timedelta(days=400)
    episode.save()
    erase(person=world.cast.client.pk)
    assert not FrozenRecord.objects.exists()


def test_clinic_says_why_it_keeps(world: World) -> None:
    page, url = world.page("manager"), f"/clinics/{world.cast.clinic.pk}/records/"
    assert page.post(url, {"keeps_after_erasure_years": "10"}).status_code == 400
    assert page.post(url, {"keeps_after_erasure_years": "0", "keeps_because": "x"}).status_code == 400
    assert page.post(url, {"keeps_after_erasure_years": "10", "keeps_because": "Section 3"}).status_code == 302
    assert "Section 3" in world.page("client-own").get("/account/erase/").content.decode()


def test_restored_backup_erases_again(world: World, listed: Path) -> None:
    digest = ErasedPerson.digest_of(world.cast.client.pk)
    listed.write_text(f"{digest} 2026-01-31\n{digest[:20]}")
    clinic_keeps(world)
    call_command("erase_again")
    assert left_of(*traces_of(world)) - {"accounts_frozenrecord"} == set()
    assert ErasedPerson.objects.get().erased_on == datetime.date(2026, 1, 31)
    assert FrozenRecord.objects.get().until == datetime.date(2036, 1, 31)
    call_command("erase_again")


def test_therapist_who_leaves_stays_an_author_by_name(world: World) -> None:
    therapist = world.cast.therapist
    with pytest.raises(Conflict, match="Leave it first"):
        ask_for_erasure(person=therapist, by=therapist)
    therapist.memberships.update(ended_at=timezone.now())
    ask_for_erasure(person=therapist, by=therapist)
    with time_machine.travel(timezone.now() + EIGHT_DAYS):
        assert erase_due() == 1
    left = User.objects.get(pk=therapist.pk)
    assert (left.name, left.is_active, left.has_usable_password()) == ("Tess Therapist", False, False)
    assert left_of("therapist@example.org") == set()
    assert Program.objects.filter(created_by=left).exists()
    assert not EmailAddress.objects.filter(user=left).exists()


def test_site_admin_hands_over_first(world: World) -> None:
    with pytest.raises(Conflict):
        ask_for_erasure(person=world.cast.admin, by=world.cast.admin)


def test_manager_asks_for_a_client_of_the_clinic_alone(world: World) -> None:
    manager, client = world.api("manager"), world.cast.client
    url = f"/api/v1/people/{client.pk}/erasure/"
    assert manager.post(url).status_code == 201
    assert "for you" in mail.outbox[-1].body
    assert manager.delete(url).status_code == 404
    api = APIClient()
    api.force_login(client)
    prove(api, client)
    assert api.delete(url).status_code == 204
    world.cast.episode.__class__.objects.create(
        clinic=world.cast.other_clinic, client=client, client_name="C", client_email="c@x.org", started_on="2026-01-01"
    )
    assert manager.post(url).status_code == 409
    assert api.post(url).status_code == 201
    assert not Erasure.objects.exclude(person=client).exists()


def test_manager_acts_for_a_client_by_the_address(world: World) -> None:
    page, url = world.page("manager"), f"/clinics/{world.cast.clinic.pk}/records/clients/"
    assert page.post(url, {"email": "nobody@example.org"}).status_code == 400
    assert page.post(url, {"email": world.cast.dual.email}).status_code == 400
    world.copy.delete()
    assert page.post(url, {"email": world.cast.client.email.upper()}).status_code == 302
    assert world.cast.client.exports.count() == 1
    assert page.post(url, {"email": world.cast.client.email, "erase": "1"}).status_code == 302
    assert Erasure.objects.get().person == world.cast.client


def test_form_that_was_not_sent_goes_too(world: World) -> None:
    browser = Client()
    browser.get("/")
    session = browser.session
    session["unsent_form"] = {"of": str(world.cast.client.pk), "fields": [["note", f"{CANARY}-unsent"]]}
    session.save()
    assert SessionStore().exists(str(session.session_key))
    erase(person=world.cast.client.pk)
    assert not SessionStore().exists(str(session.session_key))


def test_copy_that_is_asked_for_again_after_it_is_undone(world: World) -> None:
    world.copy.delete()
    client = world.cast.client
    ask_for_erasure(person=client, by=client)
    ask_for_copy(person=client, by=client)
    assert client.exports.get().is_ready
