"""What a person's calendar shows: for each program and day what is due, from the versions' documents."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.models import User
from programs.models import Program, Version
from programs.reminders.cues import cue_times
from programs.safety_reports import stop_report
from programs.schedule import ONE_DAY, Choice, choices_of, due_on
from programs.tally import version_on, versions_in_force

BACK, AHEAD = 14, 56
"""Days: a calendar keeps what it has read, and asks again long before the eight weeks are over."""


@dataclass(frozen=True)
class Occasion:
    """Once on a day that exercises are due. `at` is a time of day where the client is; None: any time.

    `number` tells the occasions of one program and day apart.
    """

    program: Program
    version: Version
    day: datetime.date
    number: int
    at: datetime.time | None
    choices: tuple[Choice, ...]

    @property
    def minutes(self) -> int:
        """Rounded, at least one."""
        return max(1, round(sum(choice.seconds_left for choice in self.choices) / 60))

    @property
    def names(self) -> list[str]:
        return [due.item["name"] for choice in self.choices for due in choice.items]


def occasions(owner: User, today: datetime.date) -> Iterator[Occasion]:
    """From two weeks back to eight weeks ahead, program by program; seven queries however many there are.

    Nothing from today on while the client is told to stop and get help.
    """
    programs = list(
        Program.objects.followed_by(owner, today)
        .select_related("episode")
        .prefetch_related("pauses", "cues")
        .order_by("created_at", "pk")
    )
    first, last = today - BACK * ONE_DAY, today + AHEAD * ONE_DAY
    if programs and stop_report(owner) is not None:
        last = today - ONE_DAY
    versions = versions_in_force(programs, first, last)
    for program in programs:
        times = cue_times(program) or []
        for index in range((last - first).days + 1):
            yield from on_day(program, versions[program.pk], first + index * ONE_DAY, times)


def on_day(
    program: Program, versions: Sequence[Version], day: datetime.date, times: Sequence[tuple[str, datetime.time]]
) -> Iterator[Occasion]:
    """One for each of the chosen times that something is done at; what has no cue of its own belongs to the first.

    Breaks spread over the day are no appointment, so they are left out.
    """
    version = version_on(versions, day)
    items = [due for due in due_on(version.document, program.calendar, day).items if not due.has_interval]
    slots: list[tuple[str, datetime.time | None]] = list(times) or [("", None)]
    cues = [words.casefold() for words, _at in slots]
    heaps: list[list[Choice]] = [[] for _slot in slots]
    for choice in choices_of(items):
        cue = str(choice.items[0].item.get("cue", "")).casefold()
        heaps[cues.index(cue) if cue in cues else 0].append(choice)
    for number, ((_words, at), choices) in enumerate(zip(slots, heaps, strict=True)):
        if choices:
            yield Occasion(program, version, day, number, at, tuple(choices))
