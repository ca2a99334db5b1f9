"""Sessions as a list shows them: the breaks of a day in one line, so that they do not drown the exercises."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SessionLine:
    """One session, or all breaks of a program's day that were recorded in the same way, the latest first."""

    sessions: tuple[Any, ...]

    @property
    def session(self) -> Any:
        return self.sessions[0]

    @property
    def day(self) -> datetime.date:
        day: datetime.date = self.session.day
        return day

    @property
    def is_breaks(self) -> bool:
        return bool(self.session.is_break)

    @property
    def breaks(self) -> int:
        """How often one was taken; wants sessions with `times`."""
        return sum(session.times for session in self.sessions)

    @property
    def first(self) -> Any:
        """The earliest break of the line."""
        return self.sessions[-1]


def session_lines(sessions: Iterable[Any]) -> list[SessionLine]:
    """In the order of the sessions; breaks stand where the latest of them does."""
    found: dict[object, list[Any]] = {}
    for session in sessions:
        key = (session.program_id, session.day, session.evidence) if session.is_break else session.pk
        found.setdefault(key, []).append(session)
    return [SessionLine(tuple(each)) for each in found.values()]
