"""What an episode's programs planned and what was done of it, day by day, for the rules of attention."""

from collections.abc import Mapping, Sequence
from typing import Any

from programs.attention.facts import ENDED_DAYS, ENDING_DAYS, Day, DayFacts, LastDay
from programs.models import DayTally, Program
from programs.schedule import ONE_DAY, state_on
from programs.tally import planned_on

Tallies = Mapping[object, Mapping[Day, DayTally]]


def days_of(programs: Sequence[Any], tallies: Tallies, today: Day, number: int) -> tuple[DayFacts, ...]:
    """That many days up to today, over all the programs; what was done beyond a day's plan counts for that day only."""
    days = [today - back * ONE_DAY for back in reversed(range(number))]
    return tuple(day_of(programs, tallies, day) for day in days)


def day_of(programs: Sequence[Any], tallies: Tallies, day: Day) -> DayFacts:
    planned = done = sessions = 0
    for program in programs:
        wanted = planned_on(program, program.recent, day).planned
        planned += wanted
        if (tally := tallies[program.pk].get(day)) is not None:
            done += min(tally.done + tally.part, wanted)
            sessions += tally.sessions
    return DayFacts(day, planned, done, sessions)


def running_on(program: Program, day: Day) -> bool:
    """Not ended by anybody; its phases may be over."""
    ended = program.calendar.ended_on
    return ended is None or ended >= day


def last_days_of(programs: Sequence[Any], today: Day) -> tuple[LastDay, ...]:
    """Of the programs whose phases end about now. One that is over is told of only while no other one runs."""
    goes_on = any(state_of(program, today) != "over" for program in programs)
    found = ((program, last_day(program, today)) for program in programs)
    return tuple(
        LastDay(str(program.pk), program.name, last)
        for program, last in found
        if last is not None and (last >= today or not goes_on)
    )


def last_day(program: Any, today: Day) -> Day | None:
    """The day before all phases are over, if that lies in the days about which anything is said."""
    days = [today + offset * ONE_DAY for offset in range(-ENDED_DAYS, ENDING_DAYS + 2)]
    over = next((day for day in days if state_of(program, day) == "over"), None)
    return None if over is None or over == days[0] else over - ONE_DAY


def state_of(program: Any, day: Day) -> str:
    return state_on(program.recent[-1].document, program.calendar, day)[0]
