from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DeskForm(forms.Form):
    """What the therapist wants to see of the client list; nonsense in the address shows the open ones."""

    q = forms.CharField(
        label=_("Find a client by name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name"), "autocomplete": "off"}),
    )
    show = forms.ChoiceField(choices=[("open", _("Open")), ("ended", _("Ended"))], required=False)

    def wanted(self) -> dict[str, Any]:
        """Arguments of `episodes_of`."""
        self.is_valid()
        return {"name": self.cleaned_data.get("q", ""), "ended": self.cleaned_data.get("show") == "ended"}
