import datetime
import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.languages import language_name, validate_language
from accounts.models.clinic import Clinic, ClinicQuerySet, Membership
from accounts.models.listing_parts import ListingConsent, ListingLanguage, ListingSpeciality, Speciality
from accounts.models.listing_publication import Publication
from accounts.places import country_name, postcode_key, read_place, town_key, validate_country
from accounts.public_text import validate_no_contact, validate_one_line
from backfit.access import AnyUser, PrivateQuerySet

# A prime: multiplied by anything from 1 on and taken modulo it, different lots stay different.
LOTS = 2**31 - 1


def draw_lot() -> int:
    return secrets.randbelow(LOTS - 1) + 1


class ListingQuerySet(PrivateQuerySet["Listing"]):
    """A clinic's listing is its managers', a therapist's own is that therapist's; what is `listed` is everybody's."""

    def visible_rule(self, user: Any) -> Q:
        treating = Membership.objects.current().filter(user=user, role=Membership.Role.THERAPIST)
        of_clinic = Q(therapist__isnull=True, clinic__in=ClinicQuerySet.managed_ids(user))
        return of_clinic | Q(therapist=user, clinic__in=treating.values("clinic"))

    def listed(self) -> Self:
        """With consent, confirmed within `LISTING_DAYS`, and of people who work at the clinic at this moment."""
        oldest = timezone.now() - datetime.timedelta(days=settings.LISTING_DAYS)
        agreed = ListingConsent.objects.filter(listing=OuterRef("pk"), withdrawn_at__isnull=True)
        working = Membership.objects.current().filter(clinic=OuterRef("clinic"))
        managed = Q(Exists(working.filter(role=Membership.Role.MANAGER)), therapist__isnull=True)
        treats = Exists(working.filter(role=Membership.Role.THERAPIST, user=OuterRef("therapist")))
        now = self.filter(state=Listing.State.LISTED, blocked_at__isnull=True, confirmed_at__gt=oldest)
        return now.filter(Exists(agreed)).filter(managed | Q(treats))

    def shown_to(self, user: AnyUser) -> Self:
        """For its own page: what is listed, and to owners what they prepare."""
        return self.filter(Q(pk__in=self.listed().values("pk")) | Q(pk__in=self.visible_to(user).values("pk")))

    def ready_to_show(self) -> Self:
        """With what a page says of it, in a fixed number of queries. A therapist's clinic is named only if it is listed
        itself or its managers allow it."""
        of_clinic = Listing.objects.listed().filter(clinic=OuterRef("clinic"), therapist__isnull=True)
        named = Q(clinic__named_by_therapists=True) | Q(Exists(of_clinic))
        rows = self.select_related("clinic").prefetch_related("language_rows", "speciality_rows")
        return rows.annotate(names_clinic=Case(When(named, then=True), default=False))

    def near(self, place: str) -> Self:
        """In a town, or with a postcode, that begins as typed; adds `near`, 0 for exactly that town."""
        return self.filter(self.place_rule(place)).by_nearness(place)

    def by_nearness(self, place: str) -> Self:
        """Adds `near` and leaves nobody out: 0 for exactly that town, 1 where the place begins so, 2 for the rest."""
        exactly = Q(town_key=read_place(place)[0] or town_key(place))
        steps = [When(exactly, then=Value(0)), When(self.place_rule(place), then=Value(1))]
        return self.annotate(near=Case(*steps, default=Value(2)))

    @staticmethod
    def place_rule(place: str) -> Q:
        town, postcode = read_place(place)
        found = Q()
        if town:
            found &= Q(town_key__startswith=town)
        if postcode:
            found &= Q(postcode_key__startswith=postcode)
        return found or Q(pk__in=[])

    def in_fair_order(self, day: datetime.date) -> Self:
        """Nearest first, then those with room, then by lots that are shuffled each day: nobody is first by a name.

        The order holds for the whole day, so that the pages of a list neither repeat nor skip anybody.
        """
        factor = day.toordinal() * 7919 % (LOTS - 1) + 1
        mixed = self.annotate(draw=F("lot") * Value(factor, output_field=models.BigIntegerField()) % Value(LOTS))
        near = ["near"] if "near" in self.query.annotations else []
        return mixed.order_by(*near, "-accepting", "draw", "pk")


