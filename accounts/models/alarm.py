"""Tries that were refused, and patterns that somebody should look at. Both hold ids and numbers only."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RefusedTry(models.Model):
    """Somebody asked for a row of a client's record that is not theirs to see or to change, or that is not there."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.UUIDField(editable=False)
    kind = models.CharField(max_length=40, editable=False)
    status = models.PositiveSmallIntegerField(editable=False)
    door = models.CharField(max_length=80, editable=False)
    object = models.CharField(max_length=64, blank=True, editable=False)
    address = models.CharField(max_length=45, blank=True, editable=False)

    class Meta:
        verbose_name = _("refused try")
        verbose_name_plural = _("refused tries")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["at", "actor"], name="refused_lately")]

    def __str__(self) -> str:
        return f"{self.status} {self.door}"


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def not_told(self) -> Self:
        return self.filter(told_at__isnull=True)


class Alarm(models.Model):
    """One account did within an hour what nobody does at work. Raised once for as long as it goes on."""

    class Kind(models.TextChoices):
        CLIENTS = "clients", _("Records of many different clients were opened")
        REFUSED = "refused", _("Many records were asked for that are not theirs")
        EXPORTS = "exports", _("Records of many clients were taken away")

    kind = models.CharField(max_length=8, choices=Kind, editable=False)
    actor = models.UUIDField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering: ClassVar = ["-raised_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["actor", "kind", "-raised_at"], name="alarms_of_actor")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
