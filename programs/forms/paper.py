"""The grid of a returned paper sheet, and what was ticked and written into it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from backfit.dates import validate_day
from backfit.numbers import whole_number
from programs.forms.programs import DayInput
from programs.paper import PaperDay, PaperEntry, PaperRow, Sheet, enter_sheet

TOP_SCORE = 10
ASKED = {"pain": _lazy("Worst pain"), "effort": _lazy("Effort"), "morning": _lazy("Pain next morning")}


class FirstDayForm(forms.Form):
    first = forms.DateField(label=_lazy("First day of the sheet"), widget=DayInput(), validators=[validate_day])


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_lazy("What is written on it besides"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_lazy("Kept as the client's note with the last day that has a tick."),
    )


@dataclass(frozen=True)
class TickCell:
    """A day of an exercise: `state` is open, rest (not due, may be ticked all the same) or closed."""

    name: str
    label: str
    state: str
    is_ticked: bool
    why: str


@dataclass(frozen=True)
class NumberCell:
    name: str
    label: str
    is_open: bool
    value: str
    is_wrong: bool


class PaperForm:
    """Everything or nothing: `faults` has a sentence for each thing that is not right. `status` is the answer's."""

    def __init__(self, sheet: Sheet, data: Mapping[str, str] | None = None) -> None:
        self.sheet = sheet
        self.data = data
        self.faults: list[str] = []
        self.wrong: set[str] = set()
        self.status = 200
        self.note = NoteForm(data)

    def save(self, by: User) -> int | None:
        """How many sessions are kept now; None when something is not right, and then nothing was kept."""
        self.status = 400
        entries = [entry for day in self.sheet.days if (entry := self.entry(day)) is not None]
        if self.unknown():
            self.faults.append(_("The program has changed since this sheet was opened. Open it again."))
        if not self.note.is_valid() or self.faults:
            return None
        if self.note.cleaned_data["note"] and not any(entry.done for entry in entries):
            self.faults.append(_("Tick at least one day: the note is kept with it."))
            return None
        if not any(entry.done or entry.morning is not None for entry in entries):
            self.faults.append(_("Nothing is ticked yet."))
            return None
        try:
            return enter_sheet(by=by, sheet=self.sheet, entries=entries, note=self.note.cleaned_data["note"])
        except ValidationError as error:
            self.faults += error.messages
        return None

    def unknown(self) -> set[str]:
        """Ticks that stand for nothing; they must not get lost unseen."""
        sent = {name for name in self.data or () if name.startswith("tick-")}
        return sent - {tick_name(day, key) for day in self.sheet.days for key in day.items}

    def entry(self, day: PaperDay) -> PaperEntry | None:
        """What was typed for the day; None when it was left alone."""
        numbers = {what: self.number(day, what) for what in ASKED}
        done = frozenset(key for key in day.items if self.typed(tick_name(day, key)))
        pain, effort, morning = numbers["pain"], numbers["effort"], numbers["morning"]
        if not done and pain is None and effort is None and morning is None:
            return None
        # The same sheet sent twice is for the verb to recognise.
        if day.closed and not day.was_entered and (done or pain is not None or effort is not None):
            self.fault(day, _("Nothing can be entered here: %(why)s.") % {"why": day.closed})
        return PaperEntry(day, done, pain, effort, morning)

    def number(self, day: PaperDay, what: str) -> int | None:
        text = self.typed(f"{what}-{day.number}").strip()
        if not text:
            return None
        number = whole_number(text, most=TOP_SCORE)
        if number is None:
            self.wrong.add(f"{what}-{day.number}")
            self.fault(day, _("%(what)s is a whole number from 0 to 10.") % {"what": ASKED[what]})
        return number

    def fault(self, day: PaperDay, sentence: str) -> None:
        self.faults.append(f"{date_format(day.day, 'D j F')}: {sentence}")

    def typed(self, name: str) -> str:
        return self.data.get(name, "") if self.data is not None else ""

    @property
    def rows(self) -> list[tuple[PaperRow, list[TickCell]]]:
        return [(row, [self.tick(row, day) for day in self.sheet.days]) for row in self.sheet.rows]

    def tick(self, row: PaperRow, day: PaperDay) -> TickCell:
        name = tick_name(day, row.key)
        closed = day.closed or ("" if row.key in day.items else _("not in the program on that day"))
        recorded = row.key in day.done
        return TickCell(
            name=name,
            label=f"{row.name}, {date_format(day.day, 'D j F')}",
            state="closed" if closed else "open" if row.key in day.times_due else "rest",
            is_ticked=recorded if closed or self.data is None else bool(self.typed(name)),
            why=closed,
        )

    @property
    def numbers(self) -> list[tuple[str, list[NumberCell]]]:
        """The lines at the foot: each question with its days."""
        return [(str(label), [self.score(what, day) for day in self.sheet.days]) for what, label in ASKED.items()]

    def score(self, what: str, day: PaperDay) -> NumberCell:
        name = f"{what}-{day.number}"
        is_open = day.has_morning if what == "morning" else not day.closed
        value = self.typed(name) if self.data is not None and is_open else text_of(kept_score(what, day))
        return NumberCell(name, f"{ASKED[what]}, {date_format(day.day, 'D j F')}", is_open, value, name in self.wrong)


def tick_name(day: PaperDay, key: str) -> str:
    return f"tick-{day.number}-{key}"


def kept_score(what: str, day: PaperDay) -> int | None:
    """What is recorded already."""
    if what == "morning":
        return day.morning.pain if day.morning else None
    field = "worst_pain" if what == "pain" else "effort"
    told = [getattr(session, field) for session in day.kept if getattr(session, field) is not None]
    return max(told, default=None)


def text_of(number: int | None) -> str:
    return "" if number is None else str(number)


def first_day(text: str, today: datetime.date) -> datetime.date:
    """The first of the two weeks up to yesterday, unless the address says otherwise. Raises ValidationError."""
    if not text:
        return today - datetime.timedelta(days=14)
    form = FirstDayForm({"first": text})
    if not form.is_valid():
        raise ValidationError(_("Give the day as year, month and day, for example 2027-03-28."))
    day: datetime.date = form.cleaned_data["first"]
    return day
