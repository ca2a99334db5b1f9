"""A calendar of planned against done: what each day's cell says, by sign and in words. Pure."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from programs.models import Session
from programs.schedule import ONE_DAY
from programs.tally import DayProgress

# From the surest way of recording to the least sure one; a day shows the first that it has.
WAYS = (Session.Evidence.TIMED, Session.Evidence.TICKED, Session.Evidence.LATER, Session.Evidence.PAPER)
# The signs of days on which nothing was done, by the state that the schedule gives them.
IDLE = {"rest": "rest", "paused": "paused", "before": "outside", "over": "outside", "ended": "outside"}

SIGNS = {
    "done": _lazy("done in full"),
    "part": _lazy("done in part"),
    "missed": _lazy("nothing recorded"),
    "open": _lazy("not recorded yet"),
    "rest": _lazy("nothing due"),
    "paused": _lazy("paused"),
    "ahead": _lazy("still to come"),
}

CELL = (
    '<td class="day day--{0}{1}" title="{2}"><span class="visually-hidden">{2}</span>'
    '<span class="day__number" aria-hidden="true">{3}</span>{4}{5}</td>'
)
DRAWN = '<svg class="day__{0}" aria-hidden="true"><use href="#{1}-{2}"/></svg>'


@lru_cache(maxsize=1000)
def day_in_words(day: datetime.date, language: str | None) -> str:
    """In the active language, which is the one given."""
    return date_format(day, "l j F")


@dataclass(frozen=True)
class Cell:
    """`sign` is done, part, missed, open (today, not yet), rest, paused, outside or ahead."""

    progress: DayProgress
    sign: str
    ways: tuple[str, ...]
    is_today: bool

    @property
    def day(self) -> datetime.date:
        return self.progress.day

    @property
    def way(self) -> str:
        return self.ways[0] if self.ways else ""

    @cached_property
    def words(self) -> str:
        """Such as "done in full, 4 of 4, played with the timer"."""
        said = [_("today")] if self.is_today else []
        said.append(self.sign_in_words())
        if self.progress.planned and self.sign in ("done", "part"):
            numbers = {"done": self.progress.done + self.progress.part, "planned": self.progress.planned}
            said.append(_("%(done)d of %(planned)d") % numbers)
        said += [str(Session.Evidence(way).label).lower() for way in self.ways]
        return ", ".join(said)

    @cached_property
    def title(self) -> str:
        return f"{day_in_words(self.day, get_language())}: {self.words}"

    @property
    def html(self) -> SafeString:
        """The cell of the table. Not a template: a year of several programs has more than a thousand of them."""
        today = " day--today" if self.is_today else ""
        sign = "" if self.sign in ("outside", "ahead") else format_html(DRAWN, "sign", "sign", self.sign)
        way = format_html(DRAWN, "way", "way", self.way) if self.way else ""
        return format_html(CELL, self.sign, today, self.title, self.day.day, sign, way)

    def sign_in_words(self) -> str:
        if self.sign == "outside":
            return _("before the first day") if self.progress.state == "before" else _("after the end")
        if self.sign == "missed" and self.progress.sessions:
            return _("left out")
        if self.sign == "done" and not self.progress.planned:
            return _("done, though nothing was due")
        return str(SIGNS[self.sign])


def cell(progress: DayProgress, ways: Iterable[str], today: datetime.date) -> Cell:
    told = set(ways)
    return Cell(
        progress,
        sign=sign_of(progress, today),
        ways=tuple(way.value for way in WAYS if way in told),
        is_today=progress.day == today,
    )


def sign_of(progress: DayProgress, today: datetime.date) -> str:
    done = progress.done + progress.part
    if progress.day > today:
        return "ahead"
    if done:
        return "done" if done >= progress.planned and not progress.part else "part"
    if not progress.planned:
        return IDLE.get(progress.state, "rest")
    return "open" if progress.day == today and not progress.sessions else "missed"


def weeks_of(
    days: Sequence[DayProgress], ways: Mapping[datetime.date, Iterable[str]], today: datetime.date
) -> list[list[Cell]]:
    """Rows of seven from Monday; `days` begin on one, and what is still to come fills the last row."""
    cells = [cell(day, ways.get(day.day, ()), today) for day in days]
    while len(cells) % 7:
        after = DayProgress(cells[-1].day + ONE_DAY, "ahead", 0)
        cells.append(Cell(after, "ahead", (), False))
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def done_by_way(
    days: Iterable[DayProgress],
    told: Mapping[tuple[datetime.date, str], int],
    sessions: Mapping[datetime.date, set[str]],
) -> dict[str, int]:
    """How much of what counts as done was recorded in which way; adds up to the number done.

    A day told in several ways counts for the surest first. `told` has the exercises of a day and way.
    """
    found: dict[str, int] = {}
    for day in days:
        left = min(day.done + day.part, day.planned)
        ways = [way.value for way in WAYS if way in sessions.get(day.day, ())]
        for way in ways:
            share = left if way == ways[-1] else min(left, told.get((day.day, way), 0))
            if share:
                found[way] = found.get(way, 0) + share
            left -= share
    return {way.value: found[way] for way in WAYS if way in found}
