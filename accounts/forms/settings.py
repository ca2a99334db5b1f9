from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.time_zones import TimeZoneField
from accounts.models import ApiToken, User
from accounts.models.token import RESOURCES

RESOURCE_LABELS = {
    "exercises": _("Exercises"),
    "routines": _("Routines"),
    "clinics": _("Clinics"),
    "episodes": _("Episodes of care"),
    "invitations": _("Invitations"),
    "programs": _("Programs"),
    "sessions": _("Sessions and progress"),
    "messages": _("Messages"),
    "requests": _("Requests for appointments"),
}
DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


def scope_choices() -> list[tuple[str, str]]:
    """One line for each scope, such as “Programs: read”."""
    verbs = {"read": _("read"), "write": _("write")}
    return [
        (f"{resource}:{verb}", _("%(resource)s: %(verb)s") % {"resource": RESOURCE_LABELS[resource], "verb": label})
        for resource in RESOURCES
        for verb, label in verbs.items()
    ]


class AccountForm(forms.ModelForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Whatever you like to be called."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = TimeZoneField(
        label=_("Time zone"), help_text=_("Decides when your day begins. Type a city, for example Paris.")
    )

    class Meta:
        model = User
        fields = ("name", "time_zone")


class TokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=scope_choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("Lasts for"), choices=DAYS, coerce=int, initial=90)

    class Meta:
        model = ApiToken
        fields = ("name", "scopes")

    def issue(self, user: User, *, second_step: bool) -> tuple[ApiToken, str]:
        wanted: dict[str, Any] = self.cleaned_data
        about = {"name": wanted["name"], "scopes": wanted["scopes"], "days": wanted["days"]}
        return ApiToken.issue(user=user, second_step=second_step, **about)
