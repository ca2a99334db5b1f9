"""The rules about what was done, told and planned. Pure."""

import datetime
from collections.abc import Iterator, Sequence

from programs.attention.facts import (
    DAYS_TO_COMPARE,
    ENDED_DAYS,
    ENDING_DAYS,
    MISSED_SESSIONS,
    SLIP,
    START_DAYS,
    DayFacts,
    Facts,
    Reason,
    one,
)
from programs.schedule import WEEK


def not_started(facts: Facts) -> Iterator[Reason]:
    """Three days after the invitation, or after the first day of the program if that is later."""
    if facts.last_session is not None or facts.paused:
        return
    since = first_wanted(facts) if facts.joined else facts.invited_on
    if since is not None and (waited := (facts.today - since).days) >= START_DAYS:
        # Who has dealt with it hears of it again after two weeks more.
        yield one("not-started", since, waited // 14, {"day": since.isoformat(), "joined": facts.joined})


def first_wanted(facts: Facts) -> datetime.date | None:
    """Since when the client could have begun: None as long as nothing was due."""
    if facts.begins_on is None or not any(day.planned for day in facts.days if day.day < facts.today):
        return None
    return max(facts.begins_on, facts.invited_on or facts.begins_on)


def missed(facts: Facts) -> Iterator[Reason]:
    """Planned days in a row without a session, up to yesterday. Level: again after every three more."""
    days = missed_days(facts)
    if len(days) >= MISSED_SESSIONS and facts.last_session is not None:
        told = {"times": len(days), "last": facts.last_session.isoformat()}
        yield one("missed", days[0].day, len(days) // MISSED_SESSIONS, told)


def missed_days(facts: Facts) -> list[DayFacts]:
    last = facts.last_session
    return [day for day in facts.days if day.planned and day.day < facts.today and last is not None and day.day > last]


def slipping(facts: Facts) -> Iterator[Reason]:
    """Clearly less in the last seven days than in the three weeks before, and less than the plan asks for."""
    if len(missed_days(facts)) >= MISSED_SESSIONS:
        return  # which says more
    # Today counts once something was done: in the morning nobody has fallen behind.
    counted = [day for day in facts.days if day.day < facts.today or day.sessions]
    edge = facts.today - datetime.timedelta(days=WEEK)
    now, before = ([day for day in counted if (day.day > edge) is late] for late in (True, False))
    if min(due_days(now), due_days(before)) < DAYS_TO_COMPARE:
        return
    share, was = share_of(now), share_of(before)
    if 100 * share < facts.adherence_at_least and was - share >= SLIP:
        told = {"done": sum(day.done for day in now), "planned": sum(day.planned for day in now)}
        yield one("slipping", edge, int((was - share) / SLIP), {**told, "percent": round(100 * was)})


def due_days(days: Sequence[DayFacts]) -> int:
    return sum(1 for day in days if day.planned)


def share_of(days: Sequence[DayFacts]) -> float:
    planned = sum(day.planned for day in days)
    return sum(day.done for day in days) / planned if planned else 0.0


def proposed(facts: Facts) -> Iterator[Reason]:
    """A step back has a name of its own: who is not getting on is not ready to progress."""
    for each in facts.suggested:
        kind = "step-back" if each.kind == "step-back" else "ready"
        yield one(kind, each.made_on, 0, {"proposal": each.kind, "day": each.made_on.isoformat()}, each.program)


def unread(facts: Facts) -> Iterator[Reason]:
    """What the client wrote and nobody has read, with a session or as a message."""
    days = (*facts.notes, *facts.messages)
    if days:
        newest = max(days)
        told = {"day": newest.isoformat(), "times": len(days), "messages": len(facts.messages)}
        yield one("message", newest, len(days), told)


def ends(facts: Facts) -> Iterator[Reason]:
    """From a week before the last day on, and four weeks more if nothing follows."""
    for last in facts.last_days:
        left = (last.day - facts.today).days
        if -ENDED_DAYS <= left <= ENDING_DAYS:
            told = {"day": last.day.isoformat(), "name": last.name}
            yield one("ending", last.day, int(left < 0), told, last.program)
