from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.access import PrivateQuerySet


class CheckInQuerySet(PrivateQuerySet["CheckIn"]):
    """Seen with the episode; told and corrected by the client alone."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.visible_to(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(episode__client=user)


class CheckIn(models.Model):
    """One number in the morning: how much it hurts, 0 to 10, on that day of the client's calendar."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="check_ins")
    day = models.DateField(_("day"))
    pain = models.PositiveSmallIntegerField(_("pain this morning"), validators=[MaxValueValidator(10)])
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "day"], name="check_in_once_a_day"),
            models.CheckConstraint(
                condition=Q(pain__lte=10),
                name="check_in_pain_0_10",
                violation_error_message=_("Pain goes from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.day}"
