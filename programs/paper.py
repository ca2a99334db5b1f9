"""A paper sheet that came back: two weeks of ticks and numbers, kept as one session for each day with a tick."""

import datetime
import uuid as uuids
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from backfit.refusals import Conflict, Different, Refusal
from programs.attention.rows import refresh
from programs.check_ins import hold_programs
from programs.models import CheckIn, Program, Session
from programs.proposals.proposing import propose_for
from programs.schedule import ONE_DAY, DayPlan, due_on
from programs.session_body import ResultBody, SessionBody
from programs.sessions import record
from programs.tally import version_on, versions_in_force

DAYS = 14
MOST_TIMES = 48
SHORT = {
    Session.Evidence.TIMED: _lazy("timed"),
    Session.Evidence.TICKED: _lazy("ticked"),
    Session.Evidence.LATER: _lazy("later"),
    Session.Evidence.PAPER: _lazy("paper"),
}
NAMES = uuids.UUID("6f0d0b0e-54a1-5d2e-9c5b-5b4d7a3d1c55")


@dataclass(frozen=True)
class PaperDay:
    """A column. `closed` says why nothing can be entered, `morning` is the check-in of the day after.

    `was_entered` when this sheet is what was recorded: the same again changes nothing, and the client alone corrects.
    """

    number: int
    day: datetime.date
    plan: DayPlan
    closed: str
    kept: tuple[Session, ...]
    was_entered: bool
    uuid: uuids.UUID
    morning: CheckIn | None
    has_morning: bool

    @property
    def items(self) -> dict[str, Mapping[str, Any]]:
        """Those of the phase that runs, by key."""
        return {item["key"]: item for item in self.plan.phase["items"]} if self.plan.phase else {}

    @property
    def times_due(self) -> dict[str, int]:
        return {due.item["key"]: due.times for due in self.plan.items}

    @property
    def done(self) -> set[str]:
        """Keys of what was recorded as done, whole or in part."""
        return {
            result.item_key for session in self.kept for result in session.results.all() if result.status != "skipped"
        }

    @property
    def ways(self) -> str:
        """How it was recorded, in words that fit into a narrow column."""
        return ", ".join(dict.fromkeys(str(SHORT[Session.Evidence(session.evidence)]) for session in self.kept))


@dataclass(frozen=True)
class PaperRow:
    key: str
    name: str
    dose: str


@dataclass(frozen=True)
class Sheet:
    program: Program
    days: tuple[PaperDay, ...]
    rows: tuple[PaperRow, ...]

    @property
    def first(self) -> datetime.date:
        return self.days[0].day

    @property
    def last(self) -> datetime.date:
        return self.days[-1].day

    @property
    def is_open(self) -> bool:
        return any(not day.closed for day in self.days)


@dataclass(frozen=True)
class PaperEntry:
    """What the sheet says of a day: keys of the items with a tick, and numbers from 0 to 10."""

    day: PaperDay
    done: frozenset[str]
    worst_pain: int | None = None
    effort: int | None = None
    morning: int | None = None


class SheetRefused(ValidationError):
    """One sentence for each day that could not be kept; nothing of the sheet was."""


def require_enterable(program: Program) -> None:
    """Sessions belong to the client's account, and to a version that the client was given."""
    if program.episode.client is None:
        raise Conflict(
            _("%(name)s has not accepted the invitation yet. A sheet can be entered once there is an account.")
            % {"name": program.episode.client_name}
        )
    if program.current_id is None:
        raise Conflict(_("This program has not been published yet."))


def read_sheet(program: Program, first: datetime.date) -> Sheet:
    """The two weeks from that day, with what is recorded already, in five queries."""
    last = first + (DAYS - 1) * ONE_DAY
    versions = versions_in_force([program], first, last)[program.pk]
    sessions = defaultdict(list)
    inside = Session.objects.filter(program=program, day__range=(first, last))
    for session in inside.prefetch_related("results").order_by("started_at", "pk"):
        sessions[session.day].append(session)
    told = CheckIn.objects.filter(episode=program.episode, day__range=(first + ONE_DAY, last + ONE_DAY))
    mornings = {each.day - ONE_DAY: each for each in told}
    days = []
    for number in range(DAYS):
        day = first + number * ONE_DAY
        plan = due_on(version_on(versions, day).document, program.calendar, day)
        days.append(paper_day(program, number, plan, sessions[day], mornings.get(day)))
    today = program.episode.local_day()
    return Sheet(program, tuple(days), rows_of(day for day in days if day.day <= today))


