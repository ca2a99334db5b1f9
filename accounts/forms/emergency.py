from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.emergency import named, records_to_open
from accounts.models import ClinicClient, Episode, User
from accounts.models.clinic import Clinic
from accounts.models.emergency import LONGEST, SHORTEST


class EmergencyForm(forms.Form):
    """Whose record, and why. `client` stands in the place of a name where somebody comes from the clinic's list."""

    client = forms.UUIDField(required=False, widget=forms.HiddenInput)
    who = forms.CharField(
        label=_("Client"),
        max_length=254,
        required=False,
        help_text=_("The whole name or the email address, as the clinic has it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why you need it"),
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text=_("20 characters or more. Your client reads it word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, clinic: Clinic, user: User, known: ClinicClient | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic, self.user, self.known = clinic, user, known
        if known is not None:
            self.initial["client"] = known.pk
            del self.fields["who"]

    def episode(self) -> Episode:
        """Raises ValidationError, with `who` where the name finds nobody."""
        if self.known is not None:
            return Episode.objects.get(pk=self.known.pk)
        return named(clinic=self.clinic, who=self.cleaned_data["who"], by=self.user)

    def clean_reason(self) -> str:
        reason = " ".join(self.cleaned_data["reason"].split())
        if len(reason) < SHORTEST:
            raise ValidationError(_("Say why in 20 to 500 characters."))
        return reason


def on_the_list(*, clinic: Clinic, user: User, key: Any) -> ClinicClient | None:
    """Whom a manager came from in the clinic's list; nobody for all others, who give a name."""
    rows = ClinicClient.objects.with_teams().visible_to(user).filter(clinic=clinic)
    return rows.filter(pk__in=records_to_open(user).values("pk"), pk=key).first() if key else None
