"""One line of a client's page: an item that is due, and what was done of it."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from exercises.dose_parts import MAX_TIMES_PER_DAY
from programs.advice import Stopped
from programs.models import Result
from programs.schedule import DueItem
from programs.session_body import ResultBody

NUMBERS = ("sets", "reps", "seconds")
MINUTES_FROM = 120
HOW = (
    ("", _lazy("As it says")),
    (Result.Status.PART, _lazy("Partly")),
    (Result.Status.SKIPPED, _lazy("Left out")),
)


def told(dose: Mapping[str, Any]) -> dict[str, int]:
    """What doing the whole dose means in numbers, at the lower end of a range."""
    seconds = dose.get("hold_seconds") or dose.get("duration_seconds")
    found = {"sets": dose.get("sets"), "reps": dose.get("reps"), "seconds": seconds}
    return {name: int(value) for name, value in found.items() if value}


def unit_of(told: int, done: int | None) -> int:
    """Seconds in the unit that is asked for: minutes where nobody thinks of the dose in seconds."""
    return 60 if told >= MINUTES_FROM and told % 60 == 0 and (done or 0) % 60 == 0 else 1


class ItemForm(forms.Form):
    """`ticked` says done as prescribed; `how` says otherwise and wins over it. Numbers only as the dose has them."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    ticked = forms.BooleanField(required=False)
    how = forms.ChoiceField(label=_lazy("How did it go?"), choices=HOW, required=False, widget=forms.RadioSelect)
    times = forms.IntegerField(label=_lazy("Times"), required=False, min_value=1, max_value=MAX_TIMES_PER_DAY)
    sets = forms.IntegerField(label=_lazy("Sets"), required=False, min_value=0, max_value=100)
    reps = forms.IntegerField(label=_lazy("Repetitions"), required=False, min_value=0, max_value=1000)
    seconds = forms.IntegerField(label=_lazy("Seconds"), required=False, min_value=0, max_value=86_400)
    skip_because = forms.ChoiceField(
        label=_lazy("Why?"), required=False, choices=[("", _lazy("Choose a reason")), *Result.Because.choices]
    )
    skip_reason = forms.CharField(label=_lazy("In your own words"), required=False, max_length=120)
    easier = forms.BooleanField(label=_lazy("I did the easier version"), required=False)
    pain = forms.IntegerField(label=_lazy("Pain with it, 0 to 10"), required=False, min_value=0, max_value=10)

    def __init__(self, due: DueItem, *, said: str = "", result: Result | None = None, **kwargs: Any) -> None:
        self.due = due
        self.item = due.item
        self.stopped: Stopped | None = None
        self.said = said
        self.told = told(due.item["dose"])
        self.unit = unit_of(self.told.get("seconds", 0), result.seconds if result else None)
        super().__init__(initial=self.begin_with(result), **kwargs)
        # For the device, which keeps what was marked when the form cannot be sent (device/form-body.js).
        self.fields["shown"].widget.attrs |= {"data-told": json.dumps(self.told), "data-unit": self.unit}
        for name in NUMBERS:
            if name not in self.told:
                del self.fields[name]
        if due.times == 1:
            del self.fields["times"]
        if "easier" not in due.item:
            del self.fields["easier"]
        if self.unit == 60:
            self.fields["seconds"].label = _("Minutes")

    def begin_with(self, result: Result | None) -> dict[str, Any]:
        if result is None:
            return {"times": 1, **self.in_units(self.told)}
        how = "" if result.status == Result.Status.DONE else result.status
        numbers = {name: getattr(result, name) for name in NUMBERS}
        return {
            **self.in_units({name: self.told.get(name) if value is None else value for name, value in numbers.items()}),
            "ticked": result.status == Result.Status.DONE,
            "how": how,
            "times": result.times,
            "skip_because": result.skip_because,
            "skip_reason": result.skip_reason,
            "easier": result.variant == Result.Variant.EASIER,
            "pain": result.pain,
        }

    def in_units(self, numbers: Mapping[str, int | None]) -> dict[str, int | None]:
        seconds = numbers.get("seconds")
        return {**numbers, "seconds": seconds // self.unit} if seconds else dict(numbers)

    def clean_seconds(self) -> int | None:
        seconds = self.cleaned_data["seconds"]
        if seconds is None:
            return None
        if seconds * self.unit > 86_400:
            raise ValidationError(_("That is longer than a day."))
        return int(seconds) * self.unit

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.status and any(data.get(name) for name in self.typed()):
            # Dropping it silently would lose what somebody meant to tell.
            raise ValidationError(_("Tick it, or say that you did it partly or left it out."))
        return data

    def typed(self) -> set[str]:
        return {*NUMBERS, "times", "skip_because", "skip_reason", "pain", "easier"}.intersection(self.changed_data)

    @property
    def status(self) -> str:
        """done, part, skipped, or nothing when the line was not marked."""
        if how := self.cleaned_data.get("how"):
            return str(how)
        return str(Result.Status.DONE) if self.cleaned_data.get("ticked") else ""

    @property
    def is_marked(self) -> bool:
        """For showing the line: as it was sent, or else as it was recorded."""
        return bool(self["ticked"].value() or self["how"].value())

    @property
    def is_open(self) -> bool:
        """Whether the line can be marked, or was."""
        return bool(self.due.left) or self.is_marked

    def result(self) -> ResultBody | None:
        if not self.status:
            return None
        data = self.cleaned_data
        numbers = {name: data.get(name) for name in self.told}
        if self.status == Result.Status.SKIPPED or (self.status == Result.Status.PART and numbers == self.told):
            numbers = {}  # the dose's own numbers stood there; they were not what was done
        done = self.status == Result.Status.DONE
        return ResultBody(
            item=self.item["key"],
            status=self.status,  # type: ignore[arg-type]
            times=data.get("times") or 1,
            skip_because=None if done else data["skip_because"] or None,
            skip_reason="" if done else data["skip_reason"],
            pain=data["pain"],
            variant="easier" if data.get("easier") and self.status != Result.Status.SKIPPED else None,
            **numbers,
        )
