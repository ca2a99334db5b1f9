import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Episode
from backfit.access import PrivateQuerySet


class AttentionQuerySet(PrivateQuerySet["Attention"]):
    """For the care team alone: what a client reads of it is on the client's own pages."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(episode__in=Episode.objects.overseen_by(user))

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class Attention(models.Model):
    """A reason to look at a client. One row for each kind and program as long as the reason lasts.

    `facts` holds the numbers and days from which the reason is put into words. A reason that a therapist has dealt
    with, or put off to a day, stays but is not shown; news opens it again.
    """

    class Kind(models.TextChoices):
        """In the order of urgency."""

        SAFETY = "safety", _("Warning sign")
        SEVERE_PAIN = "severe-pain", _("Severe pain")
        PAIN_UP = "pain-up", _("Pain above usual")
        MORNING_RISE = "morning-rise", _("Worse the next morning")
        PAIN_SKIP = "pain-skip", _("Left out for pain")
        NOT_STARTED = "not-started", _("Not started")
        MISSED = "missed", _("Missed sessions")
        SLIPPING = "slipping", _("Doing less")
        STEP_BACK = "step-back", _("Step back suggested")
        READY = "ready", _("Ready to progress")
        MESSAGE = "message", _("Unread message")
        ENDING = "ending", _("Program ends soon")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="attention")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # Kind, and program if it is about one, in one word. No foreign key to the program: the lock that one takes on it
    # while others record its sessions would let them wait in a circle.
    subject = models.CharField(max_length=60)
    rank = models.PositiveSmallIntegerField(_("rank"), help_text=_("0 is the most urgent."))
    since = models.DateField(_("since"))
    facts = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    handled_note = models.CharField(_("note"), max_length=300, blank=True)
    snoozed_until = models.DateField(_("put off until"), null=True)

    objects = AttentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason for attention")
        verbose_name_plural = _("reasons for attention")
        ordering: ClassVar = ["rank", "since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["episode", "subject"], condition=Q(closed_at__isnull=True), name="attention_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.episode_id}"


class DeskState(models.Model):
    """What the desk shows of an episode, kept so that 500 clients with years of history cost one read.

    Counted for `day` of the client's calendar; `rank` is that of the most urgent reason shown, 99 without one.
    """

    episode = models.OneToOneField(Episode, models.CASCADE, primary_key=True, related_name="desk")
    day = models.DateField()
    rank = models.PositiveSmallIntegerField(default=99)
    planned = models.PositiveIntegerField(default=0, help_text=_("Of the last seven days"))
    done = models.PositiveIntegerField(default=0)
    worst_pain = models.PositiveSmallIntegerField(null=True, help_text=_("Of the last seven days"))
    last_day = models.DateField(null=True, help_text=_("The day of the last session"))
    facts = models.JSONField(default=dict)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["rank", "episode"], name="desk_by_rank")]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.day}"
