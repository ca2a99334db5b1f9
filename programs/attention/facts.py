"""What the rules of attention are asked about and what they answer. Pure values.

Numbers about pain are those of the plan's rules (accounts.plan_rules) where there are any; the others stand below as
our convention, which no trial has tested.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.plan_rules import Rules

Day = datetime.date

# In the order of urgency; a client is as urgent as the first of the reasons.
RANKS = {
    "emergency": 0,
    "safety": 1,
    "severe-pain": 2,
    "pain-up": 3,
    "morning-rise": 4,
    "pain-skip": 4,  # as urgent: what hurts too much to be done, without a number
    "not-started": 5,
    "missed": 6,
    "slipping": 7,
    "step-back": 8,
    "ready": 9,
    "message": 10,
    "ending": 11,
}
NO_RANK = 99

# Severe pain stays until somebody has dealt with it, for as long as the strip of the desk shows its day.
SEVERE_DAYS = 14
PAIN_DAYS = 7
START_DAYS = 3
MISSED_SESSIONS = 3
# A week that falls by a quarter of what was planned, and below what the plan asks for, is less than before.
SLIP = 0.25
# A share of fewer planned days than this is chance.
DAYS_TO_COMPARE = 3
ENDING_DAYS = 7
ENDED_DAYS = 28


@dataclass(frozen=True)
class PainTold:
    """Worst pain of a day or of one exercise, 0 to 10; `item_stop` is the exercise's own limit, if it has one."""

    day: Day
    pain: int
    rules: Rules = field(default_factory=Rules)
    item_stop: int | None = None


@dataclass(frozen=True)
class PainSkip:
    """An exercise, by its name, that was left out or broken off because it hurt."""

    day: Day
    name: str


@dataclass(frozen=True)
class Sign:
    """A warning sign that nobody has cleared yet."""

    day: Day
    emergency: bool


@dataclass(frozen=True)
class DayFacts:
    """What was planned and done over all programs; rest days and pauses plan nothing."""

    day: Day
    planned: int
    done: int
    sessions: int


@dataclass(frozen=True)
class Suggested:
    """An open proposal of a program."""

    program: str
    kind: str
    made_on: Day


@dataclass(frozen=True)
class LastDay:
    """The last day of a program's last phase."""

    program: str
    name: str
    day: Day


@dataclass(frozen=True)
class Facts:
    """`days` run up to today without a gap, the oldest first; `mornings` are check-ins.

    `notes` and `messages` are the days of those from the client that nobody has read.

    `begins_on` is the first day of the running programs, `last_session` the day of the newest one ever.
    """

    today: Day
    usual: int | None = None
    pains: tuple[PainTold, ...] = ()
    mornings: Mapping[Day, int] = field(default_factory=dict)
    left_out: tuple[PainSkip, ...] = ()
    signs: tuple[Sign, ...] = ()
    days: tuple[DayFacts, ...] = ()
    invited_on: Day | None = None
    joined: bool = True
    paused: bool = False
    begins_on: Day | None = None
    last_session: Day | None = None
    notes: tuple[Day, ...] = ()
    messages: tuple[Day, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    last_days: tuple[LastDay, ...] = ()
    morning_rise: int = Rules().back_morning_rise
    adherence_at_least: int = Rules().adherence_at_least


@dataclass(frozen=True)
class Reason:
    """`since` is the newest day of it, `level` grows as it gets worse; `facts` hold what is put into words."""

    kind: str
    rank: int
    since: Day
    level: int
    facts: Mapping[str, Any]
    program: str = ""

    @property
    def subject(self) -> str:
        """One reason of it at a time: its kind, and its program where it is about one."""
        return f"{self.kind}:{self.program}" if self.program else self.kind


def one(kind: str, since: Day, level: int, facts: Mapping[str, Any], program: str = "") -> Reason:
    return Reason(kind, RANKS[kind], since, level, facts, program)
