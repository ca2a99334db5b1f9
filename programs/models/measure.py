import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode, User
from backfit.access import PrivateQuerySet
from backfit.dates import validate_day


class MeasureQuerySet(PrivateQuerySet["Measure"]):
    """Seen with the episode; written by the care team."""

    record = "episode"

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

    def clean(self) -> None:
        if self.day and self.day > self.episode.local_day():
            raise ValidationError({"day": _("The day lies in the future.")})

    @property
    def amount(self) -> Decimal:
        """The value without zeros at its end."""
        value = self.value
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()

    @property
    def words(self) -> str:
        """Such as "95 degrees"."""
        return f"{number_format(self.amount)} {self.unit}".strip()

    @classmethod
    def take(cls, *, episode: Episode, by: User, **fields: Any) -> "Measure":
        """Write down what was measured. Conflict when the episode has ended."""
        with transaction.atomic():
            episode.require_open()
            measure = cls(episode=episode, recorded_by=by, **fields)
            measure.full_clean()
            measure.save()
        return measure

    def change(self, **fields: Any) -> None:
        """Put right what was written down. Conflict when the episode has ended."""
        self.episode.require_open()
        for name, value in fields.items():
            setattr(self, name, value)
        self.full_clean()
        self.save(update_fields=list(fields))

    def remove(self) -> None:
        """It was a mistake. Conflict when the episode has ended: then the record stays as it is."""
        self.episode.require_open()
        self.delete()
