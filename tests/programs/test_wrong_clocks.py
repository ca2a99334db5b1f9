"""A device whose clock runs weeks ahead: what it sends is kept, and hides nothing from the rules of progression."""

from typing import Any
from uuid import uuid4

from programs.models import Program, Session
from programs.proposals.reading import course_of
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.cast import Cast
from tests.factories import session_body


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
