"""Forms about a program as a whole; its plan is written in accounts.plan_editor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode, User
from backfit.dates import validate_day
from programs.models import Program


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ProgramForm(forms.ModelForm):
    class Meta:
        model = Program
        fields = ("name", "start_on")
        widgets = {"start_on": DayInput()}


class AssignForm(forms.Form):
    """Which client gets a copy of the program; only open episodes of the therapist's own clients."""

    episode = forms.ModelChoiceField(
        label=_("Client"),
        queryset=Episode.objects.none(),
        empty_label=_("Choose a client"),
        error_messages={"invalid_choice": _("There is no such entry.")},
    )
    start_on = forms.DateField(
        label=_("First day"), widget=DayInput(), required=False, help_text=_("Empty: today, where the client is.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Episode.objects.editable_by(user).open().order_by("client_name", "pk")
        self.fields["episode"].queryset = mine  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """`over` is the version that the page showed, so that another's publication in between is noticed."""

    reason = forms.CharField(label=_("Why it changes"), max_length=300, required=False)
    over = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class PauseForm(forms.Form):
    from_on = forms.DateField(label=_("Pause from"), widget=DayInput(), required=False, validators=[validate_day])
    until_on = forms.DateField(
        label=_("Last day of the pause"),
        widget=DayInput(),
        required=False,
        validators=[validate_day],
        help_text=_("Empty: until you go on."),
    )


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("Last day"), widget=DayInput(), required=False, validators=[validate_day], help_text=_("Empty: today.")
    )
