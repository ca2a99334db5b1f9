"""The secret calendar address: what it says, that calendars can read it, and to whom it opens."""

import datetime
import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import ics
import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse

from accounts.models import User
from backfit.logs import RoutesForPaths
from exercises.models import Exercise
from programs.models import CalendarFeed, Program, SafetyReport
from programs.publishing import publish
from programs.reminders.cues import choose_cues
from programs.safety_reports import report_sign
from tests.budgets import LOGGED
from tests.cast import Cast
from tests.factories import make_plan, make_published

Times = list[tuple[str, datetime.time]]
Choose = Callable[[Times], None]
ZONES = ["UTC", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati"]
MORNING: Times = [("after the first coffee", datetime.time(7, 30))]


@pytest.fixture
def choose(cast: Cast) -> Choose:
    """The client's times, of each program."""

    def choose_for_all(times: Times) -> None:
        for program in Program.objects.of_client(cast.client):
            choose_cues(by=cast.client, program=program, cues=times)

    return choose_for_all


def open_feed(owner: User, **fields: Any) -> str:
    _feed, secret = CalendarFeed.make(owner=owner, **fields)
    return reverse("calendar_feed", args=[secret])


def text_of(url: str) -> str:
    answer = Client().get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def instants_by_ics(text: str) -> dict[str, datetime.datetime]:
    return {event.uid: event.begin.datetime.astimezone(datetime.UTC) for event in ics.Calendar(text).events}


def instants_by_vobject(text: str) -> dict[str, datetime.datetime]:
    calendar = vobject.readOne(text)
    return {event.uid.value: event.dtstart.value.astimezone(datetime.UTC) for event in calendar.vevent_list}


def test_calendar_of_a_client_has_the_days_without_names_or_health(client: Client, cast: Cast) -> None:
    text = text_of(open_feed(cast.client))
    events = ics.Calendar(text).events
    today = cast.client.today()
    assert {event.name for event in events} == {"Exercises, 8 min"}
    client.force_login(cast.client)
    assert "about 8 min" in client.get(reverse("today")).content.decode()
    assert all(event.all_day for event in events)
    first, last = min(event.begin.date() for event in events), max(event.begin.date() for event in events)
    assert first == today
    assert today + datetime.timedelta(days=50) < last <= today + datetime.timedelta(days=56)
    assert {event.url for event in events} == {"http://127.0.0.1:8000/today/"}
    for hidden in ("Chris", "Northside", "Tess", "bridge", "Back basics", str(cast.program.pk), "@example"):
        assert hidden not in text


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("today", ["2026-10-20", "2027-03-20", "2027-09-20"])
def test_two_strict_readers_find_the_instants_that_the_client_chose(
    cast: Cast, choose: Choose, zone: str, today: str
) -> None:
    User.objects.filter(pk=cast.client.pk).update(time_zone=zone)
    choose(MORNING)
    with time_machine.travel(f"{today}T12:00:00Z", tick=False):
        cast.program.start_on = datetime.date.fromisoformat(today)
        cast.program.save()
        url = open_feed(User.objects.get(pk=cast.client.pk))
        text = text_of(url)
    found = instants_by_ics(text)
    assert found == instants_by_vobject(text)
    assert len(found) > 30
    local = {moment.astimezone(ZoneInfo(zone)) for moment in found.values()}
    assert {moment.time() for moment in local} == {datetime.time(7, 30)}


@pytest.mark.parametrize(
    ("today", "at", "expected"),
    [
        ("2026-10-25", "02:30", "2026-10-25T00:30:00+00:00"),  # twice that night: the first time
        ("2027-03-28", "02:30", "2027-03-28T01:30:00+00:00"),  # left out that night: 3:30 on the clock
        ("2026-10-25", "03:30", "2026-10-25T02:30:00+00:00"),
        ("2027-03-28", "03:30", "2027-03-28T01:30:00+00:00"),
    ],
)
def test_nights_of_the_clock_change_have_one_event_each(
    cast: Cast, choose: Choose, today: str, at: str, expected: str
) -> None:
    User.objects.filter(pk=cast.client.pk).update(time_zone="Europe/Paris")
    day = datetime.date.fromisoformat(today)
    with time_machine.travel(f"{today}T12:00:00Z", tick=False):
        plan = make_plan(("glute-bridge", "3x10"))
        cast.program.end(cast.program.start_on)
        make_published(episode=cast.episode, by=cast.therapist, plan=plan, start_on=day)
        choose([("by night", datetime.time.fromisoformat(at))])
        text = text_of(open_feed(User.objects.get(pk=cast.client.pk)))
    wanted = datetime.datetime.fromisoformat(expected)
    for found in (instants_by_ics(text), instants_by_vobject(text)):
        of_that_day = [moment for moment in found.values() if abs(moment - wanted) < datetime.timedelta(hours=12)]
        assert of_that_day == [wanted]


def test_each_chosen_time_has_its_own_event_with_what_belongs_to_it(cast: Cast, choose: Choose) -> None:
    plan = make_plan(("glute-bridge", "3x10"), ("bird-dog", "3x8x5s e/s"))
    phase = plan.phases[0]
    items = (phase.items[0], phase.items[1].model_copy(update={"cue": "After lunch"}))
    cast.program.save_plan(plan.model_copy(update={"phases": (phase.model_copy(update={"items": items}),)}))
    publish(program=cast.program, by=cast.therapist, reason="Twice a day")
    choose([("after coffee", datetime.time(8)), ("after lunch", datetime.time(13))])
    events = ics.Calendar(text_of(open_feed(cast.client, shows_names=True))).events
    today = [event for event in events if event.begin.date() == cast.client.today()]
    assert [(event.begin.hour, event.name.rpartition(",")[0]) for event in sorted(today)] == [
        (8, "Glute bridge"),
        (13, "Bird dog"),
    ]


def test_hostile_names_stay_text(cast: Cast) -> None:
    name = "=cmd|'/c calc'!A1\r\nATTENDEE:mailto:x@example.org\x0b;,\\ \u2028 END:VEVENT"
    Exercise.objects.filter(slug="glute-bridge").update(name=name)
    plan = make_plan(("glute-bridge", "2x10"))
    make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="Another")
    text = text_of(open_feed(cast.client, shows_names=True))
    assert "\nATTENDEE" not in unfolded(text)
    named = [event for event in ics.Calendar(text).events if "cmd" in event.name]
    assert named
    assert {event.summary.value for event in vobject.readOne(text).vevent_list} == {
        event.name for event in ics.Calendar(text).events
    }
    assert "ATTENDEE:mailto:x@example.org ;,\\" in named[0].name
    assert not [sign for sign in text if sign < " " and sign not in "\r\n"]


