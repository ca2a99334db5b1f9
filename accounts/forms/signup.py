from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms.time_zones import BrowserTimeZoneField
from accounts.models import Clinic, User
from accounts.public_text import validate_no_address, validate_one_line


class SignupForm(forms.Form):
    """What allauth's sign-up asks beside address and password. A clinic's name makes a therapist with a clinic."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    clinic_name = forms.CharField(
        label=_("Name of your clinic"),
        max_length=120,
        required=False,
        validators=[validate_one_line, validate_no_address],
        help_text=_("Only for physiotherapists. Leave it empty if you exercise for yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    time_zone = BrowserTimeZoneField(required=False)

    field_order = ("name", "email", "password1", "clinic_name")

    def signup(self, request: HttpRequest, user: User) -> None:
        if name := self.cleaned_data["clinic_name"].strip():
            Clinic.start(name=name, by=user)
