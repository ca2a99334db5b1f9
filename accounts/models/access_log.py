"""Who was given or changed what of a client's record: rows that are only added, each sealed with the one before."""

import hashlib
import json
import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.clinic import ClinicQuerySet
from accounts.models.episode import Episode
from backfit.access import PrivateQuerySet

START = "0" * 64
NO_RECORD = uuid.UUID(int=0)
"""Stands for the record where an entry is about an account: no client sees such an entry, site admins do."""
SEALED = ("number", "at", "actor", "reason", "verb", "door", "episode", "kinds", "object", "address", "request")


class AccessEntryQuerySet(PrivateQuerySet["AccessEntry"]):
    """Clients see who looked at their own record, managers what was looked at in their clinics; nobody changes it."""

    def visible_rule(self, user: Any) -> Q:
        if user.is_superuser:
            return Q()
        mine = Episode.objects.filter(client=user)
        managed = Episode.objects.filter(clinic__in=ClinicQuerySet.managed_ids(user))
        return Q(episode__in=mine.values("pk")) | Q(episode__in=managed.values("pk"))

    def editable_rule(self, user: Any) -> Q:
        return Q(pk__in=[])

    def about(self, client: Any) -> Self:
        """What concerns the records of one client, at whichever clinic."""
        return self.filter(episode__in=Episode.objects.filter(client=client).values("pk"))


class AccessEntry(models.Model):
    """One look or change. It holds ids only, so it stays when a name or a record is erased; the database refuses to
    change or delete it until it is six years old.
    """

    class Reason(models.TextChoices):
        CARE = "care", _("On the care team")
        EMERGENCY = "emergency", _("Emergency access")
        CLINIC = "clinic", _("For the clinic")
        LINK = "link", _("With a link that was shared")

    class Verb(models.TextChoices):
        READ = "read", _("Read")
        CHANGE = "change", _("Changed")

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    reason = models.CharField(max_length=10, choices=Reason)
    verb = models.CharField(max_length=6, choices=Verb)
    door = models.CharField(max_length=80)
    episode = models.UUIDField()
    kinds = models.CharField(max_length=200)
    object = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45, blank=True)
    request = models.UUIDField(default=uuid.uuid4)
    seal = models.CharField(max_length=64)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at a record")
        verbose_name_plural = _("looks at records")
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(fields=["episode", "-number"], name="access_of_episode"),
            models.Index(fields=["actor", "-at"], name="access_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.door}"

    def sealed_after(self, previous: str) -> str:
        """The seal that belongs to these fields behind that of the entry before, 64 hexadecimal digits."""
        told = {name: getattr(self, name) for name in SEALED}
        told["at"] = self.at.isoformat(timespec="microseconds")
        text = json.dumps(told, default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()


class AccessChain(models.Model):
    """Where the log stands: its last entry, and the last of those that were taken away because of their age."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, default=START)
    forgotten = models.PositiveBigIntegerField(default=0)
    forgotten_seal = models.CharField(max_length=64, default=START)
    anchored_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_access_chain")]

    def __str__(self) -> str:
        return str(self.number)
