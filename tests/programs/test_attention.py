"""Reasons for attention as rows: what brings them up, what takes them away, and what a therapist does about them."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.consents import CARE_VERSION
from accounts.invitations import accept
from accounts.models import Episode, Invitation, User
from backfit.refusals import Conflict
from programs.attention.answers import dismiss, mark_notes_read
from programs.attention.rows import refresh, refresh_due
from programs.models import Attention, CheckIn, DeskState, Program, Proposal, SafetyReport, Session
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record, withdraw
from programs.today import record_all
from tests.accounts.test_at_once import at_once
from tests.cast import Cast, make_cast
from tests.factories import make_episode, make_plan, make_published, make_user, session_body
from tests.programs.pages import browser_of


@pytest.fixture(autouse=True)
def nothing_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Severe pain suggests a step back as well, which is a reason of its own; test_proposals.py is about those."""
    monkeypatch.setattr("programs.proposals.proposing.propose", lambda *, program: None)


def follow(program: Program, *, ago: int = 0, **fields: Any) -> Session:
    program = Program.objects.select_related("episode__client", "current").get(pk=program.pk)
    client = program.episode.client
    assert client is not None
    day = (client.today() - ago * ONE_DAY).isoformat()
    body = SessionBody.model_validate(session_body(program, day=day, **fields))
    return record(by=client, uuid=uuid.uuid4(), body=body)[0]


def begun(cast: Cast, ago: int) -> Program:
    """The client's program as if it had been published so many days ago."""
    day = cast.client.today() - ago * ONE_DAY
    Program.objects.filter(pk=cast.program.pk).update(start_on=day)
    cast.program.versions.update(effective_on=day)
    return Program.objects.get(pk=cast.program.pk)


def shown(episode: Episode) -> list[str]:
    rows = Attention.objects.open().filter(episode=episode, handled_at__isnull=True)
    day = episode.local_day()
    return [row.kind for row in rows if row.snoozed_until is None or row.snoozed_until <= day]


def answer(cast: Cast, verb: str, *, to: str = "", by: AbstractBaseUser | None = None, **sent: Any) -> Any:
    """Send what the desk would send about all reasons that are open."""
    rows = Attention.objects.open().filter(episode=cast.episode, handled_at__isnull=True)
    sent.setdefault("reasons", [f"{row.pk}~{row.since}.{row.facts['level']}" for row in rows])
    who = by or cast.therapist
    assert isinstance(who, User)
    return browser_of(who).post(f"/episodes/{cast.episode.pk}/attention/{verb}/{to}", sent)


def test_client_who_reports_severe_pain_is_shown_until_the_session_is_deleted(cast: Cast) -> None:
    session = follow(cast.program, worst_pain=8)
    assert shown(cast.episode) == ["severe-pain"]
    withdraw(session)
    assert shown(cast.episode) == []
    assert Attention.objects.get(episode=cast.episode).closed_at is not None


def test_client_who_corrects_a_session_changes_the_reason(cast: Cast) -> None:
    session = follow(cast.program, worst_pain=7)
    body = SessionBody.model_validate(session_body(cast.program, day=session.day.isoformat(), worst_pain=9))
    record(by=cast.client, uuid=session.uuid, body=body, corrects=1)
    [row] = Attention.objects.open().filter(episode=cast.episode)
    assert row.facts["pain"] == 9


def test_pain_of_one_exercise_counts_like_that_of_the_session(cast: Cast) -> None:
    version = cast.program.current
    assert version is not None
    item = version.document["phases"][0]["items"][0]["key"]
    follow(cast.program, worst_pain=None, results=[{"item": item, "status": "part", "pain": 7}])
    assert shown(cast.episode) == ["severe-pain"]


def test_therapist_sees_missed_sessions_and_a_pause_takes_them_away(cast: Cast) -> None:
    program = begun(cast, ago=10)
    follow(program, ago=5, worst_pain=1)
    assert shown(cast.episode) == ["missed"]
    follow(program, ago=1, worst_pain=1)
    assert shown(cast.episode) == []
    begun(cast, ago=20)
    program.pause(cast.client.today() - 15 * ONE_DAY)
    assert shown(cast.episode) == []


def test_therapist_sees_who_has_not_begun_and_ending_the_program_answers_it(cast: Cast) -> None:
    program = begun(cast, ago=4)
    refresh([cast.episode])
    assert shown(cast.episode) == ["not-started"]
    program.end(cast.client.today())
    assert shown(cast.episode) == ["not-started"], "its last day is today"
    Program.objects.filter(pk=program.pk).update(ended_on=cast.client.today() - ONE_DAY)
    refresh([cast.episode])
    assert shown(cast.episode) == []


