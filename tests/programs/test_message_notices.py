"""Being told to open Backfit because of a message: rarely, not at night, and without a word of it."""

import datetime
import uuid
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from accounts.care_sharing import stop_sharing
from backfit.chores import chores
from programs.message_notices import tell_due
from programs.messages import mark_read, send
from programs.models import Message, MessageNotice, Program, PushSubscription
from programs.reminders.choosing import choose
from programs.reminders.devices import register
from programs.reminders.push import Outcome
from tests.factories import make_user
from tests.programs.reminders.followed import SECRETS, at, clock, make_followed
from tests.push_service import Browser

TEXT = "The zebra pose hurts, dear Tess"


@pytest.fixture
def program(db: None) -> Program:
    return make_followed()


def write(program: Program, text: str, *, from_client: bool = True) -> Message:
    therapist = program.episode.care_team.get(left_at__isnull=True).therapist
    by = program.episode.client if from_client else therapist
    assert by is not None
    return send(by=by, episode=program.episode, uuid=uuid.uuid4(), text=text)[0]


def look(text: str, day: int = 0) -> int:
    """What the worker does at that moment; gives how many mails it sent."""
    before = len(mail.outbox)
    with at(text, day):
        tell_due()
    return len(mail.outbox) - before


def test_worker_looks_for_notices_each_minute() -> None:
    assert {chore.function: chore.seconds for chore in chores}[tell_due] == 60


def test_therapist_is_told_once_an_hour_and_learns_nothing(program: Program) -> None:
    with at("09:00"):
        write(program, TEXT)
    assert look("09:01") == 0
    assert look("09:02") == 1
    [sent] = mail.outbox
    said = f"{sent.subject} {sent.body}"
    assert sent.to == ["tess@example.org"]
    assert "Open Backfit" in said
    assert not [word for word in (*SECRETS, "message", str(program.episode_id)) if word.lower() in said.lower()]
    with at("09:10"):
        write(program, "And again")
        write(program, "And once more")
    assert look("09:15") == look("10:01") == 0
    assert look("10:02") == 1
    assert look("11:30") == 0


def test_client_is_told_in_the_words_of_a_reminder(program: Program) -> None:
    with at("09:00"):
        write(program, "How is the zebra pose?", from_client=False)
    assert look("09:02") == 1
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["chris@example.org"], "A reminder from Backfit")
    assert not [word for word in (*SECRETS, "message") if word.lower() in str(sent.body).lower()]
    assert "List-Unsubscribe" in sent.extra_headers


def test_client_without_reminders_is_not_told(db: None) -> None:
    program = make_followed(reminded=False)
    with at("09:00"):
        write(program, "How is it going?", from_client=False)
    assert look("09:30") == 0
    assert MessageNotice.objects.get().due_at is None


def test_client_sleeps_through_the_quiet_hours(program: Program) -> None:
    with at("22:15"):
        write(program, "For tomorrow", from_client=False)
    assert look("22:20") == look("03:00", 1) == look("06:59", 1) == 0
    assert look("07:00", 1) == 1


def test_hours_that_became_quiet_meanwhile_count(program: Program) -> None:
    with at("20:00"):
        write(program, "For tomorrow", from_client=False)
    client = program.episode.client
    assert client is not None
    with at("20:30"):
        choose(by=client, quiet_from=datetime.time(20))
    assert look("20:31") == 0
    assert look("07:00", 1) == 1


def test_who_has_read_meanwhile_is_not_told(program: Program) -> None:
    with at("09:00"):
        message = write(program, TEXT)
        mark_read(by=program.episode.care_team.get().therapist, message=message)
    assert look("09:05") == 0


def test_who_may_not_read_any_more_is_not_told(program: Program) -> None:
    with at("09:00"):
        write(program, TEXT)
        assert program.episode.client is not None
        stop_sharing(episode=program.episode, by=program.episode.client)
    mail.outbox.clear()
    assert look("09:05") == 0


def test_former_therapist_is_not_told_and_the_new_one_is(program: Program) -> None:
    with at("08:00"):
        program.episode.care_team.get().leave()
        new = make_user("new@example.org", "Nora New")
        assert program.episode.clinic is not None
        program.episode.clinic.add(new, "therapist")
        program.episode.care_team.create(therapist=new)
    with at("09:00"):
        write(program, TEXT)
    assert look("09:05") == 1
    assert mail.outbox[0].to == ["new@example.org"]


def test_mail_server_that_is_down_is_tried_again(program: Program, monkeypatch: Any) -> None:
    def down(*args: Any) -> int:
        raise SMTPServerDisconnected

    with at("09:00"):
        write(program, TEXT)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", down)
        assert look("09:05") == 0
    assert look("09:10") == 0
    assert look("09:15") == 1


def test_second_worker_finds_it_taken(program: Program) -> None:
    with at("09:00"):
        write(program, TEXT)
    with at("09:05"):
        assert (tell_due(), tell_due()) == (1, 0)
    assert MessageNotice.objects.get().told_at == clock("09:05")


def test_client_is_told_by_push_and_a_busy_service_is_asked_again(program: Program, monkeypatch: Any) -> None:
    sent: list[dict[str, str]] = []
    outcomes = [Outcome.LATER, Outcome.SENT]

    def push(device: PushSubscription, message: dict[str, str], *, seconds: int) -> Outcome:
        assert 60 <= seconds <= 3600
        sent.append(message)
        return outcomes.pop(0)

    monkeypatch.setattr("programs.message_notices.push", push)
    client = program.episode.client
    assert client is not None
    with at("08:30"):
        choose(by=client, by_mail=False, by_push=True)
        keys = Browser().keys
        register(by=client, endpoint="https://push.invalid/C", name="Phone", **keys)
    with at("09:00"):
        write(program, "How is the zebra pose?", from_client=False)
    for minutes, tries in (("09:02", 1), ("09:05", 1), ("09:12", 2), ("09:40", 2)):
        assert (look(minutes), len(sent)) == (0, tries), minutes
    assert sent[0]["body"] == "Open Backfit when it suits you."
    assert sent[0]["url"] == "/today/"


def test_what_cannot_be_sent_for_two_days_is_given_up(program: Program) -> None:
    with at("09:00"):
        write(program, TEXT)
    assert look("10:00", 3) == 0
    assert MessageNotice.objects.get().due_at is None
