"""At least once and never twice in normal running, whatever dies in between; and what stands in a mail."""

import datetime
import re
from email.message import Message
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from backfit import chores
from backfit.retention import forget_all
from programs.models import Program, Reminder, ReminderConsent, ReminderSettings
from programs.reminders import waking
from programs.reminders.choosing import choose
from programs.reminders.sending import send
from programs.reminders.waking import try_again, wake_up
from tests.accounts.test_at_once import at_once
from tests.programs.reminders.followed import FIRST, SECRETS, at, client_of, clock, look, make_followed

ONE_CLICK = "List-Unsubscribe=One-Click"


class Killed(BaseException):
    """Like SIGKILL: nothing of ours catches it."""


@pytest.fixture
def program(db: None) -> Program:
    return make_followed()


@pytest.fixture
def queue(settings: Settings) -> None:
    """What is queued waits in the database, as on a site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def queued() -> list[str]:
    return [row.args_kwargs["args"][0] for row in DBTaskResult.objects.order_by("enqueued_at")]


def work() -> None:
    """A worker takes what is queued and ends, whatever happens."""
    for key in queued():
        DBTaskResult.objects.all().delete()
        try:
            send(key)
        except Killed:
            return


def headers(message: Any) -> Message:
    found: Message = message.message()
    return found


def test_a_mail_says_that_backfit_can_be_opened_and_nothing_else(program: Program) -> None:
    look("08:00")
    [message] = mail.outbox
    source = headers(message).as_string()
    text = f"{message.subject}\n{message.body}"
    assert not [word for word in SECRETS if word.lower() in text.lower()]
    assert "http://127.0.0.1:8000/today/" in text
    assert str(client_of(program).pk) not in source
    assert str(program.pk) not in source


def test_a_mail_can_be_stopped_from_the_mail_program(program: Program) -> None:
    look("08:00")
    found = headers(mail.outbox[0])
    assert found["List-Unsubscribe-Post"] == ONE_CLICK
    assert found["Auto-Submitted"] == "auto-generated"
    path = re.fullmatch(
        r"<http://127\.0\.0\.1:8000(/reminders/stop/\S+)>", found["List-Unsubscribe"].replace("\n ", "")
    )
    assert path is not None
    posted = Client(enforce_csrf_checks=True).post(path[1], ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert posted.status_code == 200
    assert not ReminderSettings.objects.get().is_on
    assert ReminderConsent.objects.get().withdrawn_at is not None
    look("08:00", 1)
    assert len(mail.outbox) == 1


def test_looking_at_the_link_stops_nothing_and_its_button_does(program: Program) -> None:
    look("08:00")
    found = re.search(r"/reminders/stop/\S+", str(mail.outbox[0].body))
    assert found is not None
    visitor = Client()
    page = visitor.get(found[0])
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert ReminderSettings.objects.get().is_on
    assert "Reminders are off" in visitor.post(found[0]).content.decode()
    assert "Reminders are off" in visitor.get(found[0]).content.decode()


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 400, "%C3%A9.x", "6b1f7c0a4c5e4a8f9d7f0b6f6c1d2e3f.forged"])
def test_a_broken_link_is_a_clear_page_and_stops_nothing(program: Program, token: str) -> None:
    for answer in (Client().get(f"/reminders/stop/{token}/"), Client().post(f"/reminders/stop/{token}/")):
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
    assert ReminderSettings.objects.get().is_on


def test_what_is_queued_in_a_transaction_that_fails_is_never_sent(program: Program, queue: None) -> None:
    with at("08:00"):
        try:
            with transaction.atomic():
                assert wake_up() == 1
                raise ValueError
        except ValueError:
            pass
        assert queued() == []
        work()
        assert mail.outbox == []
        assert wake_up() == 1  # the slot is still to be had
        work()
    assert len(mail.outbox) == 1


def test_looking_twice_queues_once_and_two_workers_send_once(program: Program, queue: None) -> None:
    with at("08:00"):
        assert wake_up() == 1
        ReminderSettings.objects.update(next_at=clock("08:00"))
        assert wake_up() == 0
        [key] = queued()
        assert [send(key), send(key)] == [True, False]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_worker_s_reminder_is_sent_again_with_the_same_message_id(
    program: Program, queue: None, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    real = EmailBackend.send_messages

    def die(backend: EmailBackend, messages: Any) -> int:
        if moment == "after":
            real(backend, messages)
        raise Killed

    with at("08:00"):
        wake_up()
        monkeypatch.setattr(EmailBackend, "send_messages", die)
        work()
        monkeypatch.setattr(EmailBackend, "send_messages", real)
        assert try_again() == 0  # it might still be alive
    with at("08:11"):
        assert try_again() == 1
        assert try_again() == 0
        work()
        assert try_again() == 0
    assert len(mail.outbox) == (2 if moment == "after" else 1)
    assert len({headers(message)["Message-ID"] for message in mail.outbox}) == 1


def test_a_queue_that_lost_a_task_is_filled_again(program: Program, queue: None) -> None:
    with at("08:00"):
        wake_up()
        DBTaskResult.objects.all().delete()
    with at("08:11"):
        assert try_again() == 1
        work()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_was_down_for_an_hour_loses_nothing(
    program: Program, queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(backend: EmailBackend, messages: Any) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", refuse)
        for time in ("08:00", "08:11", "08:22", "08:33", "08:44", "08:55"):
            with at(time):
                wake_up()
                try_again()
                work()
        assert mail.outbox == []
    with at("09:06"):
        try_again()
        work()
    assert len(mail.outbox) == 1


def test_a_reminder_that_could_not_leave_in_time_is_dropped(program: Program, queue: None) -> None:
    with at("08:00"):
        wake_up()
        DBTaskResult.objects.all().delete()
    with at("10:01"):
        assert try_again() == 1
        work()
        assert try_again() == 0
    assert mail.outbox == []
    assert Reminder.objects.get().settled_at is not None


def test_one_client_s_trouble_keeps_nobody_else_s_back(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    real = waking.look_at
    other = ReminderSettings.objects.get()
    with at("06:30"):
        choose(by=program.created_by, by_mail=True)

    def fail(key: int, now: datetime.datetime) -> int:
        if key != other.pk:
            raise ValueError("Zebra pose")
        return real(key, now)

    monkeypatch.setattr(waking, "look_at", fail)
    with at("08:00"):
        assert wake_up() == 1
    assert len(mail.outbox) == 1


def test_looking_and_trying_again_are_chores_of_each_minute() -> None:
    regular = {chore.function: chore.seconds for chore in chores.chores}
    assert regular[wake_up] <= 60
    assert regular[try_again] <= 60
    assert forget_all in regular


def test_old_slots_are_forgotten(program: Program) -> None:
    look("08:00")
    with at("08:00", 80):
        forget_all()
    assert Reminder.objects.count() == 1
    with at("08:00", 91):
        forget_all()
    assert Reminder.objects.count() == 0


def test_nobody_is_looked_at_before_the_time(program: Program, django_assert_num_queries: Any) -> None:
    with at("07:30"), django_assert_num_queries(1):
        wake_up()


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_send_once(transactional_db: None, queue: None) -> None:
    make_followed()
    with at("08:00"):
        at_once(*[wake_up] * 4)
        [key] = queued()
        at_once(*[lambda: send(key)] * 4)
    assert len(mail.outbox) == 1
    assert Reminder.objects.get().day == FIRST