def test_invited_client_who_does_not_come_is_shown_until_the_invitation_is_used(cast: Cast) -> None:
    episode = make_episode(
        clinic=cast.clinic, therapist=cast.therapist, client_name="Ivo", client_email=cast.invitee.email
    )
    invitation = invited(episode, cast)
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - 4 * ONE_DAY)
    refresh([episode])
    assert shown(episode) == ["not-started"]
    accept(invitation=Invitation.objects.get(pk=invitation.pk), user=cast.invitee, consent=CARE_VERSION)
    assert shown(episode) == []


def invited(episode: Episode, cast: Cast) -> Invitation:
    invitation = Invitation(clinic=cast.clinic, episode=episode, email=episode.client_email, invited_by=cast.therapist)
    invitation.arm()
    invitation.sent_at = timezone.now()
    invitation.save()
    return invitation


def test_check_ins_signs_proposals_and_last_days_are_reasons(cast: Cast) -> None:
    today = cast.client.today()
    Episode.objects.filter(pk=cast.episode.pk).update(usual_pain=2)
    CheckIn.objects.create(episode=cast.episode, day=today, pain=5, told_by=cast.client)
    SafetyReport.objects.create(episode=cast.episode, tier="urgent", day=today, reported_by=cast.client)
    version = cast.program.current
    assert version is not None
    Proposal.objects.create(program=cast.program, version=version, kind="step-up", made_on=today)
    make_published(
        episode=cast.episode,
        by=cast.therapist,
        plan=make_plan(("bird-dog", "1x5"), weeks=1),
        name="Short",
    )
    assert shown(cast.episode) == ["safety", "morning-rise", "ready", "ending"]


def test_counting_again_changes_nothing(cast: Cast) -> None:
    follow(cast.program, worst_pain=8, note="It pulled.")
    before = list(Attention.objects.values())
    refresh([cast.episode, cast.episode.pk])
    assert list(Attention.objects.values()) == before
    assert DeskState.objects.get(pk=cast.episode.pk).rank == 2


