import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.access import PrivateQuerySet


class SafetyReportQuerySet(PrivateQuerySet["SafetyReport"]):
    """Seen with the episode; cleared by the care team."""

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
