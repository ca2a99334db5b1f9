from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as SchemaError

from accounts.about import About
from exercises.dose import sentences
from exercises.models import Exercise

UNSAID = ("", _("Not said"))


class Lines(forms.CharField):
    """Several sentences, one to a line; a tuple of those that say something."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=4000, help_text=_("One to a line."), **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(value)


class AboutForm(forms.Form):
    """What is said about a template beside its plan."""

    for_whom = forms.CharField(label=_("For whom"), max_length=500, required=False)
    not_for = Lines(label=_("Not for you with any of these"))
    after = forms.CharField(label=_("What comes after"), max_length=500, required=False)
    measures = Lines(label=_("What to measure"))
    evidence = forms.ChoiceField(label=_("Evidence"), choices=[UNSAID, *Exercise.Evidence.choices], required=False)
    basis = forms.CharField(
        label=_("What is known"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    checked = forms.ChoiceField(label=_("Checked"), choices=[UNSAID, *Exercise.Checked.choices], required=False)

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        kwargs["initial"] = about.model_dump()
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            try:
                self.about = About(**self.cleaned_data)
            except SchemaError as error:
                raise forms.ValidationError(sentences(error)) from error
        return self.cleaned_data
