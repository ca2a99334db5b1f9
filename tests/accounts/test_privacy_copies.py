"""A copy of everything about a person: whole, of nobody else, fetched by that person alone, and gone after a day."""

import csv
import datetime
import hashlib
import io
import json
import zipfile
from typing import Any

import jsonschema
import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import AccessEntry, PersonExport, User
from accounts.privacy.archive import cell
from accounts.privacy.copies import ask_for_copy, forget_copies
from accounts.privacy.registry import registry
from backfit.refusals import Conflict, TooMany
from tests.access.world import CANARY, World, prove


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def archive_of(user: User) -> zipfile.ZipFile:
    copy = ask_for_copy(person=user, by=user)
    copy.refresh_from_db()
    with storages["exports"].open(copy.file) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def data_in(archive: zipfile.ZipFile) -> Any:
    return json.loads(archive.read("data.json"))


def test_copy_holds_all_that_is_about_the_client_and_nothing_of_others(world: World) -> None:
    archive = archive_of(world.cast.client)
    text = archive.read("data.json").decode()
    mine = ("note", f"reason-{world.cast.episode.pk}", "measure", "for-whom", "cue", "phone")
    assert [name for name in mine if f"{CANARY}-{name}" not in text] == []
    others = (f"reason-{world.cast.other_episode.pk}", "pending", "routine", "draft-program", "listing", "asks")
    everything = "".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())
    assert [name for name in others if f"{CANARY}-{name}" in everything] == []
    for stranger in (world.cast.therapist, world.cast.other_client):
        assert stranger.email not in everything
    assert {"id": str(world.cast.therapist.pk), "name": "Tess Therapist"} in data_in(archive)["people"]


def test_copy_follows_its_own_schema(world: World) -> None:
    archive = archive_of(world.cast.client)
    schema = json.loads(archive.read("schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data_in(archive), schema)
    del schema["properties"]["record"]["properties"]["accounts.episode"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data_in(archive), schema)


def test_manifest_knows_every_file(world: World) -> None:
    archive = archive_of(world.cast.client)
    manifest = json.loads(archive.read("manifest.json"))
    assert set(manifest["files"]) | {"manifest.json"} == set(archive.namelist())
    for name, digest in manifest["files"].items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_copy_has_programs_on_paper_and_a_calendar(world: World) -> None:
    archive = archive_of(world.cast.client)
    [sheet] = [name for name in archive.namelist() if name.endswith("handout.pdf")]
    assert "Glute bridge" in PdfReader(io.BytesIO(archive.read(sheet))).pages[0].extract_text()
    assert archive.read("calendar.ics").startswith(b"BEGIN:VCALENDAR")
    assert archive.read(sheet.replace("handout.pdf", "version-1.json"))


def test_copy_tells_who_looked(world: World) -> None:
    page(world.cast.therapist).get(f"/episodes/{world.cast.episode.pk}/")
    rows = data_in(archive_of(world.cast.client))["also"]["accounts.accessentry"]
    assert str(world.cast.therapist.pk) in {row["actor"] for row in rows}
    assert "address" not in rows[0]


def test_read_me_says_what_is_left_out(world: World) -> None:
    text = archive_of(world.cast.client).read("README.txt").decode()
    assert [reason for reason in registry.left_out.values() if reason not in text] == []
    assert "drafts" in text


@pytest.mark.parametrize("text", ["=1+1", "+44 1", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_spreadsheet_runs_nothing(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3.50", "12", "plain", "a=b", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


def test_tables_can_be_read_back(world: World) -> None:
    raw = archive_of(world.cast.client).read("tables/programs.session.csv").decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(raw))
    assert row["note"] == f"{CANARY}-note"


def test_fourth_copy_within_a_day_is_refused(world: World) -> None:
    client = world.cast.client
    for _time in range(3):
        ask_for_copy(person=client, by=client).throw_away()  # which makes no room for another
    with pytest.raises(TooMany):
        ask_for_copy(person=client, by=client)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
        ask_for_copy(person=client, by=client)


def test_manager_takes_no_copy_away_from_the_client(world: World) -> None:
    for _time in range(3):
        ask_for_copy(person=world.cast.client, by=world.cast.manager)
    with pytest.raises(TooMany):
        ask_for_copy(person=world.cast.client, by=world.cast.manager)
    ask_for_copy(person=world.cast.client, by=world.cast.client)


def test_file_that_no_row_knows_is_swept_away(world: World) -> None:
    name = storages["exports"].save("lost.zip", ContentFile(b"x"))
    forget_copies()
    assert storages["exports"].exists(name)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        forget_copies()
    assert not storages["exports"].exists(name)


def test_second_copy_waits_for_the_first(world: World) -> None:
    client = world.cast.client
    PersonExport.objects.create(person=client, asked_by=client, expires_at=timezone.now() + datetime.timedelta(1))
    with pytest.raises(Conflict):
        ask_for_copy(person=client, by=client)


def test_client_asks_and_fetches(world: World) -> None:
    world.copy.delete()
    client = world.page("client-own")
    assert client.post("/account/data/").status_code == 302
    copy = PersonExport.objects.get()
    assert copy.is_ready
    assert f"/account/data/copies/{copy.pk}/" in client.get("/account/data/").content.decode()
    answer = client.get(f"/account/data/copies/{copy.pk}/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"].startswith("private") or "no-store" in answer.headers["Cache-Control"]
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer))).testzip() is None
    copy.refresh_from_db()
    assert copy.downloads == 1
    assert CANARY not in mail.outbox[-1].body


def test_copy_is_gone_after_a_day(world: World) -> None:
    client = world.cast.client
    copy = ask_for_copy(person=client, by=client)
    copy.refresh_from_db()
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=24, minutes=1)):
        reader = page(client)
        prove(reader, client)
        assert reader.get(f"/account/data/copies/{copy.pk}/").status_code == 410
        assert forget_copies() == 2
    assert not storages["exports"].exists(copy.file)
    assert not PersonExport.objects.exists()


def test_manager_starts_a_copy_and_cannot_fetch_it(world: World) -> None:
    world.copy.delete()
    manager = world.api("manager")
    answer = manager.post("/api/v1/exports/", {"person": str(world.cast.client.pk)}, format="json")
    assert answer.status_code == 201
    assert mail.outbox[-1].to == [world.cast.client.email]
    assert "on your behalf" in mail.outbox[-1].body
    copy = PersonExport.objects.get()
    assert manager.get(f"/api/v1/exports/{copy.pk}/file/").status_code == 404
    assert world.page("manager").get(f"/account/data/copies/{copy.pk}/").status_code == 404
    assert AccessEntry.objects.filter(actor=world.cast.manager.pk, episode=world.cast.episode.pk).exists()
    assert world.api("client-own").get(f"/api/v1/exports/{copy.pk}/file/").status_code == 200


def test_copy_that_cannot_be_made_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> Any:
        raise OSError("no room")

    monkeypatch.setattr("accounts.privacy.copies.write_archive", broken)
    copy = ask_for_copy(person=world.cast.client, by=world.cast.client)
    copy.refresh_from_db()
    assert copy.state == "failed"
