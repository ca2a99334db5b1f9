import datetime
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import PrivateQuerySet

CLAIM = datetime.timedelta(minutes=10)
"""A worker that has not said after so long that it sent a reminder is lost; no sending takes as long."""


class ReminderSettingsQuerySet(PrivateQuerySet["ReminderSettings"]):
    def visible_rule(self, user: Any) -> Q:
        return Q(user=user)

    def due(self, now: datetime.datetime) -> Self:
        """Those to look at, the longest due first; one range of an index, however many clients there are."""
        return self.filter(next_at__lte=now, user__is_active=True, user__erasure__isnull=True).order_by("next_at")


class ReminderSettings(models.Model):
    """How one client wants to be reminded. All of it is off until the client chooses.

    `next_at` is when to look again whether there is something to remind of; None while all is off. Looking decides,
    so that a pause, a new version or a session that comes in between needs no reckoning here.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_settings")
    by_mail = models.BooleanField(_("by mail"), default=False)
    by_push = models.BooleanField(_("on my devices"), default=False)
    at = models.TimeField(_("time of day"), default=datetime.time(8))
    quiet_from = models.TimeField(_("quiet from"), default=datetime.time(21))
    quiet_until = models.TimeField(_("quiet until"), default=datetime.time(7))
    morning = models.BooleanField(_("morning question"), default=False)
    morning_at = models.TimeField(_("time of the morning question"), default=datetime.time(8))
    # Ignored reminders are counted from the day after this one: the client has answered that more are welcome.
    counted_from = models.DateField(null=True, editable=False)
    cue_card_closed_at = models.DateTimeField(null=True, editable=False)
    tested_at = models.DateTimeField(null=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False, db_index=True)
    # What the link to stop carries, instead of anything about the person.
    stop_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ReminderSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder settings")
        verbose_name_plural = _("reminder settings")

    def __str__(self) -> str:
        return str(self.user_id)

    @property
    def is_on(self) -> bool:
        return self.by_mail or self.by_push


class ReminderConsent(models.Model):
    """That a client wanted reminders, from when to when, and to which wording. Rows are only added and closed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_consents")
    wording = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-given_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(withdrawn_at__isnull=True), name="one_live_reminder_consent"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def open(self) -> Self:
        """Neither sent nor dropped yet."""
        return self.filter(settled_at__isnull=True)

    def free(self, now: datetime.datetime) -> Self:
        """Open, and no worker that is still alive has taken it."""
        return self.open().filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM))

    def sent(self) -> Self:
        return self.filter(Q(mailed_at__isnull=False) | Q(pushed_at__isnull=False))


class Reminder(models.Model):
    """One slot: a person, a day of that person's calendar, and what for. It is there before anything is sent.

    Whoever sends claims it first and says afterwards that it was sent. A worker that dies in between leaves a claim
    that runs out, and then the same message goes out once more, under the same Message-ID.
    """

    class Kind(models.TextChoices):
        EXERCISE = "exercise", _("Session day")
        MORNING = "morning", _("Morning question")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    # After days that went by: the one message that also asks whether fewer would be better.
    asks = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    queued_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering: ClassVar = ["due_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day", "kind"], name="one_reminder_per_slot")]
        indexes: ClassVar = [
            models.Index(fields=["queued_at"], condition=Q(settled_at__isnull=True), name="open_reminders")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"

    @property
    def was_sent(self) -> bool:
        return bool(self.mailed_at or self.pushed_at)

    def claim(self, now: datetime.datetime) -> bool:
        """Take it for sending; False when it was settled, or another worker has it."""
        taken = Reminder.objects.free(now).filter(pk=self.pk).update(claimed_at=now)
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def mark(self, *fields: str) -> None:
        """Write the present moment into these fields."""
        now = timezone.now()
        for name in fields:
            setattr(self, name, now)
        self.save(update_fields=list(fields))
