"""A paper sheet that came back: two weeks of ticks and numbers, kept as one session for each day with a tick."""

import datetime
import uuid as uuids
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from backfit.refusals import Conflict, Different, Refusal
from programs.models import CheckIn, Program, Session, Version
from programs.schedule import ONE_DAY, DayPlan, due_on
from programs.sessions import ResultBody, SessionBody, record
from programs.tally import version_on, versions_in_force

DAYS = 14
MOST_TIMES = 48
NAMES = uuids.UUID("6f0d0b0e-54a1-5d2e-9c5b-5b4d7a3d1c55")


@dataclass(frozen=True)
class PaperDay:
    """A column. `closed` says why nothing can be entered; `session` was entered from paper and may be corrected."""

    number: int
    day: datetime.date
    plan: DayPlan
    closed: str
    kept: tuple[Session, ...]
    session: Session | None
    uuid: uuids.UUID
    morning: CheckIn | None
    may_tell_morning: bool

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
        return ", ".join(dict.fromkeys(str(session.get_evidence_display()) for session in self.kept))


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

    @property
    def note(self) -> str:
        """The one that stands with the sessions entered before."""
        return next((day.session.note for day in reversed(self.days) if day.session and day.session.note), "")


@dataclass(frozen=True)
class PaperEntry:
    """What the sheet says of a day; `corrects` is the revision of the session that was entered before."""

    day: PaperDay
    done: frozenset[str]
    worst_pain: int | None = None
    effort: int | None = None
    morning: int | None = None
    corrects: int | None = None


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


def read_sheet(program: Program, first: datetime.date, user: User) -> Sheet:
    """The two weeks from that day, with what is recorded already, in seven queries."""
    last = first + (DAYS - 1) * ONE_DAY
    versions = versions_in_force([program], first, last)[program.pk]
    inside = Session.objects.filter(program=program, day__range=(first, last))
    sessions = list(inside.prefetch_related("results").order_by("started_at", "pk"))
    own = set(Session.objects.editable_by(user).filter(pk__in=[session.pk for session in sessions]).values_list("pk", flat=True))
    mornings = {each.day: each for each in CheckIn.objects.filter(episode=program.episode, day__range=(first, last))}
    days = []
    for number in range(DAYS):
        day = first + number * ONE_DAY
        those = [session for session in sessions if session.day == day]
        days.append(paper_day(program, number, day, versions, those, own, mornings.get(day), user))
    return Sheet(program, tuple(days), rows_of(days))


def paper_day(
    program: Program,
    number: int,
    day: datetime.date,
    versions: Sequence[Version],
    sessions: Sequence[Session],
    own: set[int],
    morning: CheckIn | None,
    user: User,
) -> PaperDay:
    plan = due_on(version_on(versions, day).document, program.calendar, day)
    kept = tuple(session for session in sessions if session.deleted_at is None)
    names = name_for(program, day, {session.uuid for session in sessions if session.deleted_at})
    mine = next((session for session in kept if session.uuid == names and session.pk in own), None)
    return PaperDay(
        number=number,
        day=day,
        plan=plan,
        closed=why_closed(program, plan, kept, mine),
        kept=kept,
        session=mine,
        uuid=names,
        morning=morning,
        may_tell_morning=day <= program.episode.local_day() and (morning is None or morning.told_by_id == user.pk),
    )


def name_for(program: Program, day: datetime.date, deleted: set[uuids.UUID]) -> uuids.UUID:
    """The same for the same program and day, so that a sheet sent twice is kept once; the next when it was deleted."""
    number = 0
    while (name := uuids.uuid5(NAMES, f"{program.pk} {day.isoformat()} {number}")) in deleted:
        number += 1
    return name


def why_closed(program: Program, plan: DayPlan, kept: Sequence[Session], mine: Session | None) -> str:
    if plan.day > program.episode.local_day():
        return _("still to come")
    if any(session is not mine for session in kept):
        return _("recorded already")
    sentences = {"before": _("before the first day"), "paused": _("paused")}
    return sentences.get(plan.state, "" if plan.phase else _("after the end"))


def rows_of(days: Iterable[PaperDay]) -> tuple[PaperRow, ...]:
    """The items of every day that is open or was recorded, in the order of the plan; the newest dose of each."""
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
    with transaction.atomic():
        for entry in told:
            last_word = note if ticked and entry is ticked[-1] else ""
            try:
                with transaction.atomic():
                    keep(by, sheet.program, entry, last_word)
            except (ValidationError, Refusal, PermissionDenied) as error:
                faults.append(f"{date_format(entry.day.day, 'D j F')}: {sentence_of(error)}")
        if faults:
            raise SheetRefused(faults)
    return len(ticked)


def keep(by: User, program: Program, entry: PaperEntry, note: str) -> None:
    if entry.done:
        record(by=by, uuid=entry.day.uuid, body=body_of(program, entry, note), corrects=entry.corrects)
    elif entry.day.session:
        raise Conflict(_("It was entered before; to take it away, delete it on the page of its session."))
    elif entry.worst_pain is not None or entry.effort is not None:
        raise ValidationError(_("Tick what was done, too; pain and effort alone are no session."))
    if entry.morning is not None:
        keep_morning(by, program, entry)


def keep_morning(by: User, program: Program, entry: PaperEntry) -> None:
    if not entry.day.may_tell_morning:
        raise Conflict(_("The pain of this morning was told already."))
    CheckIn.objects.update_or_create(
        episode=program.episode,
        day=entry.day.day,
        defaults={"pain": entry.morning, "told_by": by, "told_at": timezone.now()},
    )


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
        return _("It was entered meanwhile with other answers. Open the sheet again to see them.")
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error.args[0])
