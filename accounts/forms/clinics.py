from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.care_teams import therapists_of
from accounts.forms.time_zones import TimeZoneField
from accounts.models import Clinic, Invitation, Membership, User


class ClinicForm(forms.ModelForm):
    time_zone = TimeZoneField(label=_("Time zone"), help_text=_("Counts for clients who have not joined yet."))

    class Meta:
        model = Clinic
        fields = (
            "name",
            "phone",
            "emergency_number",
            "time_zone",
            "named_by_therapists",
            "therapists_answer_requests",
        )
        help_texts = {
            "phone": _(
                "Clients see it, and call it when something is wrong. Visitors can see it too if the clinic is listed."
            ),
            "therapists_answer_requests": _("Otherwise only managers do. A therapist who is asked by name always can."),
        }
        widgets = {"phone": forms.TextInput(attrs={"type": "tel"})}


class InviteMemberForm(forms.ModelForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Membership.Role.THERAPIST, _("Therapist: treats clients")),
            (Membership.Role.MANAGER, _("Manager: invites and removes members, sees no health notes")),
        ],
        initial=Membership.Role.THERAPIST,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Invitation
        fields = ("email", "role")
        labels = {"email": _("Email address")}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}


class EndMembershipForm(forms.Form):
    """Who takes over the clients of a therapist who leaves."""

    successor = forms.ModelChoiceField(User.objects.none(), label=_("Who takes over"), empty_label=None)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = therapists_of(membership.clinic).exclude(pk=membership.user_id)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
