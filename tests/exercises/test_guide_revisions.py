"""The guide's desk: nothing that was published is lost, and nothing goes out by itself."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from backfit.refusals import Conflict
from exercises.content.files import Report
from exercises.loading import load_guide
from exercises.models import GuideDraft, GuidePage, GuideRevision
from tests.cast import Cast

LIST = "/admin/exercises/guidepage/"
HOSTILE = "## Head\n\n<script>alert(1)</script> **bold** [x](javascript:y)"
needs_database = pytest.mark.django_db


@pytest.fixture
def move(cast: Cast) -> GuidePage:
    move = GuidePage(slug="move", published=False)
    move.publish(text={"title": "Move", "summary": "Why.", "body": "Old words."}, by=cast.editor, reason="New page.")
    return move


def address(move: GuidePage, rest: str = "change/") -> str:
    return f"{LIST}{move.pk}/{rest}"


def send(client: Client, move: GuidePage, button: str = "_save", **fields: Any) -> Any:
    """The form as it would be sent by somebody who has just opened it."""
    fresh = GuidePage.objects.get(pk=move.pk)
    data = {"title": "Move", "summary": "Why.", "body": "Old words.", "position": 1, "serial": fresh.serial}
    return client.post(address(move), data | {button: "1"} | fields)


def shown(body: str) -> bool:
    """Whether visitors read it."""
    return body in Client().get("/guide/move/").content.decode()


@needs_database
def test_draft_leaves_the_page_alone_until_it_is_published(editor: Client, cast: Cast, move: GuidePage) -> None:
    assert send(editor, move, body="New words.").status_code == 302
    assert shown("Old words.")
    assert not shown("New words.")
    form = editor.get(address(move)).content.decode()
    assert "New words." in form
    assert "With a change that readers do not see yet" in form
    assert send(editor, move, "_publish", body="New words.", reason="Clearer.").status_code == 302
    assert shown("New words.")
    assert not GuideDraft.objects.exists()
    kept = [(found.number, found.body, found.reason, found.by) for found in move.revisions.all()]
    assert kept == [(2, "New words.", "Clearer.", cast.editor), (1, "Old words.", "New page.", cast.editor)]


@needs_database
def test_publishing_needs_a_reason(editor: Client, move: GuidePage) -> None:
    answer = send(editor, move, "_publish", body="New words.")
    assert answer.status_code == 400
    assert "Say in a line why you change it." in answer.content.decode()
    assert "New words." in answer.content.decode()
    assert shown("Old words.")


@needs_database
def test_editor_writes_a_new_page(editor: Client, cast: Cast) -> None:
    data = {"title": "Rest", "slug": "rest", "body": "Sleep well.\r\n\r\nTruly.", "position": 7}
    assert editor.get(f"{LIST}add/").status_code == 200
    assert editor.post(f"{LIST}add/", data | {"_save": "1"}).status_code == 302
    move = GuidePage.objects.get(slug="rest")
    assert (move.body, move.position, move.published) == ("Sleep well.\n\nTruly.", 7, False)
    assert Client().get("/guide/rest/").status_code == 404
    data |= {"slug": "resting", "serial": move.serial, "_publish": "1", "reason": "New."}
    assert editor.post(address(move), data).status_code == 302
    assert Client().get("/guide/resting/").status_code == 200
    assert 'name="slug"' not in editor.get(address(move)).content.decode()


@needs_database
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"slug": "move"}, "Another page has this address."),
        ({"slug": "a b"}, "valid “slug”"),
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 121}, "at most 120"),
        ({"body": ""}, "This field is required."),
        ({"body": "x" * 20_001}, "at most 20000"),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"position": "99999999999999"}, "less than or equal to"),
        ({"reason": "x" * 301}, "at most 300"),
        ({"serial": "many"}, "Enter a whole number."),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(
    editor: Client, move: GuidePage, fields: dict[str, str], said: str
) -> None:
    good = {"title": "Rest", "slug": "rest", "summary": "Typed with care.", "body": "Sleep.", "position": "3"}
    for button in ("_save", "_publish"):
        answer = editor.post(f"{LIST}add/", good | {button: "1", "reason": "New."} | fields)
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert "Typed with care." in answer.content.decode()
    assert GuidePage.objects.count() == 1


@needs_database
@pytest.mark.parametrize("button", ["_save", "_publish", "_withdraw", "_discard"])
def test_second_editor_is_told_and_loses_nothing(editor: Client, move: GuidePage, button: str) -> None:
    seen = move.serial
    send(editor, move, body="Their words.")
    answer = send(editor, move, button, body="My words.", reason="Mine.", serial=seen)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Somebody else has saved this page since you opened it." in text
    assert "<ins>" in text
    assert "My" in text
    assert GuideDraft.objects.get().body == "Their words."
    assert shown("Old words.")
    now = GuidePage.objects.get(pk=move.pk).serial
    assert f'name="serial" value="{now}"' in text
    assert send(editor, move, body="Both words.", serial=now).status_code == 302
    assert GuideDraft.objects.get().body == "Both words."


@needs_database
def test_editor_compares_and_restores(editor: Client, cast: Cast, move: GuidePage) -> None:
    send(editor, move, "_publish", body="New words.", reason="Clearer.")
    send(editor, move, body="Newest words.")
    history = editor.get(address(move, "history/")).content.decode()
    assert history.index("Clearer.") < history.index("New page.")
    changes = editor.get(address(move, "history/?a=1&b=2")).content.decode()
    assert "From revision 1 to revision 2" in changes
    assert '<del><span class="visually-hidden"> removed: </span>Old<span' in changes
    assert '<ins><span class="visually-hidden"> added: </span>New<span' in changes
    assert " </span>Newest<span" in editor.get(address(move, "history/?a=2&b=draft")).content.decode()
    assert "The two say the same." in editor.get(address(move, "history/?a=2&b=2")).content.decode()
    assert editor.post(address(move, "history/1/restore/")).status_code == 409
    assert GuideDraft.objects.get().body == "Newest words."
    send(editor, move, "_discard")
    assert editor.post(address(move, "history/1/restore/")).status_code == 302
    assert GuideDraft.objects.get().body == "Old words."
    assert shown("New words.")
    send(editor, move, "_publish", reason="Back.")
    assert shown("Old words.")
    assert [found.number for found in move.revisions.all()] == [3, 2, 1]


@needs_database
@pytest.mark.parametrize("query", ["a=9&b=1", "a=1", "a=draft&b=1", "a=one&b=1", "a=1&b=" + "9" * 40, "a=²&b=1"])
def test_what_cannot_be_compared_is_not_found(editor: Client, move: GuidePage, query: str) -> None:
    assert editor.get(address(move, f"history/?{query}")).status_code == 404


@needs_database
def test_unknown_pages_are_not_found(editor: Client, move: GuidePage) -> None:
    for rest in ("999999/change/", "x/change/", "999999/history/"):
        assert editor.get(LIST + rest).status_code == 404
    assert editor.post(address(move, "history/9/restore/")).status_code == 404
    assert editor.get(address(move, "history/1/restore/")).status_code == 405


@needs_database
def test_editor_takes_a_page_out_and_back_in(editor: Client, move: GuidePage) -> None:
    send(editor, move, body="Later words.")
    assert send(editor, move, "_withdraw").status_code == 302
    assert Client().get("/guide/move/").status_code == 404
    assert "Later words." in editor.get(address(move)).content.decode()
    send(editor, move, body="Latest words.")
    assert not GuideDraft.objects.exists()
    send(editor, move, "_publish", body="Latest words.", reason="Ready.")
    assert shown("Latest words.")
    with pytest.raises(Conflict):
        GuidePage.objects.get(pk=move.pk).discard_draft(by=None)


@needs_database
def test_preview_shows_what_readers_would_see_and_keeps_nothing(editor: Client, move: GuidePage) -> None:
    typed = {
        "title": "<i>T</i>",
        "summary": "S",
        "body": "## Head\n\n<script>alert(1)</script> **bold** [x](javascript:y)",
    }
    answer = editor.post(f"{LIST}preview/", typed)
    text = answer.content.decode()
    assert "<h2>Head</h2>" in text
    assert "<strong>bold</strong>" in text
    assert "&lt;i&gt;T" in text
    assert "<script" not in text
    assert 'href="javascript' not in text
    assert "Reads at grade" in text
    assert editor.post(f"{LIST}preview/", {}).status_code == 200
    assert editor.get(f"{LIST}preview/").status_code == 405
    again = send(editor, move, "_preview", body="## Unsaved").content.decode()
    assert "<h2>Unsaved</h2>" in again
    assert shown("Old words.")
    assert not GuideDraft.objects.exists()


@needs_database
def test_content_file_keeps_what_it_replaces(cast: Cast, tmp_path: Path, editor: Client) -> None:
    path = tmp_path / "move.md"
    head = "---\nslug: move\ntitle: Move\norder: 1\nsummary: Why you should move.\n---\n"
    for body in ("First words.", "Second words."):
        path.write_text(head + body)
        load_guide([path], Report())
    move = GuidePage.objects.get()
    assert [(found.number, found.body) for found in move.revisions.all()] == [(2, "Second words."), (1, "First words.")]
    GuideDraft.keep(move, by=cast.editor, text={"title": "Move", "summary": "", "body": "Mine."})
    path.write_text(head + "Third words.")
    load_guide([path], Report())
    form = editor.get(address(move)).content.decode()
    assert "Another text has been published since this change was begun" in form
    send(editor, move, body="Fourth words.")
    path.write_text(head + "Fifth words.")
    load_guide([path], Report())
    assert shown("Third words."), "what an editor works on is the editors'"


@needs_database
@pytest.mark.parametrize("who", ["client", "therapist", "manager"])
def test_guide_desk_is_for_editors(client: Client, cast: Cast, move: GuidePage, who: str) -> None:
    client.force_login(getattr(cast, who))
    for method, rest in (("get", "change/"), ("post", "change/"), ("get", "history/"), ("post", "history/1/restore/")):
        assert getattr(client, method)(address(move, rest)).status_code in (302, 403)
    assert client.post(f"{LIST}preview/", {}).status_code in (302, 403)
    assert not GuideRevision.objects.visible_to(getattr(cast, who)).exists()
    assert move.revisions.count() == 1
