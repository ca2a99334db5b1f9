"""On how many days a program was done at each moment that its client ties it to. Pure."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from programs.models import Cue, Session

DAYS = 28
A_DAY = 24 * 60
# Of what is filled in later nobody knows at which hour it was.
KNOWN_HOURS = (Session.Evidence.TIMED, Session.Evidence.TICKED)
Minute = int | None
"""Of the client's day, from midnight; None where the hour is not known."""


@dataclass(frozen=True)
class CueDays:
    """Done on `done` of the `planned` days of the last four weeks, today only once it was done."""

    cue: Cue
    done: int
    planned: int


def cue_days(cues: Sequence[Cue], planned: Collection[datetime.date], sessions: Iterable[Any]) -> list[CueDays]:
    """For each cue, in their order; `planned` are the days on which something was due.

    Sessions are those of the program, with the numbers of their lines `done` and `part`. Breaks have hours of their
    own and are left out.
    """
    minutes: dict[datetime.date, list[Minute]] = defaultdict(list)
    for session in sessions:
        if session.day in planned and not session.is_break and session.done + session.part:
            minutes[session.day].append(minute_of(session))
    times = [60 * cue.at.hour + cue.at.minute for cue in cues]
    numbers = days_at(times, minutes)
    return [CueDays(cue, number, len(planned)) for cue, number in zip(cues, numbers, strict=True)]


def minute_of(session: Session) -> Minute:
    if session.evidence not in KNOWN_HOURS:
        return None
    at = session.started_at.astimezone(ZoneInfo(session.time_zone))
    return 60 * at.hour + at.minute


def days_at(cues: Sequence[int], sessions: Mapping[datetime.date, Collection[Minute]]) -> list[int]:
    """How many days each cue was met on; cues are minutes of the day. Our convention:

    a session belongs to the cue that is nearest to it, the earlier of two. One without an hour counts for the first
    cue of its day that no other session has met.
    """
    met = [0] * len(cues)
    if not cues:
        return met
    for minutes in sessions.values():
        known = {nearest(cues, minute) for minute in minutes if minute is not None}
        unknown = sum(minute is None for minute in minutes)
        free = [place for place in range(len(cues)) if place not in known]
        for place in known | set(free[:unknown]):
            met[place] += 1
    return met


def nearest(cues: Sequence[int], minute: int) -> int:
    """Place of the cue; the clock goes round, so that 23:50 is near to midnight."""

    def distance(place: int) -> tuple[int, int]:
        apart = abs(cues[place] - minute)
        return min(apart, A_DAY - apart), cues[place]

    return min(range(len(cues)), key=distance)
