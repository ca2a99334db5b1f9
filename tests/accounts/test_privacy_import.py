"""What somebody was given as a copy can be brought back elsewhere, and says the same there."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from accounts.privacy.contents import everything_about
from accounts.privacy.copies import ask_for_copy
from accounts.privacy.erasing import erase
from accounts.privacy.shapes import digest_of
from programs.models import Program, Session
from tests.access.world import World


@pytest.fixture
def zipped(world: World, tmp_path: Path) -> Path:
    copy = ask_for_copy(person=world.cast.client, by=world.cast.client)
    copy.refresh_from_db()
    path = tmp_path / "copy.zip"
    with storages["exports"].open(copy.file) as file:
        path.write_bytes(file.read())
    return path


def manifest_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        found: dict[str, str] = json.loads(archive.read("manifest.json"))
    return found


def changed(path: Path, name: str, before: str, after: str) -> Path:
    """The same file with another text in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for each in source.namelist():
            content = source.read(each)
            copy.writestr(each, content.replace(before.encode(), after.encode()) if each == name else content)
    other = path.with_name("changed.zip")
    other.write_bytes(target.getvalue())
    return other


def test_person_comes_back_with_the_same_record(world: World, zipped: Path) -> None:
    client, program, session = world.cast.client, world.cast.program, world.session
    assert everything_about(client).digest == manifest_of(zipped)["record_sha256"]
    assert erase(person=client.pk)
    assert not User.objects.filter(pk=client.pk).exists()
    call_command("import_person", str(zipped), stdout=io.StringIO())
    back = User.objects.get(pk=client.pk)
    assert everything_about(back).digest == manifest_of(zipped)["record_sha256"]
    assert not back.has_usable_password()
    assert Session.objects.get(client=back).uuid == session.uuid
    assert not Program.objects.get(pk=program.pk).has_changes
    page = APIClient()
    page.force_login(back)
    assert page.get(f"/api/v1/programs/{program.pk}/").status_code == 200


def test_secrets_do_not_come_back(world: World, zipped: Path) -> None:
    ApiToken.issue(user=world.cast.client, name="mine", scopes=["programs:read"])
    erase(person=world.cast.client.pk)
    call_command("import_person", str(zipped), stdout=io.StringIO())
    assert not ApiToken.objects.filter(user=world.cast.client.pk).exists()


def test_who_is_here_is_not_brought_back_a_second_time(world: World, zipped: Path) -> None:
    with pytest.raises(CommandError, match="here already"):
        call_command("import_person", str(zipped))


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("data.json", "Tess Therapist", "Tess Therapist", "here already"),
        ("data.json", "Chris Client", "Chris Clientele", "changed after it was made"),
        ("data.json", "backfit-person-1", "backfit-person-9", "another kind"),
        ("data.json", "{", "[", "damaged"),
        ("manifest.json", "record_sha256", "nothing", "damaged"),
    ],
)
def test_file_that_was_changed_is_refused(
    world: World, zipped: Path, name: str, before: str, after: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("import_person", str(changed(zipped, name, before, after)))


def test_file_that_unpacks_to_more_than_any_copy_is_not_unpacked(
    world: World, zipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.privacy.importing.LARGEST", 1000)
    with pytest.raises(CommandError, match="more than a person"):
        call_command("import_person", str(zipped))


def test_any_other_file_is_refused_in_a_sentence(db: None, tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(b"something else")
    with pytest.raises(CommandError, match="no copy"):
        call_command("import_person", str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_person", str(tmp_path / "nothing.zip"))


def forged(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """With another record, and the digest that belongs to it: anybody can compute one."""
    target = path.with_name("forged.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        data, manifest = json.loads(source.read("data.json")), json.loads(source.read("manifest.json"))
        change(data["record"])
        copy.writestr("data.json", json.dumps(data))
        copy.writestr("manifest.json", json.dumps({**manifest, "record_sha256": digest_of(data["record"])}))
    return target


def test_forged_file_opens_nobody_elses_record(world: World, zipped: Path) -> None:
    stranger, other = world.cast.stranger, world.cast.other_episode
    erase(person=world.cast.client.pk)

    def smuggle(record: dict[str, Any]) -> None:
        place = {**record["accounts.careteammember"][0], "id": str(uuid.uuid4())}
        record["accounts.careteammember"].append({**place, "episode": str(other.pk), "therapist": str(stranger.pk)})

    with pytest.raises(CommandError):
        call_command("import_person", str(forged(zipped, smuggle)))
    assert not other.care_team.filter(therapist=stranger).exists()

    def promote(record: dict[str, Any]) -> None:
        record["accounts.user"][0] |= {"is_superuser": True, "is_staff": True}

    with pytest.raises(CommandError):
        call_command("import_person", str(forged(zipped, promote)))
    assert not User.objects.filter(pk=world.cast.client.pk).exists()


def packed(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"{name}.json", content)
    return path


def test_file_that_swells_or_never_ends_is_refused_in_a_sentence(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = packed(tmp_path / "deep.zip", manifest=b"{}", data=b"[" * 200_000)
    with pytest.raises(CommandError, match="no copy"):
        call_command("import_person", str(deep))
    monkeypatch.setattr("accounts.privacy.importing.LARGEST", 1_000_000)
    bomb = packed(tmp_path / "bomb.zip", manifest=b"{}", data=b" " * 50_000_000)
    assert bomb.stat().st_size < 100_000
    with pytest.raises(CommandError, match="more than a person's data"):
        call_command("import_person", str(bomb))
