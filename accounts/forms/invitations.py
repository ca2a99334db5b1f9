from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.time_zones import BrowserTimeZoneField
from accounts.public_text import validate_one_line


class CodeForm(forms.Form):
    email = forms.EmailField(label=_("Your email address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,
        help_text=_("Eight letters and digits, such as K7PW-3MXR."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class JoinForm(forms.Form):
    """What a new person is asked. A client's name is known already."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = BrowserTimeZoneField(required=False)


class JoinAsClientForm(JoinForm):
    name = None  # type: ignore[assignment]
