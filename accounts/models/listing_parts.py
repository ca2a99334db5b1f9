import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.consents import LISTING
from accounts.languages import language_name, validate_language
from accounts.models.clinic import Clinic


class Speciality(models.TextChoices):
    """What a visitor comes for, in the visitor's words."""

    BACK = "back", _("Back pain")
    NECK = "neck", _("Neck pain")
    HEADACHE = "headache", _("Headache and jaw")
    SHOULDER = "shoulder", _("Shoulder, arm and hand")
    LEG = "leg", _("Hip, knee and foot")
    WORK = "work", _("Work and desk")
    SPORTS = "sports", _("Sports")
    SURGERY = "surgery", _("After surgery")
    PERSISTENT = "persistent", _("Pain that has lasted for months")
    BALANCE = "balance", _("Older adults and balance")
    PREGNANCY = "pregnancy", _("Pregnancy and after birth")
    PELVIC = "pelvic", _("Bladder, bowel and pelvic floor")
    CHILDREN = "children", _("Children and teenagers")
    NERVOUS = "nervous", _("Stroke and other conditions of the nervous system")
    BREATHING = "breathing", _("Breathing")


class ListingLanguage(models.Model):
    listing = models.ForeignKey("accounts.Listing", models.CASCADE, related_name="language_rows")
    code = models.CharField(max_length=3, validators=[validate_language])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "code"], name="language_once_per_listing"),
        ]
        indexes: ClassVar = [models.Index(fields=["code", "listing"], name="listing_by_language")]

    def __str__(self) -> str:
        return language_name(self.code)


class ListingSpeciality(models.Model):
    listing = models.ForeignKey("accounts.Listing", models.CASCADE, related_name="speciality_rows")
    key = models.CharField(max_length=12, choices=Speciality)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "key"], name="speciality_once_per_listing"),
        ]
        indexes: ClassVar = [models.Index(fields=["key", "listing"], name="listing_by_speciality")]

    def __str__(self) -> str:
        return str(self.get_key_display())


class ListingConsent(models.Model):
    """Who agreed that a listing is shown, when, and to which wording. Withdrawn ones stay, as does the row when the
    listing itself is deleted, so that one can still show that it was there with consent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey("accounts.Listing", models.SET_NULL, null=True, related_name="consents")
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="+")
    wording = models.CharField(max_length=20)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(withdrawn_at__isnull=True), name="one_live_consent_per_listing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def text(self) -> Any:
        return LISTING.get(self.wording, "")