class Listing(Publication):
    """What a clinic, or a therapist at one, says of themselves in the public list. Nothing in it is checked."""

    KINDS: ClassVar = [("clinic", "clinic"), ("therapist", "therapist")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="listings", editable=False)
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, editable=False, related_name="listings"
    )
    name = models.CharField(_("name"), max_length=120, validators=[validate_one_line, validate_no_contact])
    introduction = models.TextField(_("introduction"), max_length=1500, validators=[validate_no_contact])
    street = models.CharField(_("street and number"), max_length=120, blank=True, validators=[validate_one_line])
    postcode = models.CharField(_("postcode"), max_length=12, blank=True, validators=[validate_one_line])
    town = models.CharField(_("town"), max_length=80, validators=[validate_one_line, validate_no_contact])
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])
    in_person = models.BooleanField(_("in person"), default=True)
    remote = models.BooleanField(_("remotely, by video or telephone"), default=False)
    accepting = models.BooleanField(_("takes new clients"), default=True)
    website = models.CharField(_("website"), max_length=200, blank=True, validators=[URLValidator(schemes=["https"])])
    registration_number = models.CharField(
        _("registration number"), max_length=40, blank=True, validators=[validate_one_line]
    )
    registration_body = models.CharField(
        _("registered with"), max_length=120, blank=True, validators=[validate_one_line, validate_no_contact]
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    town_key = models.CharField(max_length=120, editable=False)  # cut: some letters fold to eighteen
    postcode_key = models.CharField(max_length=24, editable=False)
    lot = models.BigIntegerField(default=draw_lot, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "country", "town_key"], name="listing_by_place")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic"],
                condition=Q(therapist__isnull=True),
                name="one_listing_per_clinic",
                violation_error_message=_("The clinic has a listing already."),
            ),
            models.UniqueConstraint(
                fields=["clinic", "therapist"],
                name="one_listing_per_therapist",
                violation_error_message=_("You have a listing at this clinic already."),
            ),
            models.CheckConstraint(
                condition=Q(in_person=True) | Q(remote=True),
                name="listing_in_person_or_remote",
                violation_error_message=_("Choose in person, remotely, or both."),
            ),
            models.CheckConstraint(
                condition=Q(therapist__isnull=True) | Q(street=""),
                name="street_of_clinics_only",
                violation_error_message=_("Only a clinic gives its street."),
            ),
            models.CheckConstraint(
                condition=Q(website="") | Q(website__startswith="https://"),
                name="website_over_https",
                violation_error_message=_("The address of the website begins with https://."),
            ),
            models.CheckConstraint(
                condition=~Q(state="listed") | Q(confirmed_at__isnull=False),
                name="listed_is_confirmed",
                violation_error_message=_("What is on the list has been confirmed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("listing_detail", args=[self.pk])

    @property
    def edit_url(self) -> str:
        return reverse("clinic_listing" if self.therapist_id is None else "own_listing", args=[self.clinic_id])

    @property
    def kind(self) -> str:
        return "clinic" if self.therapist_id is None else "therapist"

    @property
    def languages(self) -> list[str]:
        return sorted(row.code for row in self.language_rows.all())

    @property
    def language_names(self) -> list[str]:
        return sorted(language_name(code) for code in self.languages)

    @property
    def specialities(self) -> list[str]:
        kept = {row.key for row in self.speciality_rows.all()}
        return [key for key in Speciality.values if key in kept]

    @property
    def speciality_names(self) -> list[str]:
        return [str(Speciality(key).label) for key in self.specialities]

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def clinic_name(self) -> str:
        """Beside a therapist's name, where it may be told; wants `ready_to_show`."""
        return self.clinic.name if self.therapist_id and getattr(self, "names_clinic", False) else ""

    @property
    def telephone(self) -> str:
        """The clinic's, for those who may know which clinic it is; wants `ready_to_show`."""
        return self.clinic.phone if self.therapist_id is None or self.clinic_name else ""

    def describe(self, *, languages: list[str], specialities: list[str], **fields: Any) -> None:
        """Write or rewrite it; what its owner saves is confirmed. Raises ValidationError on bad values."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.town_key, self.postcode_key = town_key(self.town)[:120], postcode_key(self.postcode)[:24]
        with transaction.atomic():
            # Two at once would each find that the clinic has none yet.
            Clinic.objects.select_for_update(no_key=True).get(pk=self.clinic_id)
            if not self._state.adding:
                self.lock()  # or it would be put back on the list if it was just taken off
            if self.is_listed:
                self.confirmed_at = timezone.now()
            require_some(languages=languages, specialities=specialities)
            self.full_clean()
            self.save()
            self.language_rows.all().delete()
            self.speciality_rows.all().delete()
            ListingLanguage.objects.bulk_create(ListingLanguage(listing=self, code=code) for code in set(languages))
            ListingSpeciality.objects.bulk_create(ListingSpeciality(listing=self, key=key) for key in set(specialities))
        self._prefetched_objects_cache: dict[str, Any] = {}


def require_some(*, languages: list[str], specialities: list[str]) -> None:
    """Raise ValidationError for a code that there is not, and for none at all."""
    if not languages:
        raise ValidationError({"languages": _("Name at least one language.")})
    if not specialities:
        raise ValidationError({"specialities": _("Choose at least one.")})
    for code in languages:
        validate_language(code)
    if not set(specialities) <= set(Speciality.values):
        raise ValidationError({"specialities": _("Choose from the list.")})
