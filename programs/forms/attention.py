"""What a therapist sends about the reasons for attention that were on the screen."""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode, User
from programs.attention.answers import LONGEST_NOTE, Seen, dismiss, snooze


def read_seen(values: list[str]) -> Seen:
    """Ids with the marks of what was seen, as "id~mark"; raises ValidationError for anything else."""
    try:
        return {UUID(value.partition("~")[0]): value.partition("~")[2] or None for value in values}
    except ValueError as error:
        raise ValidationError(_("Choose among the reasons that are shown.")) from error


class ReasonsField(forms.MultipleChoiceField):
    """Drawn and read by hand: a reason that has changed meanwhile is a conflict with its sentence, no wrong choice."""

    def to_python(self, value: Any) -> Any:
        return read_seen(super().to_python(value))

    def validate(self, value: Any) -> None:
        if not value:
            raise ValidationError(_("Choose at least one reason."))


class AnswerForm(forms.Form):
    reasons = ReasonsField(label=_("About"))


class DismissForm(AnswerForm):
    note = forms.CharField(
        label=_("What you did about it"),
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in one line what you did about it.")},
    )

    def save(self, episode: Episode, by: User) -> None:
        said = self.cleaned_data
        dismiss(episode=episode, seen=said["reasons"], by=by, note=said["note"])


class SnoozeForm(AnswerForm):
    """`days` is a button for some days from now, `until` a day of one's own choice."""

    days = forms.TypedChoiceField(choices=[(n, n) for n in (1, 3, 7)], coerce=int, required=False, empty_value=None)
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("days") and not said.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choose a day."))
        return said

    def save(self, episode: Episode, by: User) -> None:
        said = self.cleaned_data
        days = said["days"]
        until = episode.local_day() + datetime.timedelta(days=days) if days else said["until"]
        snooze(episode=episode, seen=said["reasons"], by=by, until=until)
