from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User


class TimeZoneField(forms.CharField):
    """Filled in by the browser; a zone that we do not know counts as not told."""

    widget = forms.HiddenInput(attrs={"data-time-zone": ""})

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        return name if name in available_timezones() else ""


class SignupForm(forms.Form):
    """What allauth's sign-up asks beside address and password. A clinic's name makes a therapist with a clinic."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    clinic_name = forms.CharField(
        label=_("Name of your clinic"),
        max_length=120,
        required=False,
        help_text=_("Only for physiotherapists. Leave it empty if you exercise for yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    time_zone = TimeZoneField(required=False)

    field_order = ("name", "email", "password1", "clinic_name")

    def signup(self, request: HttpRequest, user: User) -> None:
        if name := self.cleaned_data["clinic_name"].strip():
            Clinic.start(name=name, by=user)
