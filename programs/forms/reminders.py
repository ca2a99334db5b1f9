"""How a client wants to be reminded, and of which moments of the day."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from programs.models import Program, ReminderSettings
from programs.models.cue import MOST
from programs.reminders.choosing import FIELDS, choose
from programs.reminders.cues import CueTime, choose_cues
from programs.reminders.keys import push_is_offered


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class ReminderForm(forms.ModelForm):
    class Meta:
        model = ReminderSettings
        fields = FIELDS
        widgets = dict.fromkeys(("at", "quiet_from", "quiet_until", "morning_at"), TimeInput())
        labels: dict[str, Any] = {
            "by_mail": _lazy("By mail"),
            "by_push": _lazy("On my devices"),
            "at": _lazy("Usual time"),
            "quiet_from": _lazy("From"),
            "quiet_until": _lazy("Until"),
            "morning": _lazy("Ask me for one number: how it is"),
            "morning_at": _lazy("At"),
        }
        help_texts: dict[str, Any] = {
            "at": _lazy("For programs without a moment of their own."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not push_is_offered():
            del self.fields["by_push"]

    def save_for(self, user: User) -> bool:
        """False when it cannot be kept so; the form then says why."""
        if not self.is_valid():
            return False
        try:
            choose(by=user, **self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


class CueRow(forms.Form):
    """One moment; empty for none."""

    words = forms.CharField(label=_lazy("Moment"), max_length=80, required=False)
    at = forms.TimeField(label=_lazy("About what time is that?"), required=False, widget=TimeInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs |= {"list": "moments", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        words, at = said.get("words", ""), said.get("at")
        if words and at is None and "at" not in self.errors:
            self.add_error("at", _("Say about what time that is."))
        if at is not None and not words and "words" not in self.errors:
            self.add_error("words", _("Say which moment you mean."))
        return said

    def cue(self) -> CueTime | None:
        said = self.cleaned_data
        return (said["words"], said["at"]) if said["words"] else None


class CueForm:
    """A row for each time of the day that the program asks for, and for each moment that there is."""

    def __init__(self, program: Program, data: Mapping[str, Any] | None = None) -> None:
        self.program = program
        self.is_bound = data is not None
        self.errors: list[str] = []
        chosen = [{"words": cue.words, "at": cue.at} for cue in program.cues.all()]
        wanted = min(MOST, max(times_a_day(program), len(chosen)))
        initial: list[dict[str, Any]] = [*chosen, *({} for _row in range(wanted - len(chosen)))]
        self.rows = [CueRow(data, prefix=f"cue-{n}", initial=row) for n, row in enumerate(initial)]

    def save_for(self, user: User) -> bool:
        if not all(row.is_valid() for row in self.rows):
            return False
        cues = [cue for row in self.rows if (cue := row.cue()) is not None]
        try:
            choose_cues(by=user, program=self.program, cues=cues)
        except ValidationError as error:
            self.errors = error.messages
            return False
        return True


def times_a_day(program: Program) -> int:
    """How often a day its exercises want to be done at most; breaks by the clock have the desk page."""
    assert program.current is not None  # clients choose for what was published
    items = [item for phase in program.current.document["phases"] for item in phase["items"]]
    spread = [item for item in items if not {"every_minutes", "every_hours"} & set(item["dose"].get("frequency", {}))]
    return max((int(item["times_per_day"]) for item in spread), default=1)


# What many people do every day, with a time that can be changed.
MOMENTS = [
    (_lazy("After the first coffee"), datetime.time(8)),
    (_lazy("After brushing my teeth"), datetime.time(7, 30)),
    (_lazy("In the lunch break"), datetime.time(12, 30)),
    (_lazy("When I come home"), datetime.time(17, 30)),
    (_lazy("After dinner"), datetime.time(19, 30)),
]
