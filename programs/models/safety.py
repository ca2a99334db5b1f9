import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode, User
from backfit.access import PrivateQuerySet
from backfit.refusals import Conflict


class SafetyReportQuerySet(PrivateQuerySet["SafetyReport"]):
    """Seen with the episode; cleared by the care team."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.visible_to(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.treated_by(user))

    def open(self) -> Self:
        return self.filter(cleared_at__isnull=True)


class SafetyReport(models.Model):
    """A client has noticed a warning sign. It stays open until somebody of the care team clears it in writing."""

    class Tier(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency sign")
        URGENT = "urgent", _("Sign to see a doctor for, the same day")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="safety_reports")
    tier = models.CharField(_("how urgent"), max_length=10, choices=Tier)
    day = models.DateField(_("day"))
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    clearing_note = models.CharField(_("what was found"), max_length=500, blank=True)

    objects = SafetyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety report")
        verbose_name_plural = _("safety reports")
        ordering: ClassVar = ["-reported_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["episode"], condition=Q(cleared_at__isnull=True), name="open_safety_reports")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_by__isnull=True)
                | (Q(cleared_at__isnull=False, cleared_by__isnull=False) & ~Q(clearing_note="")),
                name="safety_report_cleared_in_writing",
                violation_error_message=_("Say what was found before you clear it."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("safety_report_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.cleared_at is None

    @property
    def stops(self) -> bool:
        """Whether it keeps exercises from the client until it is cleared."""
        return self.is_open and self.tier == self.Tier.EMERGENCY

    def clear(self, by: User, note: str) -> None:
        """In writing. ValidationError without a note, Conflict when it was cleared already."""
        note = note.strip()
        if not note:
            raise ValidationError({"note": _("Say what was found before you clear it.")})
        if len(note) > 500 or "\x00" in note:
            raise ValidationError({"note": _("Keep it under 500 characters.")})
        with transaction.atomic():
            rows = SafetyReport.objects.select_for_update(of=("self",))
            self.refresh_from_db(fields=["cleared_at"], from_queryset=rows)
            if not self.is_open:
                raise Conflict(_("This report has been cleared already."))
            self.cleared_by, self.cleared_at, self.clearing_note = by, timezone.now(), note
            self.save(update_fields=["cleared_by", "cleared_at", "clearing_note"])
