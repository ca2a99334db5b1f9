"""A client's weeks, told through the product's own verbs, with the clock turned to each day."""

import datetime
import uuid
from typing import Any

import time_machine

from programs.check_ins import check_in
from programs.models import Program, Session
from programs.publishing import publish
from programs.schedule import ONE_DAY
from programs.session_body import SessionBody
from programs.sessions import record
from tests.factories import session_body

FIRST = datetime.date(2027, 3, 1)  # a Monday


def noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def at(offset: int) -> time_machine.travel:
    """So many days after the first one, at noon."""
    return time_machine.travel(noon(FIRST + offset * ONE_DAY), tick=False)


def train(program: Program, offset: int, pain: int | None = 2, effort: int | None = 5, **fields: Any) -> Session:
    """A session of that day with everything done, told on that day."""
    with at(offset):
        program = Program.objects.select_related("episode__client", "current").get(pk=program.pk)
        client = program.episode.client
        assert client is not None
        body = session_body(program, worst_pain=pain, effort=effort, **fields)
        return record(by=client, uuid=uuid.uuid4(), body=SessionBody.model_validate(body))[0]


def wake(program: Program, offset: int, pain: int = 2) -> None:
    """The check-in of that morning."""
    with at(offset):
        episode = Program.objects.select_related("episode__client", "episode__clinic").get(pk=program.pk).episode
        assert episode.client is not None
        check_in(by=episode.client, episode=episode, day=FIRST + offset * ONE_DAY, pain=pain)


def three_good_days(program: Program) -> None:
    """Monday to Wednesday; the first and the last morning after were told."""
    train(program, 0)
    wake(program, 1)
    train(program, 1)
    train(program, 2)
    wake(program, 3)


def publish_again(program: Program, reason: str = "Next.") -> Program:
    program = Program.objects.get(pk=program.pk)
    publish(program=program, by=program.created_by, reason=reason)
    return Program.objects.get(pk=program.pk)
