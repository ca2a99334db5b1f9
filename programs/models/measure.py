import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.access import PrivateQuerySet
from backfit.dates import validate_day


class MeasureQuerySet(PrivateQuerySet["Measure"]):
    """Seen with the episode; written by the care team."""

    def visible_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.visible_to(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.editable_by(user))


class Measure(models.Model):
    """A number with its unit, of one side or of none, on a day: hip flexion, 95 degrees, left."""

    class Side(models.TextChoices):
        NONE = "", _("No side")
        LEFT = "left", _("Left")
        RIGHT = "right", _("Right")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="measures")
    name = models.CharField(_("what was measured"), max_length=60)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    side = models.CharField(_("side"), max_length=5, choices=Side, default=Side.NONE, blank=True)
    day = models.DateField(_("day"), validators=[validate_day])
    value = models.DecimalField(_("value"), max_digits=9, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering: ClassVar = ["name", "side", "day", "created_at"]
        indexes: ClassVar = [models.Index(fields=["episode", "name", "day"], name="measure_by_episode")]

    def __str__(self) -> str:
        return self.name