def test_counting_costs_the_same_for_many_clients(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = make_plan(("bird-dog", "1x5"))
    for number in range(12):
        client = make_user(f"n{number}@example.org", f"Number {number}")
        episode = make_episode(clinic=cast.clinic, therapist=cast.therapist, client=client)
        follow(make_published(episode=episode, by=cast.therapist, plan=plan), worst_pain=number % 11)
    with django_assert_max_num_queries(26):
        refresh(Episode.objects.all())


def test_self_guided_episodes_have_no_desk(cast: Cast) -> None:
    alone = Episode.objects.create(
        client=cast.client, client_name="Chris", client_email="chris@example.org", started_on=cast.client.today()
    )
    refresh([alone])
    assert not DeskState.objects.filter(pk=alone.pk).exists()


def test_worker_counts_again_when_the_client_s_day_begins(cast: Cast) -> None:
    User.objects.filter(pk=cast.client.pk).update(time_zone="Pacific/Auckland")
    with time_machine.travel("2026-11-24T12:30:00+13:00", tick=False):
        begun(cast, ago=5)
        follow(Program.objects.get(pk=cast.program.pk), ago=3, time_zone="Pacific/Auckland", worst_pain=1)
        assert shown(cast.episode) == []
    with time_machine.travel("2026-11-24T23:59:00+13:00", tick=False):
        refresh_due()
        assert DeskState.objects.get(pk=cast.episode.pk).day == datetime.date(2026, 11, 24)
    with time_machine.travel("2026-11-25T00:01:00+13:00", tick=False):
        refresh_due()
        assert DeskState.objects.get(pk=cast.episode.pk).day == datetime.date(2026, 11, 25)
        assert shown(cast.episode) == ["missed"]


def test_therapist_deals_with_a_reason_and_news_brings_it_back(cast: Cast) -> None:
    follow(cast.program, ago=0, worst_pain=8)
    assert answer(cast, "dismiss", note="  Called:\n all fine. ").status_code == 302
    assert shown(cast.episode) == []
    row = Attention.objects.get(episode=cast.episode)
    assert (row.handled_note, row.handled_by, row.closed_at) == ("Called: all fine.", cast.therapist, None)
    assert DeskState.objects.get(pk=cast.episode.pk).rank == 99

    follow(cast.program, worst_pain=8)
    assert shown(cast.episode) == [], "the same day and number are no news"
    follow(cast.program, worst_pain=9)
    assert shown(cast.episode) == ["severe-pain"]
    row.refresh_from_db()
    assert row.closed_at is not None
    assert row.handled_note == "Called: all fine."


def test_therapist_puts_a_reason_off_until_its_day(cast: Cast) -> None:
    follow(cast.program, worst_pain=8)
    assert answer(cast, "snooze", days="3").status_code == 302
    assert shown(cast.episode) == []
    assert DeskState.objects.get(pk=cast.episode.pk).rank == 99
    Attention.objects.update(snoozed_until=cast.client.today())
    refresh([cast.episode])
    assert shown(cast.episode) == ["severe-pain"]
    assert DeskState.objects.get(pk=cast.episode.pk).rank == 2


def test_news_wakes_what_was_put_off(cast: Cast) -> None:
    begun(cast, ago=3)
    follow(cast.program, ago=1, worst_pain=8)
    until = (cast.client.today() + 5 * ONE_DAY).isoformat()
    answer(cast, "snooze", until=until)
    assert shown(cast.episode) == []
    follow(cast.program, ago=0, worst_pain=8)
    assert shown(cast.episode) == ["severe-pain"]


@pytest.mark.parametrize(
    ("verb", "sent", "sentence"),
    [
        ("dismiss", {}, "Say in one line what you did about it."),
        ("dismiss", {"note": "   "}, "Say in one line what you did about it."),
        ("dismiss", {"note": "x" * 301}, "Ensure this value has at most 300 characters"),
        ("dismiss", {"note": "Seen.", "reasons": []}, "Choose at least one reason."),
        ("dismiss", {"note": "Seen.", "reasons": ["nonsense"]}, "Choose among the reasons that are shown."),
        ("snooze", {}, "Choose a day."),
        ("snooze", {"until": "soon"}, "Enter a valid date."),
        ("snooze", {"until": "2020-01-01"}, "Choose a day from tomorrow on"),
        ("snooze", {"until": "2099-01-01"}, "at most 90 days from now"),
        ("snooze", {"days": "400"}, "Select a valid choice."),
    ],
)
def test_therapist_is_told_what_is_wrong_with_an_answer(
    cast: Cast, verb: str, sent: dict[str, Any], sentence: str
) -> None:
    follow(cast.program, worst_pain=8)
    reply = answer(cast, verb, **sent)
    assert reply.status_code == 400
    assert sentence in reply.content.decode()
    assert shown(cast.episode) == ["severe-pain"]


def test_therapist_who_answers_an_old_page_is_told_of_the_news(cast: Cast) -> None:
    follow(cast.program, worst_pain=8)
    [row] = Attention.objects.all()
    stale = f"{row.pk}~{row.since}.8"
    follow(cast.program, worst_pain=10)
    reply = answer(cast, "dismiss", note="Called about the 8.", reasons=[stale])
    assert reply.status_code == 409
    page = reply.content.decode()
    assert "There is news about one of these reasons" in page
    assert "Pain 10 today" in page
    assert "Called about the 8." in page
    assert answer(cast, "dismiss", note="Again.", reasons=[str(uuid.uuid4())]).status_code == 409
    assert shown(cast.episode) == ["severe-pain"]


def test_a_warning_sign_is_not_dismissed_from_the_desk(cast: Cast) -> None:
    day = cast.client.today()
    report = SafetyReport.objects.create(episode=cast.episode, tier="emergency", day=day, reported_by=cast.client)
    refresh([cast.episode])
    assert DeskState.objects.get(pk=cast.episode.pk).rank == 0
    reply = answer(cast, "dismiss", note="Looked.")
    assert reply.status_code == 409
    assert "cleared in writing" in reply.content.decode()
    report.cleared_by, report.cleared_at, report.clearing_note = cast.therapist, timezone.now(), "Seen by a doctor."
    report.save()
    refresh([cast.episode])
    assert shown(cast.episode) == []


@pytest.mark.parametrize(
    ("who", "status"), [("client", 403), ("colleague", 404), ("former", 404), ("manager", 404), ("other_client", 404)]
)
def test_nobody_but_the_care_team_answers(cast: Cast, who: str, status: int) -> None:
    follow(cast.program, worst_pain=8)
    for verb, sent in (("dismiss", {"note": "Mine."}), ("snooze", {"days": "1"})):
        assert answer(cast, verb, by=getattr(cast, who), **sent).status_code == status
    assert shown(cast.episode) == ["severe-pain"]


def test_reasons_of_another_client_cannot_be_answered_through_one_s_own(cast: Cast) -> None:
    follow(cast.program, worst_pain=8)
    [row] = Attention.objects.all()
    with pytest.raises(Conflict):
        dismiss(episode=cast.other_episode, seen={row.pk: None}, by=cast.therapist, note="Wrong client.")
    assert shown(cast.episode) == ["severe-pain"]


def test_notes_are_unread_until_somebody_of_the_care_team_opens_the_client(cast: Cast) -> None:
    session = follow(cast.program, note="It went well.")
    assert shown(cast.episode) == ["message"]
    page = f"/episodes/{cast.episode.pk}/"
    browser_of(cast.client).get(page)
    assert shown(cast.episode) == ["message"]
    assert "Unread note, written today" in browser_of(cast.therapist).get(page).content.decode()
    assert shown(cast.episode) == []
    assert "Unread note" not in browser_of(cast.therapist).get(page).content.decode()

    body = session_body(cast.program, day=session.day.isoformat(), note="It hurt after all.")
    record(by=cast.client, uuid=session.uuid, body=SessionBody.model_validate(body), corrects=1)
    assert shown(cast.episode) == ["message"]
    assert mark_notes_read(episode=cast.episode) == 1
    assert mark_notes_read(episode=cast.episode) == 0


def test_old_notes_and_those_from_paper_are_not_unread(cast: Cast) -> None:
    program = begun(cast, ago=60)
    follow(program, ago=40, note="Long ago.", evidence="later")
    body = session_body(program, note="From the sheet.", evidence="paper")
    record(by=cast.therapist, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))
    assert "message" not in shown(cast.episode)


