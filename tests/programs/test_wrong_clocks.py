"""A device whose clock runs weeks ahead: what it sends is kept, and hides nothing from the rules of progression."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from backfit.refusals import Conflict
from programs.models import Program, Reminder, Session
from programs.proposals.reading import course_of
from programs.reminders.choosing import choose
from programs.reminders.occasions import course_of as ignored_until
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import session_body
from tests.programs.pages import browser_of


def tell(cast: Cast, days: int, **said: Any) -> Session:
    """So many days from the client's today."""
    day = (cast.client.today() + days * ONE_DAY).isoformat()
    body = session_body(cast.program, day=day, evidence="timed", **said)
    return record(by=cast.client, uuid=uuid4(), body=SessionBody.model_validate(body))[0]


def test_session_of_a_clock_that_is_weeks_ahead_stands_before_none_that_hurt(cast: Cast) -> None:
    for days in (20, 21, 22):
        assert tell(cast, days, worst_pain=0, effort=2).clock_was_ahead
    tell(cast, 0, worst_pain=7, effort=9)
    course = course_of(Program.objects.select_related("episode__clinic", "current").get(pk=cast.program.pk))
    assert course is not None
    assert [done.pain for done in course.sessions] == [7]


def test_client_who_travels_east_has_a_session_tomorrow(cast: Cast) -> None:
    tell(cast, 1, worst_pain=2)
    course = course_of(Program.objects.select_related("episode__clinic", "current").get(pk=cast.program.pk))
    assert course is not None
    assert len(course.sessions) == 1


def test_therapist_ends_a_program_whatever_a_wrong_clock_has_dated_ahead(cast: Cast) -> None:
    ahead, today = tell(cast, 20), cast.client.today()
    page = browser_of(cast.therapist).post(f"/programs/{cast.program.pk}/end/", {"day": today.isoformat()})
    assert page.status_code == 302
    cast.program.refresh_from_db()
    assert cast.program.ended_on == today
    assert Session.objects.kept().contains(ahead)


def test_reminders_become_fewer_though_a_wrong_clock_has_dated_a_session_ahead(cast: Cast) -> None:
    settings, today = choose(by=cast.client, by_mail=True), cast.client.today()
    for days in (3, 2, 1):
        day, now = today - days * ONE_DAY, timezone.now()
        Reminder.objects.create(user=cast.client, day=day, kind="exercise", due_at=now, mailed_at=now, settled_at=now)
    tell(cast, 20)
    assert ignored_until(settings, today) == ignored_until(settings, today + 19 * ONE_DAY)
    assert len(ignored_until(settings, today).ignored) == 3


def test_therapist_ends_no_program_before_what_was_done(cast: Cast) -> None:
    tell(cast, 1)
    with pytest.raises(Conflict):
        cast.program.end(cast.client.today())
