"""One definition of how the list of therapists is searched, for the page and for the API."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import TextInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.languages import language_choices
from accounts.models import Listing, ListingLanguage, ListingSpeciality, Speciality
from accounts.models.listing import ListingQuerySet
from accounts.places import country_choices

IN_PERSON, REMOTE = "in_person", "remote"
# Beyond so many pages of everybody, somebody copies the list rather than looks for a therapist.
PAGES_OF_EVERYBODY = 10
NARROWING = ("place", "country", "language", "speciality")


class ListingFilter(FilterSet):
    """Those who are on the list, in the day's fair order."""

    place = CharFilter(
        label=_("Town or postcode"),
        method="leave",
        max_length=80,
        widget=TextInput(attrs={"type": "search", "placeholder": _("Town or postcode")}),
    )
    country = ChoiceFilter(label=_("Country"), choices=country_choices, empty_label=_("Any country"))
    language = ChoiceFilter(
        label=_("Language"), choices=language_choices, method="speaking", empty_label=_("Any language")
    )
    speciality = ChoiceFilter(
        label=_("What it is about"), choices=Speciality.choices, method="treating", empty_label=_("Anything")
    )
    way = ChoiceFilter(
        label=_("How you meet"),
        choices=[(IN_PERSON, _("In person")), (REMOTE, _("Remotely"))],
        method="meeting",
        empty_label=_("Either way"),
    )
    accepting = ChoiceFilter(
        label=_("Room for you"),
        choices=[("true", _("Takes new clients"))],
        method="with_room",
        empty_label=_("With or without"),
    )

    class Meta:
        model = Listing
        fields: Sequence[str] = ()

    def filter_queryset(self, queryset: ListingQuerySet) -> ListingQuerySet:
        """Who works remotely may be anywhere, so that a place then only says who comes first."""
        found: ListingQuerySet = super().filter_queryset(queryset)
        wanted = self.form.cleaned_data
        if place := wanted.get("place"):
            found = found.by_nearness(place) if wanted.get("way") == REMOTE else found.near(place)
        return found.in_fair_order(timezone.now().date())

    def asks_too_far(self, page: str | None) -> bool:
        """Whether it is a page deep in the list of everybody."""
        narrowed = any(self.form.cleaned_data.get(name) for name in NARROWING)
        number = page or ""
        # Thousands of digits are more than Python reads as a number.
        deep = number.isdecimal() and (len(number) > 9 or int(number) > PAGES_OF_EVERYBODY)
        return deep and not narrowed

    def offer_what_is_used(self) -> None:
        """Leave out of the menus what would find nobody; the address may still name it."""
        listed = Listing.objects.listed()
        used = {
            "country": set(listed.order_by().values_list("country", flat=True).distinct()),
            "language": set(codes(ListingLanguage, "code", listed)),
            "speciality": set(codes(ListingSpeciality, "key", listed)),
        }
        for name, kept in used.items():
            field = self.form.fields[name]
            kept.add(self.form.data.get(name))
            field.widget.choices = [("", field.empty_label)] + [
                choice for choice in CHOICES[name]() if choice[0] in kept
            ]

    @staticmethod
    def leave(queryset: ListingQuerySet, name: str, value: str) -> ListingQuerySet:
        return queryset

    @staticmethod
    def speaking(queryset: ListingQuerySet, name: str, value: str) -> ListingQuerySet:
        return queryset.filter(pk__in=ListingLanguage.objects.filter(code=value).values("listing"))

    @staticmethod
    def treating(queryset: ListingQuerySet, name: str, value: str) -> ListingQuerySet:
        return queryset.filter(pk__in=ListingSpeciality.objects.filter(key=value).values("listing"))

    @staticmethod
    def with_room(queryset: ListingQuerySet, name: str, value: str) -> ListingQuerySet:
        return queryset.filter(accepting=True)

    @staticmethod
    def meeting(queryset: ListingQuerySet, name: str, value: str) -> ListingQuerySet:
        return queryset.filter(**{value: True})


CHOICES: dict[str, Callable[[], list[tuple[str, Any]]]] = {
    "country": country_choices,
    "language": language_choices,
    "speciality": lambda: Speciality.choices,
}


def codes(model: type[ListingLanguage] | type[ListingSpeciality], field: str, listed: ListingQuerySet) -> Any:
    rows = model._default_manager.filter(listing__in=listed.values("pk"))
    return rows.order_by().values_list(field, flat=True).distinct()
