"""The form of a plan's rules: one number each, and sentences of the therapist's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from accounts.plan_rules import MAX_EXTRA, Rules
from exercises.dose import sentences

LABELS = {
    "pain_at_most": _("Go on with worst pain up to"),
    "effort_at_most": _("Go on with effort up to"),
    "morning_rise_at_most": _("Go on with a rise the next morning up to"),
    "sessions_in_a_row": _("Sessions in a row"),
    "adherence_at_least": _("Percent done of what was planned"),
    "back_morning_rise": _("Step back for a rise the next morning from"),
    "back_weeks_missed": _("Step back after weeks missed"),
    "stop_pain": _("Stop an exercise at pain from"),
    "stop_rise": _("Stop an exercise at a rise from"),
    "raised_hours": _("Hours after which pain should settle"),
    "high_usual_pain": _("Only the rise counts from usual pain"),
    "stop_pain_always": _("Stop in any case at pain"),
}


def number(name: str, label: Any) -> forms.IntegerField:
    limits = {type(limit).__name__: limit for limit in Rules.model_fields[name].metadata}
    return forms.IntegerField(label=label, min_value=limits["Ge"].ge, max_value=limits["Le"].le)


class RulesForm(forms.Form):
    """Bound, `rules` is what was typed."""

    extra = forms.CharField(
        label=_("Further rules"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to a line. Your client reads them."),
    )

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        data = rules.model_dump()
        kwargs["initial"] = data | {"extra": "\n".join(rules.extra)}
        super().__init__(*args, **kwargs)
        self.rules = rules
        numbers = {name: number(name, label) for name, label in LABELS.items()}
        self.fields = {**numbers, **self.fields}

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in LABELS]

    def clean_extra(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["extra"].splitlines() if line.strip()]
        if len(lines) > MAX_EXTRA:
            raise forms.ValidationError(_("Keep it to %(count)s lines."), params={"count": MAX_EXTRA})
        return lines

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            try:
                self.rules = Rules(**self.cleaned_data)
            except ValidationError as error:
                raise forms.ValidationError(sentences(error)) from error
        return self.cleaned_data
