"""What to say at once about what a client has just told: go on, leave an exercise out, look for signs, whom to call."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts.models import Episode
from programs.document import items_of, rules_of
from programs.messages import words_on
from programs.models import SafetyScreen, Session
from programs.note_words import asks_check, asks_crisis
from programs.pain_zones import PainLimits, Zone, item_zones, worst
from programs.proposals.reading import usual_of
from programs.schedule import ONE_DAY
from programs.today import ProgramDay, sessions_on

Known = dict[object, int | None]
STOPPED = (Zone.STOP, Zone.SEVERE)
# Clinical notes, 4.2: what provoked it is left out for 24 to 48 hours, which is the day itself and the next.
LEFT_OUT_DAYS = 2


class Zoned:
    """What templates ask of a zone."""

    zone: Zone

    @property
    def stops(self) -> bool:
        return self.zone in STOPPED

    @property
    def severe(self) -> bool:
        return self.zone == Zone.SEVERE


@dataclass(frozen=True)
class Advice(Zoned):
    """About one session. `leave_out` are keys of items; `check` asks the six questions, `crisis` shows whom to call."""

    zone: Zone
    leave_out: tuple[str, ...] = ()
    check: bool = False
    crisis: bool = False


@dataclass(frozen=True)
class Stopped:
    """An item that is to be left out: since when, and the pain of 0 to 10 that was told with it."""

    day: datetime.date
    pain: int


@dataclass(frozen=True)
class DayAdvice(Zoned):
    """About a day over all programs. `stopped` is by program and item key.

    `check` holds while the six questions that follow from the day are not answered; `cleared` says that they were, with
    no. `easier` asks for less after pain on the day before.
    """

    zone: Zone = Zone.GO_ON
    stopped: Mapping[tuple[UUID, str], Stopped] = field(default_factory=dict)
    check: bool = False
    cleared: bool = False
    crisis: bool = False
    easier: bool = False

    @property
    def rests(self) -> bool:
        """After this nobody is called to move any more that day."""
        return self.severe or self.check


def advice_for(session: Session) -> Advice:
    """Wants `version` and the program's episode at hand; up to four queries."""
    document = session.version.document
    return advice_on(session, document, limits_of([session], document, session.program.episode))


def limits_of(
    sessions: Iterable[Session], document: Mapping[str, Any], episode: Episode, known: Known | None = None
) -> PainLimits | None:
    """None where no pain was told, so that nothing has to be read. `known` keeps what is usual in which episode."""
    if not any(pains(session) for session in sessions):
        return None
    known = {} if known is None else known
    if episode.pk not in known:
        known[episode.pk] = usual_of(episode)
    return PainLimits.of(rules_of(document), known[episode.pk])


def pains(session: Session) -> list[int]:
    told = [session.worst_pain, *(result.pain for result in session.results.all())]
    return [pain for pain in told if pain is not None]


def advice_on(session: Session, document: Mapping[str, Any], limits: PainLimits | None) -> Advice:
    """`limits` are those of the document, None where no pain was told."""
    texts = [session.note, *(result.skip_reason for result in session.results.all())]
    zones = zones_of(session, document, limits) if limits else {}
    whole = [limits.zone(session.worst_pain)] if limits and session.worst_pain is not None else []
    zone = worst([*zones.values(), *whole])
    leave_out = tuple(key for key, each in zones.items() if each in STOPPED)
    return Advice(zone, leave_out, zone == Zone.SEVERE or asks_check(*texts), asks_crisis(*texts))


def zones_of(session: Session, document: Mapping[str, Any], limits: PainLimits) -> dict[str, Zone]:
    told = [{"item": result.item_key, "pain": result.pain} for result in session.results.all()]
    return item_zones(told, items_of(document), limits)


def advice_on_day(days: Sequence[ProgramDay], day: datetime.date) -> DayAdvice:
    """For the client's page; up to three queries, and up to three for each episode in which pain was told."""
    before = sessions_on([each.program for each in days], day - (LEFT_OUT_DAYS - 1) * ONE_DAY)
    known: Known = {}
    now: list[tuple[Session, Advice]] = []
    earlier: list[Advice] = []
    stopped: dict[tuple[UUID, str], Stopped] = {}
    for each in days:
        old = before.get(each.program.pk, [])
        limits = limits_of([*old, *each.sessions], each.version.document, each.program.episode, known)
        for session in (*old, *each.sessions):
            advice = advice_on(session, each.version.document, limits)
            stopped |= stopped_in(session, advice)
            if session.day == day:
                now.append((session, advice))
            else:
                earlier.append(advice)
    written = words_on(day, {each.program.episode_id for each in days})
    asks = written.check or any(advice.check for _session, advice in now)
    answered = answered_on(days, day) if asks else None
    return DayAdvice(
        zone=worst(advice.zone for _session, advice in now),
        stopped=stopped,
        check=written.check or any(advice.check and is_unanswered(session, answered) for session, advice in now),
        cleared=answered is not None and answered.found == SafetyScreen.Found.NONE,
        crisis=written.crisis or any(advice.crisis for _session, advice in now),
        easier=any(advice.zone in STOPPED for advice in earlier),
    )


def stopped_in(session: Session, advice: Advice) -> dict[tuple[UUID, str], Stopped]:
    pain = {result.item_key: result.pain for result in session.results.all()}
    return {(session.program_id, key): Stopped(session.day, pain[key] or 0) for key in advice.leave_out}


def answered_on(days: Sequence[ProgramDay], day: datetime.date) -> SafetyScreen | None:
    """The newest answer to the six questions on that day."""
    episodes = {each.program.episode_id for each in days}
    rows = SafetyScreen.objects.filter(episode__in=episodes, day=day, occasion=SafetyScreen.Occasion.PAIN)
    return rows.first()


def is_unanswered(session: Session, answered: SafetyScreen | None) -> bool:
    return answered is None or answered.answered_at < session.received_at
