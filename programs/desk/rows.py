"""The rows of the therapist's desk, put into words; one query for the reasons of a page of clients."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Episode, User
from backfit.looking import note_keys
from programs.attention.answers import LONGEST_SNOOZE
from programs.attention.facts import RANKS
from programs.attention.rows import is_shown
from programs.attention.rules import mark_of
from programs.attention.words import day_in_words, reason_in_words
from programs.desk.clients import Line
from programs.desk.strip import Strip, strip_of
from programs.models import Attention
from programs.schedule import ONE_DAY

ICONS = {
    "safety": "danger",
    "severe-pain": "danger",
    "pain-up": "up",
    "morning-rise": "today",
    "pain-skip": "close",
    "not-started": "play",
    "missed": "calendar",
    "slipping": "down",
    "step-back": "undo",
    "ready": "success",
    "message": "messages",
    "ending": "clock",
}
TONES = {"ready": "green", "message": "blue", "ending": "violet"}


@dataclass(frozen=True)
class ShownReason:
    """`value` names the reason and the state of it that is on the screen."""

    row: Attention
    words: str

    @property
    def value(self) -> str:
        return f"{self.row.pk}~{mark_of(self.row.since, self.row.facts['level'])}"

    @property
    def is_answerable(self) -> bool:
        return self.row.kind != Attention.Kind.SAFETY

    @property
    def icon(self) -> str:
        return ICONS[self.row.kind]

    @property
    def address(self) -> str:
        """Where to deal with it, if that is not the client's page."""
        if self.row.facts.get("messages"):
            return reverse("message_thread", args=[self.row.episode_id])
        return ""

    @property
    def tone(self) -> str:
        return "red" if self.row.rank <= RANKS["severe-pain"] else TONES.get(self.row.kind, "amber")


@dataclass(frozen=True)
class DeskRow:
    """`then` is the client in the next row, to whom the focus goes when this one has been dealt with."""

    line: Line
    today: datetime.date
    reasons: tuple[ShownReason, ...]
    then: Any
    is_mine: bool

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        return self.line.facts or {}

    @cached_property
    def strip(self) -> Strip | None:
        return strip_of(self.facts.get("strip", ""))

    @cached_property
    def answerable(self) -> list[ShownReason]:
        return [reason for reason in self.reasons if reason.is_answerable]

    @property
    def share(self) -> str:
        """Exercises, in the numbers of the client's own page."""
        if self.line.ended_on:
            return _("Ended on %(day)s") % {"day": date_format(self.line.ended_on, "j F Y")}
        if self.line.planned:
            return _("%(done)s of %(planned)s in 7 days") % {"done": self.line.done, "planned": self.line.planned}
        if self.facts.get("planned28"):
            return _("%(done28)s of %(planned28)s in 4 weeks") % self.facts
        return _("Nothing planned")

    @property
    def last(self) -> str:
        if self.line.last_day is None:
            return _("No session yet")
        return _("Last session %(day)s") % {"day": day_in_words(self.line.last_day, self.today)}

    @property
    def notes(self) -> list[str]:
        """How far the client is set up, as far as something is still to be done, and whose client it is."""
        line = self.line
        said = {
            _("Invited"): line.is_invited,
            _("Invitation lapsed"): line.was_invited and not line.is_invited,
            _("Not invited yet"): not line.was_invited,
        }
        notes = [words for words, holds in said.items() if holds and line.client_id is None]
        if line.has_draft and not line.has_program:
            notes.append(_("Draft not published"))
        elif not line.has_program:
            notes.append(_("No program yet"))
        if self.facts.get("paused"):
            notes.append(_("Paused"))
        if line.ended_on:
            notes = []
        if not self.is_mine and line.first_name:
            notes.append(_("With %(name)s") % {"name": line.first_name})
        return notes

    @property
    def tomorrow(self) -> datetime.date:
        return self.today + ONE_DAY

    @property
    def latest(self) -> datetime.date:
        return self.today + LONGEST_SNOOZE * ONE_DAY


def desk_rows(therapist: User, lines: Iterable[Line]) -> list[DeskRow]:
    lines = list(lines)
    note_keys(therapist, Episode, [line.pk for line in lines])
    today = {line.pk: timezone.localdate(timezone=ZoneInfo(line.zone)) for line in lines}
    reasons: dict[object, list[ShownReason]] = defaultdict(list)
    rows = Attention.objects.visible_to(therapist).open().filter(episode__in=list(today), handled_at__isnull=True)
    for row in rows:
        if is_shown(row, today[row.episode_id]):
            reasons[row.episode_id].append(shown_reason(row, today[row.episode_id]))
    return [
        DeskRow(line, today[line.pk], tuple(reasons[line.pk]), neighbour(lines, index), is_first(therapist, line))
        for index, line in enumerate(lines)
    ]


def neighbour(lines: Sequence[Line], index: int) -> Any:
    """The next client, or for the last one the one before."""
    near = lines[index + 1 : index + 2] or lines[:index][-1:]
    return near[0].pk if near else None


def is_first(therapist: User, line: Line) -> bool:
    return bool(line.first_therapist == therapist.pk)


def shown_reason(row: Attention, today: datetime.date) -> ShownReason:
    return ShownReason(row, reason_in_words(row.kind, row.facts, today))


def attention_of(episode: Episode) -> dict[str, Any]:
    """For a page about one client: what is to be looked at, what of it one may answer, and what was answered."""
    today = episode.local_day()
    rows = Attention.objects.open().filter(episode=episode, handled_at__isnull=True)
    reasons = [shown_reason(row, today) for row in rows if is_shown(row, today)]
    return {
        "reasons": reasons,
        "answerable": [reason for reason in reasons if reason.is_answerable],
        "answers": answers_of(episode, today),
        "tomorrow": today + ONE_DAY,
        "latest": today + LONGEST_SNOOZE * ONE_DAY,
    }


def answers_of(episode: Episode, today: datetime.date, most: int = 5) -> list[ShownReason]:
    """What was dealt with or put off, the newest first."""
    put_off = Q(closed_at__isnull=True, snoozed_until__gt=today)
    rows = Attention.objects.filter(Q(handled_at__isnull=False) | put_off, episode=episode)
    found = rows.select_related("handled_by").order_by("-handled_at", "-raised_at")[:most]
    return [shown_reason(row, today) for row in found]
