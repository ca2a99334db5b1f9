"""A copy of everything about a person, for that person to take away."""

import datetime
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import PrivateQuerySet

HOURS_KEPT = 24


class PersonExportQuerySet(PrivateQuerySet["PersonExport"]):
    """For the person alone, also where somebody of the clinic has asked for it."""

    def visible_rule(self, user: Any) -> Q:
        return Q(person=user) & ~Q(state=PersonExport.State.GONE)

    def lately(self) -> Self:
        """Asked for within a day."""
        return self.filter(asked_at__gt=timezone.now() - datetime.timedelta(days=1))

    def run_out(self) -> Self:
        """What nobody may fetch any more, and what was never finished."""
        return self.filter(expires_at__lte=timezone.now())


class PersonExport(models.Model):
    """It waits in the queue, is ready for a day, and then goes with its file."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")
        GONE = "gone", _("Thrown away")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    file = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text=_("In bytes"))
    digest = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of the record in it"))
    downloads = models.PositiveIntegerField(default=0)
    downloaded_at = models.DateTimeField(null=True)

    objects = PersonExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a person's data")
        verbose_name_plural = _("copies of persons' data")
        ordering: ClassVar = ["-asked_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="exports_by_end")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(made_at__isnull=False) & ~Q(file="")), name="ready_export_has_a_file"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY and self.expires_at > timezone.now()

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def finish(self, *, file: str, size: int, digest: str) -> None:
        self.state, self.made_at = self.State.READY, timezone.now()
        self.expires_at = self.made_at + datetime.timedelta(hours=HOURS_KEPT)
        self.file, self.size, self.digest = file, size, digest
        self.save(update_fields=["state", "made_at", "expires_at", "file", "size", "digest"])

    def count_download(self) -> None:
        PersonExport.objects.filter(pk=self.pk).update(
            downloads=models.F("downloads") + 1, downloaded_at=timezone.now()
        )

    def throw_away(self) -> None:
        """Before its day is over. The row still counts towards how many one may ask for."""
        self.delete_file()
        self.state, self.file = self.State.GONE, ""
        self.save(update_fields=["state", "file"])

    def discard(self) -> None:
        """The file first: of a row without a file nobody gets anything, a file without a row nobody would find."""
        self.delete_file()
        self.delete()

    def delete_file(self) -> None:
        if self.file:
            storages["exports"].delete(self.file)
