from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.models import Program, ShareLink
from programs.models.share_link import MOST_DAYS, USUAL_DAYS
from programs.sharing import share

DAYS = [(7, _("A week")), (USUAL_DAYS, _("30 days")), (90, _("3 months")), (MOST_DAYS, _("A year"))]


class ShareForm(forms.ModelForm):
    days = forms.TypedChoiceField(label=_("Works for"), choices=DAYS, coerce=int, initial=USUAL_DAYS)

    class Meta:
        model = ShareLink
        fields = ("name",)

    def share(self, program: Program, by: User) -> tuple[ShareLink, str]:
        wanted: dict[str, Any] = self.cleaned_data
        return share(program=program, by=by, name=wanted["name"], days=wanted["days"])
