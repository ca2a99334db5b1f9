"""An account that reads as nobody does at work is told of, once."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.access_log import Visit, keep
from accounts.alarms import forget_refused, look_out
from accounts.models import Alarm, Membership, RefusedTry
from backfit.looking import Look
from tests.cast import Cast
from tests.factories import make_episode

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def few(settings: Settings) -> None:
    settings.ALARM_CLIENTS, settings.ALARM_REFUSED, settings.ALARM_EXPORTS = 5, 5, 3


def page(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def open_records(cast: Cast, number: int, door: str = "episode_detail") -> None:
    for each in range(number):
        record = make_episode(clinic=cast.clinic, therapist=cast.therapist, client_email=f"c{each}@example.org")
        keep(looks=[Look(cast.therapist, type(record), record.pk)], visit=Visit(door=door, object=str(record.pk)))


def test_many_clients_within_an_hour_are_told_of_once(cast: Cast, settings: Settings) -> None:
    settings.ALARM_EMAILS = ["safety@example.org"]
    open_records(cast, 5)
    assert (look_out(), len(mail.outbox)) == (0, 0)
    open_records(cast, 1)
    assert look_out() == 1
    assert look_out() == 0
    [told] = mail.outbox
    assert set(told.to) == {cast.manager.email, "safety@example.org"}
    assert "Tess Therapist" in str(told.body)
    assert str(cast.therapist.pk) in str(told.body)
    for words in ("Chris", "Northside", "example.org/episodes"):
        assert words not in f"{told.subject}{told.body}"
    assert Alarm.objects.get().number == 6


def test_pattern_is_told_of_again_when_a_day_has_passed(cast: Cast) -> None:
    open_records(cast, 6)
    look_out()
    with time_machine.travel(timezone.now() + 23 * HOUR):
        open_records(cast, 6)
        assert look_out() == 0
    with time_machine.travel(timezone.now() + 25 * HOUR):
        open_records(cast, 6)
        assert look_out() == 1


def test_daily_work_raises_nothing(cast: Cast) -> None:
    open_records(cast, 30, "client_list")
    for _time in range(30):
        page(cast.therapist).get(f"/episodes/{cast.episode.pk}/")
        page(cast.client).get("/today/")
        page(cast.client).get(f"/programs/{uuid.UUID(int=7)}/")
    page(cast.manager).get(f"/clinics/{cast.clinic.pk}/clients/")
    assert look_out() == 0


def test_looks_of_hours_ago_do_not_add_up(cast: Cast) -> None:
    with time_machine.travel(timezone.now() - 2 * HOUR):
        open_records(cast, 4)
    open_records(cast, 4)
    assert look_out() == 0


def test_records_that_are_taken_away_are_counted_apart(cast: Cast) -> None:
    open_records(cast, 4, "program_handout")
    assert look_out() == 1
    assert Alarm.objects.get().kind == "exports"


def test_who_searches_for_records_is_told_of(cast: Cast) -> None:
    for each in range(6):
        assert page(cast.colleague).get(f"/episodes/{uuid.UUID(int=each)}/").status_code == 404
    assert page(cast.colleague).get(f"/episodes/{cast.episode.pk}/").status_code == 404
    assert look_out() == 1
    assert (Alarm.objects.get().kind, Alarm.objects.get().number) == ("refused", 7)


def test_refused_tries_are_written_down_at_every_door(cast: Cast) -> None:
    api = APIClient()
    api.force_login(cast.colleague)
    page(cast.colleague).get(f"/programs/{cast.program.pk}/", REMOTE_ADDR="203.0.113.77")
    page(cast.client).post(f"/episodes/{cast.episode.pk}/end/")
    api.get(f"/api/v1/programs/{cast.program.pk}/")
    body = {"episode": str(cast.episode.pk), "name": "Hip", "value": "1", "day": "2026-11-01"}
    assert api.post("/api/v1/measures/", body).status_code == 400
    Client().get(f"/programs/{cast.program.pk}/")
    page(cast.colleague).get(f"/routines/{uuid.uuid4()}/")
    found = RefusedTry.objects.order_by("pk").values_list("actor", "kind", "status", "door")
    assert list(found) == [
        (cast.colleague.pk, "program", 404, "program_detail"),
        (cast.client.pk, "episode", 403, "episode_end"),
        (cast.colleague.pk, "program", 404, "program-detail"),
        (cast.colleague.pk, "episode", 400, "measure-list"),
    ]
    first = RefusedTry.objects.order_by("pk")[0]
    assert (first.object, first.address) == (str(cast.program.pk), "203.0.113.0")


def test_refusal_stays_one_when_it_cannot_be_written_down(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr("accounts.alarms.keep_refused", full)
    assert page(cast.colleague).get(f"/programs/{cast.program.pk}/").status_code == 404


def test_manager_who_does_it_is_not_the_one_who_is_told(cast: Cast) -> None:
    Membership.objects.filter(user=cast.therapist).update(role="manager")
    open_records(cast, 6)
    look_out()
    assert mail.outbox[0].to == [cast.manager.email]
    Membership.objects.all().delete()
    Alarm.objects.all().delete()
    look_out()
    assert mail.outbox[1].to == [cast.admin.email]


def test_mail_that_could_not_be_sent_is_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **about: Any) -> int:
        raise OSError("no way")

    open_records(cast, 6)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        look_out()
    look_out()
    look_out()
    assert len(mail.outbox) == 1


def test_refused_tries_are_forgotten_after_a_year(cast: Cast) -> None:
    with time_machine.travel(timezone.now() - 366 * 24 * HOUR):
        page(cast.colleague).get(f"/programs/{cast.program.pk}/")
    page(cast.colleague).get(f"/programs/{cast.program.pk}/")
    assert (forget_refused(), RefusedTry.objects.count()) == (1, 1)
