from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User
from accounts.privacy.copies import reachable_by


class KeepingForm(forms.ModelForm):
    """The shortest and the longest time that records stay, both counted from the end of the care."""

    class Meta:
        model = Clinic
        fields = ("keeps_after_erasure_years", "keeps_because", "keeps_records_years")
        labels = {
            "keeps_after_erasure_years": _("Years that a law makes you keep records"),
            "keeps_because": _("Which law or rule says so"),
            "keeps_records_years": _("Years until records are deleted"),
        }
        help_texts = {
            "keeps_after_erasure_years": _(
                "From the end of the care. If a client is deleted earlier, the programs and the days stay for so long, "
                "without name and address. Empty: no law binds you, and nothing stays."
            ),
            "keeps_because": _("Clients read it when they ask to be deleted."),
            "keeps_records_years": _(
                "From the end of the care. Then sessions, pain and measures are deleted, though nobody asks. "
                "Empty: they stay until the client is deleted."
            ),
        }

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