def test_events_keep_their_names_when_the_address_is_replaced(client: Client, cast: Cast) -> None:
    feed, secret = CalendarFeed.make(owner=cast.client)
    old = reverse("calendar_feed", args=[secret])
    before = instants_by_names(text_of(old))
    client.force_login(cast.client)
    page = client.post(reverse("calendar_link_new"))
    new = page.context["link"].https.removeprefix("http://127.0.0.1:8000")
    assert new != old
    assert page.context["link"].webcal.startswith("webcal://127.0.0.1:8000/calendar/")
    assert instants_by_names(text_of(new)) == before
    assert Client().get(old).status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is not None


def instants_by_names(text: str) -> set[str]:
    return {event.uid for event in ics.Calendar(text).events}


def test_calendar_that_looks_again_gets_only_what_has_changed(cast: Cast) -> None:
    url = open_feed(cast.client)
    first = Client().get(url)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert (first["Cache-Control"], first["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert first["X-Robots-Tag"] == "noindex, nofollow"
    again = Client().get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Referrer-Policy"] == "no-referrer"
    head = Client().head(url)
    assert (head.status_code, head["ETag"]) == (200, first["ETag"])
    assert Client().post(url).status_code == 405
    publish_another(cast)
    changed = Client().get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "SEQUENCE:2" in changed.content.decode()


def publish_another(cast: Cast) -> None:
    cast.program.save_plan(make_plan(("glute-bridge", "4x10")))
    publish(program=cast.program, by=cast.therapist, reason="More")


def test_pauses_and_the_open_emergency_leave_days_out(cast: Cast) -> None:
    url = open_feed(cast.client)
    today = cast.client.today()
    week = datetime.timedelta(days=7)
    cast.program.pause(today, today + week)
    assert min(event.begin.date() for event in ics.Calendar(text_of(url)).events) > today + week
    report_sign(by=cast.client, episode=cast.episode, tier=SafetyReport.Tier.EMERGENCY)
    assert not ics.Calendar(text_of(url)).events


def test_breaks_over_the_day_are_no_appointment(cast: Cast) -> None:
    plan = make_plan(("glute-bridge", "3x10 every 30 min 9-17"))
    make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="Breaks")
    days_with = {event.begin.date() for event in ics.Calendar(text_of(open_feed(cast.client))).events}
    events = ics.Calendar(text_of_owner(cast)).events
    assert len(days_with) == len(events)


def text_of_owner(cast: Cast) -> str:
    feed = CalendarFeed.objects.visible_to(cast.client).get()
    _feed, secret = feed.rotate()
    return text_of(reverse("calendar_feed", args=[secret]))


@pytest.mark.parametrize("end", ["program", "episode", "account", "off"])
def test_address_answers_like_an_unknown_one_once_it_is_over(cast: Cast, end: str) -> None:
    url = open_feed(cast.client)
    yesterday = cast.client.today() - datetime.timedelta(days=1)
    if end == "program":
        type(cast.program).objects.filter(pk=cast.program.pk).update(start_on=yesterday, ended_on=yesterday)
    elif end == "episode":
        type(cast.episode).objects.filter(pk=cast.episode.pk).update(started_on=yesterday, ended_on=yesterday)
    elif end == "account":
        User.objects.filter(pk=cast.client.pk).update(is_active=False)
    else:
        CalendarFeed.objects.get().revoke()
    answer, unknown = Client().get(url), Client().get(reverse("calendar_feed", args=["x" * 43]))
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert strip(answer) == strip(unknown)
    of_its_own = {name: answer[name] for name in ("Content-Length", "X-Request-Id")}
    assert dict(answer.headers) == {**unknown.headers, **of_its_own}


def strip(answer: Any) -> list[str]:
    return [line for line in answer.content.decode().splitlines() if "?next=" not in line]


def test_who_guesses_is_shut_out_for_an_hour_and_others_are_not(cast: Cast, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"calendar": "10/10m/ip"}
    url = open_feed(cast.client)
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        guess = lambda number: Client().get(reverse("calendar_feed", args=[f"guess{number}"]))  # noqa: E731
        assert [guess(number).status_code for number in range(12)] == [404] * 10 + [429] * 2
        assert guess(12)["Retry-After"] == "3600"
        assert Client().get(url).status_code == 200
        elsewhere = Client().get(reverse("calendar_feed", args=["guess"]), REMOTE_ADDR="192.0.2.7")
        assert elsewhere.status_code == 404
        clock.shift(30 * 60)
        assert guess(13).status_code == 429
        clock.shift(31 * 60)
        assert guess(14).status_code == 404


def test_replaced_address_is_no_guess(cast: Cast, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"calendar": "1/10m/ip"}
    url = open_feed(cast.client)
    CalendarFeed.objects.get().revoke()
    assert {Client().get(url).status_code for _time in range(4)} == {404}


def test_address_is_in_no_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RoutesForPaths())
    url = open_feed(cast.client)
    CalendarFeed.objects.get().revoke()
    with caplog.at_level(logging.INFO):
        Client().get(url)
        Client().post(url)
    secret = url.rpartition("/")[2].removesuffix(".ics")
    assert caplog.messages
    assert secret not in caplog.text
    assert secret not in str(CalendarFeed.objects.values().get())


def test_address_costs_few_queries_however_many_versions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        publish_another(cast)
        plan = make_plan(("bird-dog", f"{number + 1}x8"))
        make_published(episode=cast.episode, by=cast.therapist, plan=plan, name=f"Program {number}")
    url = open_feed(cast.client)
    text_of(url)
    with django_assert_max_num_queries(8 + LOGGED):
        Client().get(url)
