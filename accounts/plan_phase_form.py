"""The plan editor's form of a phase: its name, weeks, days and what it is for."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.plan_forms import line
from accounts.plans import MAX_WEEKS, Phase

WEEKDAYS = (
    (1, _("Mon")),
    (2, _("Tue")),
    (3, _("Wed")),
    (4, _("Thu")),
    (5, _("Fri")),
    (6, _("Sat")),
    (7, _("Sun")),
)

EFFORT = re.compile(r"^(10|[0-9]) *[-–] *(10|[0-9])$")  # noqa: RUF001 - a dash is what people type


def shown_phase(phase: Phase) -> dict[str, Any]:
    """A phase as its form shows it; what was not said is empty."""
    return {
        "name": phase.name,
        "weeks": phase.weeks or "",
        "goal": phase.goal or "",
        "minutes": phase.minutes or "",
        "effort": f"{phase.effort[0]}-{phase.effort[1]}" if phase.effort else "",
        "days": [str(day) for day in phase.days],
    }


class PhaseForm(forms.Form):
    name = forms.CharField(label=_("Name of the phase"), max_length=80, required=False)
    weeks = forms.IntegerField(
        label=_("Weeks"),
        min_value=1,
        max_value=MAX_WEEKS,
        required=False,
        help_text=_("Empty: until you change it."),
        error_messages={
            "min_value": _("A phase lasts from 1 to 52 weeks."),
            "max_value": _("A phase lasts from 1 to 52 weeks."),
        },
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day of the week.")},
    )
    goal = forms.CharField(label=_("What it is for"), max_length=160, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes meant"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("For a session, walks and habits aside."),
    )
    effort = forms.RegexField(
        label=_("Effort, from and to"),
        regex=EFFORT,
        required=False,
        widget=line("3-5"),
        error_messages={"invalid": _("Write effort as two numbers from 0 to 10, such as 3-5.")},
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        kwargs["initial"] = {name: value for name, value in shown_phase(phase).items() if name != "days"}
        kwargs["initial"]["days"] = list(phase.days)
        super().__init__(*args, **kwargs)
        self.phase = phase

    def clean_effort(self) -> tuple[int, int] | None:
        found = EFFORT.match(self.cleaned_data["effort"])
        if found is None:
            return None
        low, high = int(found[1]), int(found[2])
        if low > high:
            raise ValidationError(_("The lowest effort comes before the highest."))
        return low, high

    def changed(self) -> Phase:
        data = self.cleaned_data
        new = {name: data[name] for name in ("name", "weeks", "minutes", "effort")}
        new |= {"goal": data["goal"] or None, "days": tuple(sorted(data["days"]))}
        return self.phase.model_copy(update=new)
