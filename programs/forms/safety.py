"""What a client answers about warning signs. Which sign it is never leaves the form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import SafetyScreen
from programs.safety_screen import six_questions

ANSWERS = (("yes", _("Yes")), ("no", _("No")))


class ScreenForm(forms.Form):
    """One tap: a button for each tier and one for none. `then` says where to go on."""

    found = forms.ChoiceField(
        choices=SafetyScreen.Found.choices,
        error_messages={
            "required": _("Choose one of the buttons."),
            "invalid_choice": _("Choose one of the buttons."),
        },
    )
    then = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)


class SixForm(forms.Form):
    """Yes or no to each; nothing is assumed of a question that was left open."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for each in six_questions():
            self.fields[each["key"]] = forms.ChoiceField(
                label=each["question"],
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this one too, please.")},
            )

    @property
    def says_yes(self) -> bool:
        return any(self.data.get(name) == "yes" for name in self.fields)

    @property
    def found(self) -> str:
        return SafetyScreen.Found.EMERGENCY if self.says_yes else SafetyScreen.Found.NONE
