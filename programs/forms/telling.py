"""What a client tells between sessions, and what the care team answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.dates import validate_day
from programs.forms.session import SCORES
from programs.models import CheckIn, SafetyReport


class CheckInForm(forms.Form):
    """`day` is the day for which the page was made: one left open over midnight still means the day before."""

    pain = forms.TypedChoiceField(
        label=_("How is your pain this morning?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "scale"}),
        error_messages={"required": _("Choose a number from 0 to 10.")},
    )
    day = forms.DateField(widget=forms.HiddenInput, validators=[validate_day])

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, episode: Episode, told: CheckIn | None = None, **initial: Any
    ) -> None:
        self.episode, self.told = episode, told
        # Several cares on one page: the labels must not share their ids.
        super().__init__(data, initial=initial, auto_id=f"check-in-{episode.pk.hex[:8]}-%s")


class ReportForm(forms.Form):
    tier = forms.ChoiceField(choices=SafetyReport.Tier.choices)


class ClearForm(forms.Form):
    note = forms.CharField(
        label=_("What was found?"),
        max_length=500,
        help_text=_("It stays in the record with your name, and your client can read it."),
        error_messages={"required": _("Say what was found before you clear it.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
