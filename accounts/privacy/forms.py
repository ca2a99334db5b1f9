from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User
from accounts.privacy.copies import reachable_by


class KeepingForm(forms.ModelForm):
    class Meta:
        model = Clinic
        fields = ("keeps_after_erasure_years", "keeps_because")
        help_texts = {"keeps_because": _("Clients read it when they ask to be deleted.")}

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("keeps_after_erasure_years") is None:
            self.cleaned_data["keeps_because"] = ""


class ClientForm(forms.Form):
    """Names a client of the clinic by the address that the client signs in with."""

    email = forms.EmailField(
        label=_("Client's email address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}), max_length=254
    )

    def __init__(self, *args: object, clinic: Clinic, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.clinic, self.by = clinic, by

    def clean_email(self) -> User:
        here = reachable_by(self.by).filter(episodes__clinic=self.clinic).distinct()
        found = here.filter(email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise ValidationError(_("No client of this clinic signs in with that address."))
        return found
