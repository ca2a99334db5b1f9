"""How often to remind somebody who does not follow reminders. Pure; the numbers are convention.

After three in a row that nothing came of, one message says that there will be fewer and asks; then they come on every
second session day, and after three more of those there are none until the client does a session or asks for them.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

IGNORED_BEFORE_ASKING = 3
HALVED_BEFORE_SILENCE = 3


@dataclass(frozen=True)
class Ignored:
    """A reminder on a day of which no session came, with whether it asked."""

    day: datetime.date
    asked: bool


@dataclass(frozen=True)
class Course:
    """What was ignored since the last session or answer, the oldest first."""

    ignored: Sequence[Ignored] = ()

    @property
    def is_halved(self) -> bool:
        return len(self.ignored) >= IGNORED_BEFORE_ASKING

    @property
    def has_asked(self) -> bool:
        return any(reminder.asked for reminder in self.ignored)

    @property
    def asks_next(self) -> bool:
        return self.is_halved and not self.has_asked

    @property
    def is_silent(self) -> bool:
        return len(self.ignored) > IGNORED_BEFORE_ASKING + HALVED_BEFORE_SILENCE

    @property
    def last_on(self) -> datetime.date | None:
        return self.ignored[-1].day if self.ignored else None

    def allows(self, *, skipped_one: bool) -> bool:
        """`skipped_one`: a session day without a reminder has gone by since the last one."""
        if self.is_silent:
            return False
        return skipped_one or not self.is_halved or self.asks_next
