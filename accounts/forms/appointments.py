from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.consents import REQUEST, REQUEST_VERSION
from accounts.languages import language_name
from accounts.models import AppointmentRequest, Listing

A_DAY = 24 * 3600


def spoken_here() -> str:
    """The language of the page, without its country."""
    return (get_language() or "en").partition("-")[0]


class AppointmentForm(forms.ModelForm):
    """Two traps for programs: a field that people do not see, and a stamp that says when the form was opened."""

    language = forms.ChoiceField(label=_("Language"))
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    began = forms.CharField(widget=forms.HiddenInput, required=False)
    agree = forms.BooleanField()

    class Meta:
        model = AppointmentRequest
        fields = ("name", "email", "phone", "language", "times", "note")
        labels = {"times": _("When could you come?"), "note": _("Anything we should know for booking")}
        help_texts = {
            "times": _("For example: Tuesday and Thursday mornings."),
            "note": _(
                "For example: I use a wheelchair, or I need an interpreter. "
                "<strong>Please write nothing about your health here.</strong> That is for the appointment itself."
            ),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: Any = None, *, listing: Listing) -> None:
        super().__init__(data)
        self.listing = listing
        named = [(code, language_name(code)) for code in listing.languages]
        self.fields["language"].choices = named  # type: ignore[attr-defined]
        self.initial["language"] = next((code for code in listing.languages if code == spoken_here()), None)
        kept = {"name": listing.name, "closed": settings.REQUEST_DAYS_CLOSED, "days": settings.REQUEST_DAYS}
        self.fields["agree"].label = REQUEST[REQUEST_VERSION] % kept

    @property
    def signer(self) -> TimestampSigner:
        return TimestampSigner(salt=f"appointment {self.listing.pk}")

    @cached_property
    def stamp(self) -> str:
        """When the form was opened first; a fresh one where what came back is none, or is of another day."""
        if self.is_bound:
            try:
                self.signer.unsign(self.data.get("began", ""), max_age=A_DAY)
            except BadSignature:
                pass
            else:
                return str(self.data["began"])
        return self.signer.sign("opened")

    def clean_began(self) -> str:
        began: str = self.cleaned_data["began"]
        try:
            self.signer.unsign(began, max_age=A_DAY)
        except BadSignature:
            self.add_error(None, _("This form was open for a long time. Look it over and send it again."))
        return began

    @property
    def is_quick(self) -> bool:
        """Sent sooner than anybody can write."""
        try:
            self.signer.unsign(self.cleaned_data["began"], max_age=settings.REQUEST_SECONDS)
        except SignatureExpired:
            return False
        return True

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("homepage"))

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
