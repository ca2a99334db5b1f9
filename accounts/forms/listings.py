from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.consents import LISTING, LISTING_VERSION
from accounts.languages import language_choices
from accounts.models import Listing, Speciality, User
from accounts.places import country_choices
from backfit.access import require_editable

LANGUAGES = 6  # that one form has room for


def language_menu() -> list[tuple[str, Any]]:
    return [("", "—"), *language_choices()]


class LanguagesWidget(forms.MultiWidget):
    """One menu beside the other: of two hundred tick boxes nobody finds the right one."""

    def __init__(self) -> None:
        named = [_("Language %(number)s") % {"number": number} for number in range(1, LANGUAGES + 1)]
        menus: Any = language_menu  # asked again for each page, in its language
        super().__init__([forms.Select(attrs={"aria-label": name}, choices=menus) for name in named])

    def decompress(self, value: Any) -> list[str]:
        return [*(value or []), *[""] * LANGUAGES][:LANGUAGES]


class LanguagesField(forms.MultiValueField):
    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.ChoiceField(choices=language_menu, required=False) for _number in range(LANGUAGES)]
        super().__init__(fields, widget=LanguagesWidget(), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        return list(dict.fromkeys(code for code in data_list if code))


class ListingForm(forms.ModelForm):
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    languages = LanguagesField(
        label=_("Languages you treat in"), error_messages={"required": _("Name at least one language.")}
    )
    specialities = forms.MultipleChoiceField(
        label=_("What you treat"), choices=Speciality.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Listing
        fields = (
            "name",
            "introduction",
            "street",
            "postcode",
            "town",
            "country",
            "languages",
            "specialities",
            "in_person",
            "remote",
            "accepting",
            "website",
            "registration_number",
            "registration_body",
        )
        labels = {
            "name": _("Name to show"),
            "introduction": _("In your own words"),
            "postcode": _("Postcode, or its first part"),
            "registration_body": _("Registered with"),
        }
        help_texts = {
            "introduction": _("Who you are and how you work, in plain words and without telephone or addresses."),
            "street": _("Leave it empty if you would rather tell it when you book."),
            "website": _("Begins with https://"),
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 6}),
            "website": forms.TextInput(attrs={"type": "url", "inputmode": "url"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
        }

    def __init__(self, data: Any = None, *, instance: Listing, **kwargs: Any) -> None:
        if not instance._state.adding:
            kwargs["initial"] = {"languages": instance.languages, "specialities": instance.specialities}
        super().__init__(data, instance=instance, **kwargs)
        if instance.therapist_id is not None:
            del self.fields["street"]

    def save_for(self, user: User) -> Listing:
        """Raises PermissionDenied for a listing that is not the person's to write."""
        listing: Listing = self.instance
        with transaction.atomic():
            listing.describe(**self.cleaned_data)
            require_editable(Listing.objects.all(), user, listing)
        return listing


class PublishForm(forms.Form):
    """The consent. The version of its text is sent along, so that nobody agrees to another one than was read."""

    wording = forms.CharField(initial=LISTING_VERSION, widget=forms.HiddenInput)
    agree = forms.BooleanField(label=LISTING[LISTING_VERSION])
