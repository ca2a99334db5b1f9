"""Messages between a client and the care team: who writes, what is kept, and that it stays as it was written."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.care_sharing import stop_sharing
from accounts.emergency import begin_emergency
from accounts.models import AccessEntry, ApiToken
from accounts.privacy.erasing import erase
from backfit.refusals import Conflict, Different
from programs.device import copy_for
from programs.messages import mark_read, send
from programs.models import Attention, Message, SafetyScreen
from programs.models.message import LONGEST
from programs.safety_screen import answer_screen
from tests.cast import Cast
from tests.factories import make_episode
from tests.programs.pages import api_of, browser_of

API = "/api/v1/messages/"


def write(cast: Cast, text: str = "Is a warm bath all right?", *, by: Any = None, **fields: Any) -> Message:
    fields = {"by": by or cast.client, "episode": cast.episode, "uuid": uuid.uuid4(), "text": text} | fields
    return send(**fields)[0]


def thread(cast: Cast) -> str:
    return reverse("message_thread", args=[cast.episode.pk])


def page(cast: Cast, user: Any, **query: Any) -> str:
    return browser_of(user).get(thread(cast), query).content.decode()


def posted(cast: Cast, text: str, user: Any = None, **fields: Any) -> Any:
    data = {"text": text, "uuid": str(uuid.uuid4())} | fields
    return browser_of(user or cast.client).post(f"{thread(cast)}new/", data)


def reasons(cast: Cast) -> list[dict[str, Any]]:
    rows = Attention.objects.open().filter(episode=cast.episode, kind="message", handled_at__isnull=True)
    return [row.facts for row in rows]


# --- Writing and reading


def test_client_and_therapist_write_to_each_other(cast: Cast) -> None:
    browser = browser_of(cast.client)
    assert browser.get("/messages/").headers["Location"] == thread(cast)
    assert posted(cast, "Is a warm bath all right?\r\nChris").headers["Location"] == f"{thread(cast)}#newest"
    assert Message.objects.get().text == "Is a warm bath all right?\nChris"
    answered = posted(cast, "Yes, it is.", cast.therapist)
    assert answered.status_code == 302
    shown = page(cast, cast.client)
    assert "Is a warm bath all right?<br>Chris" in shown
    assert shown.index("warm bath") < shown.index("Yes, it is.")
    assert "Tess Therapist" in shown
    assert "Not read yet" in shown


def test_page_says_before_writing_that_nobody_reads_at_once(cast: Cast) -> None:
    shown = page(cast, cast.client)
    assert shown.index("Nobody reads this at once") < shown.index("Write to your care team")
    assert "In an emergency call" in shown.split("Nobody reads this at once")[1].split("Write to your")[0]


def test_text_is_plain_and_its_links_stay_text(cast: Cast) -> None:
    write(cast, "<b>Bold</b> https://evil.example/ {{ user }} javascript:alert(1)")
    for user in (cast.client, cast.therapist):
        shown = page(cast, user)
        assert "&lt;b&gt;Bold&lt;/b&gt; https://evil.example/ {{ user }}" in shown
        assert 'href="https://evil.example' not in shown


def test_client_is_told_of_new_messages_in_the_navigation_until_they_are_read(cast: Cast) -> None:
    message = write(cast, "How is it going?", by=cast.therapist)
    browser = browser_of(cast.client)
    for _time in range(2):  # looking changes nothing
        assert "data-messages-waiting" in browser.get(thread(cast)).content.decode()
    assert 'class="thread__new"' in browser.get(thread(cast)).content.decode()
    assert browser.post(f"{thread(cast)}read/", {"seen": str(message.pk)}).headers["Location"] == thread(cast)
    message.refresh_from_db()
    read_at = message.read_at
    assert read_at is not None
    shown = browser.get(thread(cast)).content.decode()
    assert "data-messages-waiting" not in shown
    assert "Mark as read" not in shown
    assert mark_read(by=cast.client, message=message) == 0
    message.refresh_from_db()
    assert message.read_at == read_at


def test_reading_leaves_what_came_later_and_ones_own_unread(cast: Cast) -> None:
    first, own = write(cast, "First"), write(cast, "Seen", by=cast.therapist)
    later = write(cast, "Later")
    assert mark_read(by=cast.therapist, message=own) == 1
    assert [bool(Message.objects.get(pk=each.pk).read_at) for each in (first, own, later)] == [True, False, False]


def test_answering_marks_what_was_on_the_page_as_read(cast: Cast) -> None:
    seen = write(cast)
    later = write(cast, "And one thing more")
    posted(cast, "Yes.", cast.therapist, seen=str(seen.pk))
    assert Message.objects.get(pk=seen.pk).read_at is not None
    assert Message.objects.get(pk=later.pk).read_at is None


def test_long_thread_shows_the_newest_and_a_way_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("programs.thread_page.SHOWN", 2)
    rows = [write(cast, f"Number {number}.") for number in range(5)]
    newest = page(cast, cast.client)
    assert ("Number 4." in newest, "Number 2." in newest) == (True, False)
    assert f"?before={rows[3].pk}" in newest
    earlier = page(cast, cast.client, before=str(rows[3].pk))
    assert ("Number 2." in earlier, "Number 3." in earlier) == (True, False)
    assert browser_of(cast.client).get(thread(cast), {"before": "\x00'--"}).status_code == 400


def test_client_of_two_clinics_chooses_the_thread(cast: Cast) -> None:
    other = make_episode(clinic=cast.other_clinic, therapist=cast.stranger, client=cast.client)
    write(cast, "Hello", by=cast.stranger, episode=other)
    shown = browser_of(cast.client).get("/messages/").content.decode()
    assert shown.index("Southside") < shown.index("Northside")
    assert "1 new message" in shown


def test_therapist_is_sent_to_the_desk_and_finds_the_message_there(cast: Cast) -> None:
    write(cast)
    desk = browser_of(cast.therapist)
    assert desk.get("/messages/").headers["Location"] == "/clients/?kind=message"
    shown = desk.get("/clients/?kind=message").content.decode()
    assert "Unread message, sent today" in shown
    assert f'href="{thread(cast)}"' in shown
    assert f'href="{thread(cast)}"' in desk.get(cast.episode.get_absolute_url()).content.decode()


def test_reason_for_attention_counts_messages_and_ends_when_they_are_read(cast: Cast) -> None:
    first, last = write(cast), write(cast, "And a cold one?")
    assert [(facts["times"], facts["messages"]) for facts in reasons(cast)] == [(2, 2)]
    mark_read(by=cast.therapist, message=first)
    assert [facts["times"] for facts in reasons(cast)] == [1]
    mark_read(by=cast.therapist, message=last)
    assert reasons(cast) == []
    write(cast, "Good.", by=cast.therapist)
    assert reasons(cast) == []


# --- What is refused


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1), "a\x00b"])
def test_bad_text_is_refused_with_a_sentence(cast: Cast, text: str) -> None:
    answer = posted(cast, text)
    assert answer.status_code == 400
    body = {"uuid": str(uuid.uuid4()), "episode": str(cast.episode.pk), "text": text}
    refused = api_of(cast.client).post(API, body, format="json")
    assert refused.status_code == 400
    assert not Message.objects.exists()


@pytest.mark.parametrize("value", [None, [], {}, "", "\x00", True])
@pytest.mark.parametrize("field", ["uuid", "episode", "text"])
def test_api_refuses_what_is_no_value(cast: Cast, field: str, value: Any) -> None:
    body = {"uuid": str(uuid.uuid4()), "episode": str(cast.episode.pk), "text": "Hello"} | {field: value}
    answer = api_of(cast.client).post(API, body, format="json")
    assert (answer.status_code, Message.objects.count()) == (400, 0)


def test_longest_text_counts_line_ends_once(cast: Cast) -> None:
    assert posted(cast, "\r\n".join(["x"] * (LONGEST // 2))).status_code == 302
    assert Message.objects.get().text.count("\n") == LONGEST // 2 - 1


def test_nothing_else_can_be_said_of_a_message(cast: Cast) -> None:
    body = {"uuid": str(uuid.uuid4()), "episode": str(cast.episode.pk), "text": "Hello"}
    for name in ("author", "from_client", "sent_at", "read_at", "leaving_at"):
        answer = api_of(cast.client).post(API, body | {name: "x"}, format="json")
        assert (answer.status_code, list(answer.json())) == (400, [name])


def test_who_could_not_be_read_cannot_write(cast: Cast) -> None:
    cast.episode.end()
    with pytest.raises(Conflict, match="ended"):
        write(cast)
    answer = posted(cast, "Kept on the page")
    assert answer.status_code == 409
    assert "This care has ended" in page(cast, cast.client)


def test_client_without_a_team_is_told_to_phone(cast: Cast) -> None:
    cast.episode.care_team.get(therapist=cast.therapist).leave()
    with pytest.raises(Conflict, match="phone the clinic"):
        write(cast)
    assert "Please phone the clinic" in page(cast, cast.client)


def test_therapist_cannot_write_to_who_has_not_joined(cast: Cast) -> None:
    pending = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email="new@example.org")
    with pytest.raises(Conflict, match="not joined"):
        write(cast, by=cast.therapist, episode=pending)


def test_withheld_thread_is_the_clients_alone_and_closed(cast: Cast) -> None:
    message = write(cast, "Before I stopped")
    stop_sharing(episode=cast.episode, by=cast.client)
    assert "Before I stopped" in page(cast, cast.client)
    assert posted(cast, "Hello?").status_code == 409
    assert browser_of(cast.therapist).get(thread(cast)).status_code == 404
    api = api_of(cast.therapist)
    assert api.get(f"{API}{message.pk}/").status_code == 404
    assert api.get(API).json()["count"] == 0
    body = {"uuid": str(uuid.uuid4()), "episode": str(cast.episode.pk), "text": "Hello"}
    assert api.post(API, body, format="json").status_code == 400


def test_emergency_access_reads_writes_nothing_and_marks_nothing(cast: Cast) -> None:
    message = write(cast, "For my therapist")
    begin_emergency(user=cast.colleague, episode=cast.episode, reason="Collapsed at reception, who treats is away")
    browser = browser_of(cast.colleague)
    shown = browser.get(thread(cast)).content.decode()
    assert "For my therapist" in shown
    assert "Mark as read" not in shown
    assert "<textarea" not in shown
    assert browser.post(f"{thread(cast)}new/", {"text": "x", "uuid": str(uuid.uuid4())}).status_code == 404
    assert browser.post(f"{thread(cast)}read/", {"seen": str(message.pk)}).status_code == 404
    assert api_of(cast.colleague).post(f"{API}{message.pk}/read/").status_code == 404
    assert Message.objects.get().read_at is None


def test_seen_of_another_thread_is_not_there(cast: Cast) -> None:
    other = write(cast, "Elsewhere", by=cast.other_client, episode=cast.other_episode)
    browser = browser_of(cast.therapist)
    assert browser.post(f"{thread(cast)}read/", {"seen": str(other.pk)}).status_code == 404
    assert browser.post(f"{thread(cast)}read/", {"seen": "x"}).status_code == 400
    assert Message.objects.get().read_at is None


def test_more_than_sixty_an_hour_are_refused_and_the_text_stays(cast: Cast, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"message": "1/h/user"}
    assert posted(cast, "One").status_code == 302
    answer = posted(cast, "Two")
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert "Two</textarea>" in answer.content.decode()
    body = {"uuid": str(uuid.uuid4()), "episode": str(cast.episode.pk), "text": "Three"}
    assert api_of(cast.client).post(API, body, format="json").status_code == 429
    assert Message.objects.count() == 1


# --- Sent again


def test_message_that_is_sent_again_is_one(cast: Cast) -> None:
    api, key = api_of(cast.client), str(uuid.uuid4())
    body = {"uuid": key, "episode": str(cast.episode.pk), "text": "Hello"}
    first, second = (api.post(API, body, format="json") for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    changed = api.post(API, body | {"text": "Bye"}, format="json")
    assert changed.status_code == 422
    with pytest.raises(Different):
        write(cast, "Hello", uuid=uuid.UUID(key), by=cast.client, episode=cast.other_episode)
    cast.episode.end()
    assert api.post(API, body, format="json").status_code == 200
    assert Message.objects.get().text == "Hello"


def test_same_uuid_of_somebody_else_is_another_message(cast: Cast) -> None:
    key = uuid.uuid4()
    write(cast, "Mine", uuid=key)
    write(cast, "Other", uuid=key, by=cast.other_client, episode=cast.other_episode)
    assert Message.objects.filter(uuid=key).count() == 2


# --- Words that call for more


def test_words_of_warning_ask_the_six_questions_as_in_notes(cast: Cast) -> None:
    answer = posted(cast, "I am numb between my legs")
    assert answer.headers["Location"] == reverse("six_questions")
    for url in (thread(cast), "/today/"):
        assert "Answer six questions" in browser_of(cast.client).get(url).content.decode(), url
    occasion = SafetyScreen.Occasion.PAIN
    answer_screen(by=cast.client, episodes=[cast.episode], occasion=occasion, found=SafetyScreen.Found.NONE)
    for url in (thread(cast), "/today/"):
        assert "Answer six questions" not in browser_of(cast.client).get(url).content.decode(), url


def test_words_of_despair_show_whom_to_call_first(cast: Cast) -> None:
    assert posted(cast, "It is hopeless").headers["Location"] == thread(cast)
    shown = page(cast, cast.client)
    assert shown.index("If dark thoughts come") < shown.index("It is hopeless")
    assert "Call 112" in shown
    assert "If dark thoughts come" in browser_of(cast.client).get("/today/").content.decode()
    assert "If dark thoughts come" in browser_of(cast.client).get(reverse("six_questions")).content.decode()
    assert "If dark thoughts come" not in page(cast, cast.therapist)


def test_words_of_a_therapist_call_for_nothing(cast: Cast) -> None:
    body = {"uuid": str(uuid.uuid4()), "episode": str(cast.episode.pk), "text": "Is it numb? Not hopeless."}
    said = api_of(cast.therapist).post(API, body, format="json").json()
    assert said["advice"] == {"check": False, "crisis": False}
    own = api_of(cast.client).post(API, body, format="json").json()
    assert own["advice"] == {"check": True, "crisis": True}
    assert (said["from_client"], own["from_client"]) == (False, True)


# --- The API besides


def test_api_lists_the_newest_first_and_marks_nothing(cast: Cast) -> None:
    write(cast, "First")
    last = write(cast, "Last", by=cast.therapist)
    api = api_of(cast.client)
    found = api.get(API, {"episode": str(cast.episode.pk), "read": "false"}).json()["results"]
    assert [row["text"] for row in found] == ["Last", "First"]
    assert [row["author"] for row in found] == ["Tess Therapist", cast.episode.client_name]
    read = api.post(f"{API}{last.pk}/read/").json()
    assert read["read_at"] is not None
    assert api.post(f"{API}{last.pk}/read/").json() == read
    assert api.get(API, {"read": "false"}).json()["count"] == 1
    assert api.get(API, {"read": "x"}).status_code == 400


def test_token_for_messages_is_a_scope_of_its_own(cast: Cast) -> None:
    for scope, status in (("sessions:read", 403), ("messages:read", 200)):
        _token, secret = ApiToken.issue(user=cast.client, name=scope, scopes=[scope])
        assert api_of_token(secret).get(API).status_code == status, scope


def api_of_token(secret: str) -> Any:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_therapist_who_has_left_keeps_the_name_and_loses_the_thread(cast: Cast) -> None:
    write(cast, "Good luck.", by=cast.therapist)
    cast.episode.care_team.create(therapist=cast.colleague)
    cast.episode.care_team.get(therapist=cast.therapist).leave()
    assert browser_of(cast.therapist).get(thread(cast)).status_code == 404
    for user in (cast.client, cast.colleague):
        assert "Tess Therapist" in page(cast, user)


def test_looks_at_a_thread_are_written_down(cast: Cast) -> None:
    write(cast)
    page(cast, cast.therapist)
    entry = AccessEntry.objects.filter(door="message_thread", actor=cast.therapist.pk).get()
    assert "message" in entry.kinds.split()
    assert (
        "messages between you and your care team" in browser_of(cast.client).get(reverse("who_looked")).content.decode()
    )


def test_nothing_of_messages_is_kept_on_the_device(cast: Cast) -> None:
    write(cast, "For nobody else to keep", by=cast.therapist)
    assert "For nobody else" not in str(copy_for(cast.client))
    answer = browser_of(cast.client).get(thread(cast))
    assert "no-store" in answer.headers["Cache-Control"]


# --- Kept as written


def test_database_itself_changes_and_deletes_no_message(cast: Cast) -> None:
    message = write(cast)
    mark_read(by=cast.therapist, message=message)
    table = Message._meta.db_table
    statements = [
        f"UPDATE {table} SET text = 'Something else'",
        f"UPDATE {table} SET read_at = NULL",
        f"UPDATE {table} SET from_client = NOT from_client",
        f"DELETE FROM {table}",
    ]
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.all().delete()
    assert Message.objects.get().text == "Is a warm bath all right?"


def test_erasure_takes_the_thread_and_leaves_others(cast: Cast) -> None:
    write(cast)
    write(cast, "Yes.", by=cast.therapist)
    other = write(cast, "Mine", by=cast.other_client, episode=cast.other_episode)
    assert erase(person=cast.client.pk)
    assert [message.pk for message in Message.objects.all()] == [other.pk]
