from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.care_teams import colleagues_to_add
from accounts.models import Clinic, Episode, User


class EpisodeForm(forms.ModelForm):
    class Meta:
        model = Episode
        fields = ("client_name", "client_email", "reason", "precautions")
        widgets = {
            "client_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "client_email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "reason": forms.Textarea(attrs={"rows": 3}),
            "precautions": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"client_email": _("Client's email address"), "precautions": _("Other precautions in words")}
        help_texts = {
            "reason": _("Why your client comes, in your words. The client can read it."),
            "precautions": _("What the exercises must respect, such as osteoporosis or a recent operation."),
        }

    field_order = ("clinic",)


class NewEpisodeForm(EpisodeForm):
    """Asks for the clinic only where the therapist works at several."""

    clinic = forms.ModelChoiceField(Clinic.objects.none(), label=_("Clinic"), empty_label=None)

    def __init__(self, *args: Any, therapist: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinics = Clinic.objects.where_treating(therapist)
        self.fields["clinic"].queryset = clinics  # type: ignore[attr-defined]
        self.only_clinic = clinics[0] if len(clinics) == 1 else None
        if self.only_clinic:
            del self.fields["clinic"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.only_clinic:
            cleaned["clinic"] = self.only_clinic
        return cleaned


class CareTeamForm(forms.Form):
    therapist = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"), empty_label=None)

    def __init__(self, *args: Any, episode: Episode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["therapist"].queryset = colleagues_to_add(episode)  # type: ignore[attr-defined]
