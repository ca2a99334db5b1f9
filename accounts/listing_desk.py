"""What the page of a clinic says to its members about being found: their listings and how they stand."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Clinic, Listing, Membership, User


@dataclass(frozen=True)
class ListingOnDesk:
    """A listing that the person may write or has written; `tone` colours its state."""

    label: str
    url: str
    listing: Listing | None

    @property
    def state(self) -> str:
        if self.listing is None:
            return _("Not written yet")
        return _("Run out") if self.listing.is_expired else self.listing.get_state_display()

    @property
    def tone(self) -> str:
        if self.listing is None or not self.listing.is_listed:
            return "grey"
        return "amber" if self.listing.is_due else "green"

    @property
    def due(self) -> bool:
        return self.listing is not None and self.listing.is_due


def on_the_list(clinic: Clinic, user: User, roles: set[str]) -> list[ListingOnDesk]:
    """In which the person has a say, by their roles at the clinic."""
    kept = {listing.therapist_id: listing for listing in Listing.objects.visible_to(user).filter(clinic=clinic)}
    listings = []
    if Membership.Role.MANAGER in roles:
        url = reverse("clinic_listing", args=[clinic.pk])
        listings.append(ListingOnDesk(_("The listing of the clinic"), url, kept.get(None)))
    if Membership.Role.THERAPIST in roles:
        url = reverse("own_listing", args=[clinic.pk])
        listings.append(ListingOnDesk(_("My own listing"), url, kept.get(user.pk)))
    return listings
