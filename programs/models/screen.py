import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.access import PrivateQuerySet


class SafetyScreenQuerySet(PrivateQuerySet["SafetyScreen"]):
    """Seen with the episode; the care team may ask anew, and nobody changes an answer."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.visible_to(user))

    def editable_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.treated_by(user))

    def before_exercise(self) -> Self:
        return self.filter(occasion=SafetyScreen.Occasion.START)

    def standing(self) -> Self:
        """Those that still answer the question: the therapist has not asked anew since."""
        return self.filter(asked_anew_at__isnull=True)


class SafetyScreen(models.Model):
    """A client was asked about warning signs. Of the answers only the gravest tier is kept, never which sign it was."""

    class Occasion(models.TextChoices):
        START = "start", _("Before the first session")
        PAIN = "pain", _("After severe pain, or words that ask for care")

    class Found(models.TextChoices):
        NONE = "none", _("No sign")
        URGENT = "urgent", _("A sign to see a doctor for, the same day")
        EMERGENCY = "emergency", _("An emergency sign")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="safety_screens")
    day = models.DateField(_("day"))
    occasion = models.CharField(_("occasion"), max_length=8, choices=Occasion)
    found = models.CharField(_("found"), max_length=10, choices=Found)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)
    asked_anew_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_anew_at = models.DateTimeField(null=True)

    objects = SafetyScreenQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety screen")
        verbose_name_plural = _("safety screens")
        ordering: ClassVar = ["-answered_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["episode", "day"], name="screens_of_episode")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asked_anew_at__isnull=True, asked_anew_by__isnull=True)
                | Q(asked_anew_at__isnull=False, asked_anew_by__isnull=False),
                name="screen_asked_anew_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(found__in=["none", "urgent", "emergency"]),
                name="screen_found_known",
                violation_error_message=_("There is no such kind of sign."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
