from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.care_teams import therapists_of
from accounts.models import Clinic, User

SHOWN = [("open", _("Open")), ("ended", _("Ended")), ("all", _("All"))]


class RosterForm(forms.Form):
    """What to show of a clinic's clients; whatever cannot be read shows the open ones."""

    q = forms.CharField(label=_("Name"), max_length=120, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)

    def wanted(self) -> tuple[str, str]:
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("show") or "open"


class TeamForm(forms.Form):
    """All who care for a client from now on."""

    team = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Care team"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Somebody has to care for this client.")},
        help_text=_("Who is chosen reads the whole record of this client, from now on. Who is not, no longer does."),
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = therapists_of(clinic)  # type: ignore[attr-defined]