def test_client_s_page_tells_the_care_team_what_was_done_about_it(cast: Cast) -> None:
    follow(cast.program, worst_pain=8)
    reply = answer(cast, "dismiss", note="Called, resting today.")
    assert reply["Location"] == f"/episodes/{cast.episode.pk}/#attention"
    page = browser_of(cast.therapist).get(f"/episodes/{cast.episode.pk}/").content.decode()
    assert "Nothing to look at now" in page
    assert "Called, resting today." in page
    assert "Called, resting today." not in browser_of(cast.client).get(f"/episodes/{cast.episode.pk}/").content.decode()


def test_program_reads_and_answers_reasons(cast: Cast, api: APIClient) -> None:
    follow(cast.program, worst_pain=8, note="It pulled.")
    api.force_login(cast.therapist)
    pain, message = api.get("/api/v1/attention/").json()["results"]
    assert (pain["kind"], pain["words"], pain["client_name"]) == ("severe-pain", "Pain 8 today", "Chris Client")
    assert message["kind"] == "message"
    url = f"/api/v1/attention/{pain['id']}"
    assert api.post(f"{url}/dismiss/", {"note": ""}, format="json").status_code == 400
    assert api.post(f"{url}/dismiss/", {"note": "Hm", "mark": "2020-01-01.3"}, format="json").status_code == 409
    done = api.post(f"{url}/dismiss/", {"note": "Called.", "mark": pain["mark"]}, format="json")
    assert done.json()["handled_by"] == "Tess Therapist"
    assert api.post(f"{url}/dismiss/", {"note": "Again."}, format="json").status_code == 409
    until = (cast.client.today() + ONE_DAY).isoformat()
    put_off = api.post(f"/api/v1/attention/{message['id']}/snooze/", {"until": until}, format="json")
    assert put_off.json()["snoozed_until"] == until
    for query, number in (("waiting=true", 0), ("waiting=false", 2), ("kind=message", 1)):
        assert api.get(f"/api/v1/attention/?{query}").json()["count"] == number
    assert api.get("/api/v1/attention/?waiting=perhaps").status_code == 400
    for who in (cast.client, cast.colleague, cast.manager):
        api.force_login(who)
        assert api.get("/api/v1/attention/").json()["count"] == 0
        assert api.get(f"{url}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_workers_sessions_and_therapists_at_once_leave_one_reason() -> None:
    cast = make_cast()
    begun(cast, ago=2)
    plan = make_plan(("bird-dog", "1x5"))
    second = make_published(episode=cast.episode, by=cast.therapist, plan=plan, name="Second")
    follow(cast.program, worst_pain=7, note="It pulled.")
    both = [(uuid.uuid4(), SessionBody.model_validate(session_body(each))) for each in (cast.program, second)]
    episodes = [cast.episode.pk, cast.other_episode.pk]
    said = at_once(
        lambda: refresh(episodes),
        lambda: refresh(episodes[::-1]),
        lambda: follow(cast.program, worst_pain=8),
        lambda: follow(second, worst_pain=9),
        lambda: record_all(by=cast.client, entries=both),
        lambda: record_all(by=cast.client, entries=both[::-1]),
        lambda: mark_notes_read(episode=cast.episode),
        lambda: Program.objects.get(pk=second.pk).change(name="Third"),
    )
    assert set(said) == {"done"}
    [row] = Attention.objects.open().filter(episode=cast.episode)
    assert (row.kind, row.facts["pain"]) == ("severe-pain", 9)
    assert DeskState.objects.get(pk=cast.episode.pk).worst_pain == 9
