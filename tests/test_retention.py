"""What is kept for how long: what is due is deleted and nothing else, and a dry run says the same beforehand."""

import datetime
import uuid
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.care_sharing import stop_sharing
from accounts.models import (
    AccessChain,
    AccessEntry,
    ApiToken,
    Clinic,
    Consent,
    Episode,
    Invitation,
    User,
)
from backfit import retention
from backfit.chores import chores
from programs.check_ins import check_in
from programs.models import (
    CalendarFeed,
    CheckIn,
    DayTally,
    Message,
    Program,
    PushSubscription,
    Reminder,
    Session,
    ShareLink,
)
from programs.retention import years_before
from programs.sharing import share
from tests.access.world import recorded
from tests.cast import Cast

DAY = datetime.timedelta(days=1)
Make = Callable[[Cast, datetime.datetime], Any]


def ago(days: float) -> datetime.datetime:
    return timezone.now() - days * DAY


def named(name: str, now: datetime.datetime | None = None) -> set[Any]:
    """The keys of what is due of one kind."""
    return next(set(found.keys) for found in retention.due(now) if found.kind.name == name)


def run(*options: str) -> str:
    out = StringIO()
    call_command("forget", *options, stdout=out)
    return out.getvalue()


def invitation(cast: Cast, **fields: Any) -> Invitation:
    row = Invitation(clinic=cast.clinic, role="manager", email="new@example.org", invited_by=cast.manager)
    row.arm()
    row.save()
    Invitation.objects.filter(pk=row.pk).update(**fields)
    return row


def withdrawn(cast: Cast, at: datetime.datetime) -> Invitation:
    return invitation(cast, revoked_at=at)


def run_out(cast: Cast, at: datetime.datetime) -> Invitation:
    return invitation(cast, expires_at=at)


def accepted(cast: Cast, at: datetime.datetime) -> Invitation:
    return invitation(cast, accepted_at=at, accepted_by=cast.invitee)


def dead_token(cast: Cast, at: datetime.datetime) -> ApiToken:
    token, _secret = ApiToken.issue(user=cast.client, name="old", scopes=["programs:read"])
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=at)
    return token


def dead_link(cast: Cast, at: datetime.datetime) -> ShareLink:
    link, _token = share(program=cast.program, by=cast.client)
    ShareLink.objects.filter(pk=link.pk).update(revoked_at=at)
    return link


def dead_feed(cast: Cast, at: datetime.datetime) -> CalendarFeed:
    feed, _secret = CalendarFeed.make(owner=cast.client)
    CalendarFeed.objects.filter(pk=feed.pk).update(revoked_at=at)
    return feed


def dead_device(cast: Cast, at: datetime.datetime) -> PushSubscription:
    row = PushSubscription(user=cast.client, endpoint=f"https://push.invalid/{at}", p256dh="p", auth="a", failures=1)
    row.save()
    PushSubscription.objects.filter(pk=row.pk).update(last_ok_at=at)
    return row


def old_reminder(cast: Cast, at: datetime.datetime) -> Reminder:
    return Reminder.objects.create(user=cast.client, day=at.date(), kind=Reminder.Kind.EXERCISE, due_at=at)


def old_message(cast: Cast, at: datetime.datetime) -> Message:
    # Made as old as it is: the database lets nobody change when it was sent.
    return Message.objects.create(
        uuid=uuid.uuid4(),
        episode=cast.episode,
        author=cast.client,
        from_client=True,
        text="Hello",
        day=at.date(),
        sent_at=at,
    )


def begun_sign_up(cast: Cast, at: datetime.datetime) -> User:
    user = User.objects.create_user(f"begun{at.timestamp()}@example.org", "secret", date_joined=at)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    Clinic.start(name="Never opened", by=user)
    return user


KINDS: list[tuple[str, Make, int]] = [
    ("invitations", withdrawn, 30),
    ("invitations", run_out, 30),
    ("invitations", accepted, 30),
    ("tokens", dead_token, 30),
    ("share-links", dead_link, 30),
    ("calendar-feeds", dead_feed, 30),
    ("push-subscriptions", dead_device, 30),
    ("reminders", old_reminder, 90),
    ("messages", old_message, 730),
    ("sign-ups", begun_sign_up, 30),
]


