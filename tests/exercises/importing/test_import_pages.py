"""Import and export in the editors' admin."""

import json
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exercises.editorial import drafts
from exercises.importing.formats import decoded, read_rows
from exercises.models import Draft, Exercise, ExerciseOrigin
from tests.cast import Cast
from tests.exercises.importing.shapes import exercise, free_entry, page, vocabulary, wger_entry

pytestmark = pytest.mark.django_db
INDEX = "/admin/exercises/exercise/"
IMPORT = INDEX + "import/"
CARRY_OUT = IMPORT + "carry-out/"


@pytest.fixture
def editor(client: Client, cast: Cast) -> Client:
    vocabulary()
    client.force_login(cast.editor)
    return client


def upload(client: Client, content: bytes | Any, form: str = "", name: str = "some.txt") -> Any:
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content), "form": form})


def stamps(answer: Any) -> list[str]:
    return [f"{fate.row.number}:{fate.stamp}" for fate in answer.context["offered"]]


def take(client: Client, answer: Any, values: list[str]) -> Any:
    return client.post(CARRY_OUT, {"packed": answer.context["packed"], "take": values})


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_editor_sees_what_would_happen_and_takes_what_is_ticked(editor: Client, cast: Cast) -> None:
    answer = upload(editor, page(wger_entry(1), {"id": 2}, wger_entry(3)))
    text = answer.content.decode()
    assert "Made-up curl 1" in text
    assert "It has no name." in text
    assert "entry 2" in text
    assert "Curl up &amp; down." in text
    assert not ExerciseOrigin.objects.exists()
    done = take(editor, answer, stamps(answer)[1:])
    assert done.headers["Location"] == INDEX
    assert said(done) == "Imported as drafts for review: 1 new."
    assert ExerciseOrigin.objects.get().exercise.name == "Made-up curl 3"
    assert Draft.objects.get().changed_by == cast.editor


def test_what_has_changed_since_the_look_is_left_alone(editor: Client, cast: Cast) -> None:
    answer = upload(editor, b"slug: glute-bridge\npurpose: Theirs.\n")
    draft = drafts.begin(exercise=exercise("glute-bridge"), by=cast.editor)
    drafts.change(draft=draft, document=draft.read().with_changes(purpose="Mine."), by=cast.editor)
    done = take(editor, answer, stamps(answer))
    assert "Somebody is working on a draft" in said(done)
    assert exercise("glute-bridge").draft.read().purpose == "Mine."


def test_the_dry_run_shows_before_and_after(editor: Client, cast: Cast) -> None:
    text = upload(editor, b"slug: glute-bridge\npurpose: Stronger <b>hips</b>.\n").content.decode()
    assert "<del>Glute bridge in one sentence.</del>" in text
    assert "<ins>Stronger &lt;b&gt;hips&lt;/b&gt;.</ins>" in text


@pytest.mark.parametrize(
    ("content", "form", "sentence"),
    [
        (b"", "", "The file is empty."),
        (b"\xff\xff\x00\x01", "", "not text in UTF-8"),
        (b"{", "wger", "Line 1 is not valid JSON."),
        (b"name;colour\nx;y", "", "There is no column"),
        (b"name: x", "excel", "Select a valid choice"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_its_page(
    editor: Client, content: bytes, form: str, sentence: str
) -> None:
    answer = upload(editor, content, form)
    assert answer.status_code == 400
    assert sentence in answer.content.decode().replace("&#x27;", "'")


def test_too_large_a_file_is_refused(editor: Client) -> None:
    answer = upload(editor, b"# " + b"x" * 10_000_000)
    assert answer.status_code == 400
    assert "too large" in answer.content.decode()


def test_nothing_ticked_and_nothing_signed_changes_nothing(editor: Client, cast: Cast) -> None:
    answer = upload(editor, [free_entry()])
    assert "Nothing was ticked" in said(take(editor, answer, []))
    forged = editor.post(CARRY_OUT, {"packed": "x" + answer.context["packed"], "take": stamps(answer)})
    assert "Choose the file again" in said(forged)
    editor.force_login(cast.admin)
    assert "Somebody else" in said(take(editor, answer, stamps(answer)))
    for junk in (["1:forged"], ["x"], ["99:1"], ["²:1"]):
        assert take(editor, answer, junk).status_code == 302
    assert not ExerciseOrigin.objects.exists()


def test_reviewer_reads_where_a_draft_comes_from(editor: Client, cast: Cast) -> None:
    answer = upload(editor, page(wger_entry(1)))
    take(editor, answer, stamps(answer))
    text = editor.get(f"{INDEX}{exercise('made-up-curl-1').pk}/change/").content.decode()
    assert "Imported from" in text
    assert "brachialis" in text
    assert "Imported from" not in editor.get(f"{INDEX}{exercise('bird-dog').pk}/change/").content.decode()
    assert "Made-up curl 1" in editor.get(f"{INDEX}?origin=import").content.decode()


def test_export_gives_what_the_list_shows(editor: Client, cast: Cast) -> None:
    everything = editor.get(INDEX + "export/yaml/")
    assert everything.headers["Content-Disposition"] == 'attachment; filename="exercises.yaml"'
    assert len(read_rows(decoded(everything.content))) == Exercise.objects.count()
    some = editor.get(INDEX + "export/csv/?q=bird")
    assert [row.key for row in read_rows(decoded(some.content))] == ["bird-dog"]
    assert "export/csv/?q=bird" in editor.get(INDEX + "?q=bird").content.decode()
    for address in ("export/exe/", "export/csv/?nonsense__x=1"):
        assert editor.get(INDEX + address).status_code == 302


@pytest.mark.parametrize("actor", ["therapist", "client", "manager", None])
def test_strangers_get_no_door(client: Client, cast: Cast, actor: str | None) -> None:
    if actor:
        client.force_login(getattr(cast, actor))
    for address in (IMPORT, INDEX + "export/yaml/"):
        assert client.get(address).status_code == 302
    assert client.post(CARRY_OUT, {}).status_code == 302
    assert upload(client, [free_entry()]).status_code == 302
    assert not ExerciseOrigin.objects.exists()


def test_carrying_out_is_a_post(editor: Client) -> None:
    assert editor.get(CARRY_OUT).status_code == 405
    assert editor.post(INDEX + "export/yaml/").status_code == 405
