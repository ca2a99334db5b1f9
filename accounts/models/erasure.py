"""Taking a person out of the database: who has asked for it, what a clinic must keep, and who is gone."""

import datetime
import hashlib
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.clinic import Clinic, ClinicQuerySet
from backfit.access import PrivateQuerySet

DAYS_TO_UNDO = 7


class ErasureQuerySet(PrivateQuerySet["Erasure"]):
    def visible_rule(self, user: Any) -> Q:
        return Q(person=user)

    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now())


class Erasure(models.Model):
    """Somebody is to be erased. Undoing it deletes this row; being erased does so too, with the person."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="erasure", editable=False
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(db_index=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(due_at__gt=models.F("asked_at")), name="erasure_leaves_time_to_undo")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class FrozenRecordQuerySet(PrivateQuerySet["FrozenRecord"]):
    """The clinic's managers see that there is one, why and until when. Pages show nothing of what is in it."""

    def visible_rule(self, user: Any) -> Q:
        return Q(clinic__in=ClinicQuerySet.managed_ids(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(pk__in=[])

    def run_out(self) -> Self:
        return self.filter(until__lt=timezone.localdate(timezone=datetime.UTC))


class FrozenRecord(models.Model):
    """What a clinic is bound to keep of somebody who was erased, without name and address.

    `content` is {"tables": {label: rows}, "people": [...]}, in the shapes of the export (accounts/privacy/shapes.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="frozen_records")
    episode = models.UUIDField(unique=True)
    label = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    frozen_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(_("kept until"))
    content = models.JSONField()

    objects = FrozenRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept record")
        verbose_name_plural = _("kept records")
        ordering: ClassVar = ["until", "pk"]

    def __str__(self) -> str:
        return self.label


class ErasedPerson(models.Model):
    """That somebody was erased, told to nobody who does not know the id: a restored backup erases them again."""

    digest = models.CharField(max_length=64, primary_key=True)
    erased_on = models.DateField()

    class Meta:
        verbose_name = _("erased person")
        verbose_name_plural = _("erased people")

    def __str__(self) -> str:
        return self.digest[:12]

    @staticmethod
    def digest_of(person: uuid.UUID) -> str:
        # 122 random bits: there is nothing to guess, so nothing to slow down.
        return hashlib.sha256(f"backfit.erased {person}".encode()).hexdigest()