@pytest.mark.parametrize(("name", "make", "days"), KINDS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_row_is_due_from_its_day_on_and_not_before(cast: Cast, name: str, make: Make, days: int) -> None:
    ended = timezone.now()
    row = make(cast, ended)
    hour = datetime.timedelta(hours=1)
    for moment, is_due in ((ended, False), (ended + days * DAY - hour, False), (ended + days * DAY + hour, True)):
        assert (row.pk in named(name, moment)) == is_due, moment


@pytest.mark.parametrize(("name", "make", "days"), KINDS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_exactly_what_is_due_is_deleted(cast: Cast, name: str, make: Make, days: int) -> None:
    old, young = make(cast, ago(days + 1)), make(cast, ago(days - 1))
    model = type(old)
    before = set(model.objects.values_list("pk", flat=True))
    said = run("--dry-run")
    assert f"{name}: 1\n  {old.pk}\n" in said
    assert set(model.objects.values_list("pk", flat=True)) == before
    assert run() == said
    assert set(model.objects.values_list("pk", flat=True)) == before - {old.pk}
    assert young.pk in before
    assert f"{name}: 0" in run()


def test_what_is_alive_is_never_due(cast: Cast) -> None:
    invitation(cast)
    share(program=cast.program, by=cast.client)
    CalendarFeed.make(owner=cast.client)
    ApiToken.issue(user=cast.client, name="mine", scopes=["programs:read"])
    for found in retention.due():
        assert not found.keys, found.kind.name


def test_clinic_of_an_unfinished_sign_up_goes_with_it_and_people_who_came_in_stay(cast: Cast) -> None:
    begun_sign_up(cast, ago(31))
    User.objects.filter(pk__in=[cast.client.pk, cast.therapist.pk]).update(date_joined=ago(400), last_login=None)
    made = User.objects.create_user("by-the-admin@example.org", date_joined=ago(400))
    run()
    assert not Clinic.objects.filter(name="Never opened").exists()
    assert not User.objects.filter(email__startswith="begun").exists()
    assert User.objects.filter(pk__in=[cast.client.pk, cast.therapist.pk, made.pk]).count() == 3


def test_keys_of_sessions_are_told_to_nobody(cast: Cast, client: Client) -> None:
    client.force_login(cast.client)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = store.get_model_class().objects
    key = sessions.get().pk
    sessions.update(expire_date=ago(1))
    said = run("--dry-run")
    assert "sessions: 1" in said
    assert key not in said
    assert run() == said
    assert not sessions.exists()


def history(cast: Cast, ended: datetime.date) -> None:
    """A record with a session and an outcome, of a client whose care has ended."""
    recorded(cast)
    check_in(by=cast.client, episode=cast.episode, day=cast.client.today(), pain=3)
    started = ended - 30 * DAY
    Program.objects.filter(episode=cast.episode).update(start_on=started)
    Episode.objects.filter(pk=cast.episode.pk).update(started_on=started, ended_on=ended)


@pytest.mark.parametrize(
    ("years", "over", "is_due"), [(10, 1, True), (10, -3, False), (11, 1, False), (None, 1, False)]
)
def test_sessions_and_outcomes_go_when_the_clinic_has_kept_them_long_enough(
    cast: Cast, years: int | None, over: int, is_due: bool
) -> None:
    """`over` is by how many days the tenth year is over."""
    history(cast, years_before(timezone.localdate(), 10) - (over + 1) * DAY)
    Clinic.objects.filter(pk=cast.clinic.pk).update(keeps_records_years=years)
    said = run("--dry-run")
    assert ("records: sessions: 1" in said) == is_due
    assert run() == said
    for model in (Session, CheckIn, DayTally):
        assert model.objects.exists() != is_due, model
    assert Program.objects.filter(pk=cast.program.pk).exists()


def test_record_of_care_that_goes_on_is_kept_however_old_it_is(cast: Cast) -> None:
    recorded(cast)
    Episode.objects.filter(pk=cast.episode.pk).update(started_on=datetime.date(2001, 1, 1))
    Clinic.objects.update(keeps_records_years=1)
    run()
    assert Session.objects.exists()


def test_manager_says_how_long_and_is_told_what_is_possible(cast: Cast, client: Client) -> None:
    client.force_login(cast.manager)
    form = {"keeps_records_years": "10"}
    url = f"/clinics/{cast.clinic.pk}/records/"
    assert client.post(url, form).status_code == 302
    assert Clinic.objects.get(pk=cast.clinic.pk).keeps_records_years == 10
    for bad in ("0", "101", "-1", "ten", "1e3", "99999999999999999999"):
        assert client.post(url, {**form, "keeps_records_years": bad}).status_code == 400
    law = {"keeps_after_erasure_years": "11", "keeps_because": "Section 3"}
    refused = client.post(url, {**form, **law})
    assert refused.status_code == 400
    assert "before the years are over that a law asks for" in refused.content.decode()
    assert client.post(url, {**law, "keeps_records_years": "11"}).status_code == 302
    # None of it stands in the way of a new telephone number, nor is any of it on that form.
    assert client.post(f"/clinics/{cast.clinic.pk}/edit/", {"name": "N", "time_zone": "UTC"}).status_code == 302
    assert Clinic.objects.get(pk=cast.clinic.pk).keeps_records_years == 11
    for years in (0, 10):
        sent = {"keeps_records_years": years}
        assert (
            client.patch(f"/api/v1/clinics/{cast.clinic.pk}/", sent, content_type="application/json").status_code == 400
        )


def test_log_and_consents_outlast_what_they_are_about_by_six_years(cast: Cast) -> None:
    days = 6 * 365 + 2
    for at in (ago(days + 1), ago(days - 1)):
        number = AccessEntry.objects.count() + 1
        AccessEntry.objects.create(number=number, at=at, reason="care", verb="read", door="x", episode=cast.episode.pk)
        said = {"actor": cast.client.pk, "purpose": "care", "given": True, "wording": "2026-11", "language": "en"}
        Consent.objects.create(person=cast.client.pk, episode="0" * 32, at=at, **said)
        Consent.objects.create(person=cast.client.pk, episode=cast.episode.pk, at=at, **said)
    AccessChain.objects.update_or_create(pk=1, defaults={"number": 2})
    said_before = run("--dry-run")
    assert "access-log: 1\n  1\n" in said_before
    assert "consents: 1\n" in said_before
    assert run() == said_before
    assert AccessEntry.objects.get().number == 2
    assert Consent.objects.count() == 3


def test_kind_that_fails_keeps_no_other_and_tells_no_data(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    old = withdrawn(cast, ago(31))

    def fail(rows: Any) -> None:
        raise ValueError("Chris Client has a bad back")

    def everybody(now: datetime.datetime) -> Any:
        return User.objects.all()

    monkeypatch.setattr(retention, "kinds", [retention.Kind("people", everybody, fail), *retention.kinds])
    said = run()
    assert not Invitation.objects.filter(pk=old.pk).exists()
    assert "people" not in said
    assert "Forgetting people failed: ValueError" in caplog.text
    assert "Chris" not in caplog.text


def test_worker_forgets_daily() -> None:
    [daily] = [chore for chore in chores if chore.function is retention.forget_all]
    assert daily.seconds == 24 * 3600


def test_numbers_of_days_are_settings(cast: Cast, settings: Settings) -> None:
    row = withdrawn(cast, ago(3))
    assert row.pk not in named("invitations")
    settings.KEPT_DAYS = settings.KEPT_DAYS | {"invitations": 2}
    assert row.pk in named("invitations")


def test_client_reads_how_long_the_clinic_keeps_the_record(cast: Cast, client: Client) -> None:
    Clinic.objects.filter(pk=cast.clinic.pk).update(keeps_records_years=10)
    stop_sharing(episode=cast.episode, by=cast.client)
    client.force_login(cast.client)
    assert "for 10 years after your care has ended" in client.get("/account/agreed/").content.decode()


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [((2028, 2, 29), 1, (2027, 2, 28)), ((2028, 2, 29), 4, (2024, 2, 29)), ((2026, 11, 23), 10, (2016, 11, 23))],
)
def test_years_are_those_of_the_calendar(day: Any, years: int, expected: Any) -> None:
    assert years_before(datetime.date(*day), years) == datetime.date(*expected)
