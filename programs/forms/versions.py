from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from programs.models import Version


class CompareForm(forms.Form):
    """Two of a program's versions, by number."""

    before = forms.TypedChoiceField(label=_lazy("From version"), coerce=int)
    after = forms.TypedChoiceField(label=_lazy("to version"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        """`versions` with the newest first."""
        newest = versions[0].number
        kwargs["initial"] = {"before": max(1, newest - 1), "after": newest}
        super().__init__(*args, **kwargs)
        choices = [
            (
                version.number,
                _("%(number)s, %(day)s")
                % {"number": version.number, "day": date_format(version.published_at, "j F Y")},
            )
            for version in versions
        ]
        for name in ("before", "after"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class RestoreForm(forms.Form):
    """`base` is the digest of the draft that the page knew."""

    base = forms.CharField(max_length=64, widget=forms.HiddenInput)
