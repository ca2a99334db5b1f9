from django import forms
from django.utils.translation import gettext_lazy as _


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"),
        max_length=300,
        help_text=_("One line for the care team. Your client does not see it."),
        error_messages={"required": _("Say in one line why you decline it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