def paper_day(
    program: Program, number: int, plan: DayPlan, sessions: Sequence[Session], morning: CheckIn | None
) -> PaperDay:
    name = uuids.uuid5(NAMES, f"{program.pk} {plan.day.isoformat()}")
    kept = tuple(session for session in sessions if session.deleted_at is None)
    today = program.episode.local_day()
    return PaperDay(
        number=number,
        day=plan.day,
        plan=plan,
        closed=why_closed(plan, today, sessions, name),
        kept=kept,
        was_entered=any(session.uuid == name for session in kept),
        uuid=name,
        morning=morning,
        has_morning=morning is None and plan.state != "before" and plan.day < today,
    )


def why_closed(plan: DayPlan, today: datetime.date, sessions: Iterable[Session], name: uuids.UUID) -> str:
    if plan.day > today:
        return _("still to come")
    for session in sessions:
        if session.deleted_at is None:
            return _("recorded already")
        if session.uuid == name:
            return _("deleted by the client")
    sentences = {"before": _("before the first day"), "paused": _("paused")}
    return sentences.get(plan.state, "" if plan.phase else _("after the end"))


def rows_of(days: Iterable[PaperDay]) -> tuple[PaperRow, ...]:
    """The items of those days in the order of the plan, each with its newest dose."""
    rows: dict[str, PaperRow] = {}
    for day in days:
        for key, item in day.items.items():
            rows[key] = PaperRow(key, item["name"], item["dose_words"])
    return tuple(rows.values())


def enter_sheet(*, by: User, sheet: Sheet, entries: Iterable[PaperEntry], note: str = "") -> int:
    """Keep every day of the sheet or none, and say how many sessions there are now.

    The note goes to the last day with a tick. Raises SheetRefused, or Conflict when nothing can be entered at all.
    """
    require_enterable(sheet.program)
    told = sorted(entries, key=lambda entry: entry.day.day)
    ticked = [entry for entry in told if entry.done]
    faults: list[str] = []
    episode = sheet.program.episode
    with transaction.atomic():
        hold_programs(episode)
        for entry in told:
            last_word = note if ticked and entry is ticked[-1] else ""
            try:
                with transaction.atomic():
                    keep(by, sheet.program, entry, last_word)
            except (ValidationError, Refusal, PermissionDenied) as error:
                faults.append(f"{date_format(entry.day.day, 'D j F')}: {sentence_of(error)}")
        if faults:
            raise SheetRefused(faults)
        if any(entry.morning is not None for entry in told):
            propose_for(episode)
            refresh([episode.pk])
    return len(ticked)


def keep(by: User, program: Program, entry: PaperEntry, note: str) -> None:
    if entry.done:
        record(by=by, uuid=entry.day.uuid, body=body_of(program, entry, note))
    elif entry.worst_pain is not None or entry.effort is not None:
        raise ValidationError(_("Tick what was done, too; pain and effort alone are no session."))
    if entry.morning is not None:
        keep_morning(by, program, entry.day, entry.morning)


def keep_morning(by: User, program: Program, day: PaperDay, pain: int) -> None:
    """The client's own number stands; the same number again changes nothing."""
    if day.morning is None and not day.has_morning:
        raise ValidationError(_("The pain of the next morning cannot be entered for this day."))
    told, _created = CheckIn.objects.get_or_create(
        episode=program.episode, day=day.day + ONE_DAY, defaults={"pain": pain, "told_by": by}
    )
    if told.pain != pain:
        raise Conflict(_("The pain of the next morning was told already, with another number."))


def body_of(program: Program, entry: PaperEntry, note: str) -> SessionBody:
    """A tick stands for the whole of the day's dose."""
    client = program.episode.client
    assert client is not None  # require_enterable() saw to it
    due, items = entry.day.times_due, entry.day.items
    return SessionBody(
        program=program.pk,
        started_at=datetime.datetime.combine(entry.day.day, datetime.time(12), tzinfo=ZoneInfo(client.time_zone)),
        time_zone=client.time_zone,
        day=entry.day.day,
        worst_pain=entry.worst_pain,
        effort=entry.effort,
        note=note,
        evidence="paper",
        results=[
            ResultBody(item=key, status="done", times=min(MOST_TIMES, due.get(key, 1)))
            for key in items
            if key in entry.done
        ],
    )


def sentence_of(error: Exception) -> str:
    if isinstance(error, Different):
        return _("It was entered before with other answers, which are kept; your client can correct them.")
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error.args[0])
