import datetime
from typing import Any, ClassVar, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import validate_time_zone
from backfit.access import PrivateQuerySet
from programs.models.program import Program
from programs.models.version import Version

ONE_DAY = datetime.timedelta(days=1)


class SessionQuerySet(PrivateQuerySet["Session"]):
    """Seen with the program; corrected and deleted by the client alone."""

    record = "program__episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(program__in=Program.objects.visible_to(user), deleted_at__isnull=True)

    def editable_rule(self, user: Any) -> Q:
        return Q(client=user)

    def kept(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def exercised(self) -> Self:
        """Without the breaks of a habit, which owe nobody a number for pain or effort."""
        return self.filter(is_break=False)

    def owned_by(self, user: Any) -> Self:
        """The client's own, deleted ones included: their ids stay taken."""
        return self.filter(client=user)

    def named(self, uuid: UUID, *, seen_by: Any) -> Self:
        """Clients choose the ids, so two may have chosen the same one: one's own comes first, then the oldest."""
        own = models.Case(models.When(client=seen_by, then=0), default=1)
        return self.filter(uuid=uuid).order_by(own, "pk")


class Session(models.Model):
    """One time that a client did the program. The client names it: (client, uuid) is unique for good."""

    class Evidence(models.TextChoices):
        TIMED = "timed", _("Played with the timer")
        TICKED = "ticked", _("Ticked the same day")
        LATER = "later", _("Filled in later")
        PAPER = "paper", _("From paper")

    uuid = models.UUIDField()
    client = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sessions")
    program = models.ForeignKey(Program, models.PROTECT, related_name="sessions")
    version = models.ForeignKey(Version, models.PROTECT, related_name="sessions")
    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    worst_pain = models.PositiveSmallIntegerField(
        _("worst pain"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    effort = models.PositiveSmallIntegerField(_("effort"), null=True, blank=True, validators=[MaxValueValidator(10)])
    note = models.TextField(_("note"), max_length=2000, blank=True)
    evidence = models.CharField(_("evidence"), max_length=8, choices=Evidence, default=Evidence.TICKED)
    short = models.BooleanField(_("short version"), default=False)
    is_break = models.BooleanField(
        _("only breaks"), default=False, help_text=_("Nothing but breaks of a habit with an interval was told.")
    )
    digest = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    note_read_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["-day", "-started_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["program", "day"], name="session_by_program_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "uuid"], name="session_named_once"),
            models.CheckConstraint(
                condition=Q(worst_pain__isnull=True) | Q(worst_pain__lte=10),
                name="session_pain_0_10",
                violation_error_message=_("Pain goes from 0 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__lte=10),
                name="session_effort_0_10",
                violation_error_message=_("Effort goes from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("session_detail", args=[self.uuid])

    @property
    def clock_was_ahead(self) -> bool:
        """Whether it came before the moment that it names, by more than a day: the device's clock was wrong.

        Moment, zone and day stay as the device said them, beside `received_at`; nobody corrects them but the client.
        """
        received = self.received_at.astimezone(ZoneInfo(self.time_zone)).date()
        late = self.started_at - self.received_at > ONE_DAY
        return late or self.day - received > ONE_DAY


class ResultQuerySet(models.QuerySet["Result"]):
    def skipped_since(self, day: datetime.date) -> Self:
        """Left out after that day, in sessions that are still kept."""
        rows = self.filter(status=Result.Status.SKIPPED, session__deleted_at__isnull=True)
        return rows.filter(session__day__gt=day)


class Result(models.Model):
    """What was done of one item. `item_key` is that of the version's document, `exercise` what was really done: of the
    variant "easier" the one that the item names for when it is too hard.
    """

    class Status(models.TextChoices):
        DONE = "done", _("Done")
        PART = "part", _("Partly done")
        SKIPPED = "skipped", _("Left out")

    class Because(models.TextChoices):
        """Why it was left out, or not done whole."""

        PAIN = "pain", _("Pain")
        TOO_HARD = "too_hard", _("Too hard")
        UNCLEAR = "unclear", _("Not clear how")
        NO_TIME = "no_time", _("No time")
        NO_EQUIPMENT = "no_equipment", _("Nothing to do it with")
        OTHER = "other", _("Something else")

    class Variant(models.TextChoices):
        EASIER = "easier", _("Easier version")

    session = models.ForeignKey(Session, models.CASCADE, related_name="results")
    item_key = models.CharField(max_length=40)
    exercise = models.CharField(max_length=60)
    status = models.CharField(_("status"), max_length=8, choices=Status)
    sets = models.PositiveSmallIntegerField(_("sets"), null=True, blank=True)
    reps = models.PositiveSmallIntegerField(_("repetitions"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("seconds"), null=True, blank=True)
    times = models.PositiveSmallIntegerField(
        _("times"), default=1, help_text=_("How often, for what is due often a day.")
    )
    skip_because = models.CharField(_("reason"), max_length=12, choices=Because, blank=True, default="", db_default="")
    skip_reason = models.CharField(_("why left out"), max_length=120, blank=True)
    pain = models.PositiveSmallIntegerField(
        _("pain with it"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    variant = models.CharField(_("variant"), max_length=8, choices=Variant, blank=True, default="", db_default="")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering: ClassVar = ["position", "pk"]
        indexes: ClassVar = [
            # Few are left out, and editors ask which over all clients.
            models.Index(fields=["exercise"], condition=Q(status="skipped"), name="skipped_by_exercise")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "item_key"], name="result_once_per_item"),
            models.CheckConstraint(
                condition=Q(pain__isnull=True) | Q(pain__lte=10),
                name="result_pain_0_10",
                violation_error_message=_("Pain goes from 0 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(skip_because__in=["", "pain", "too_hard", "unclear", "no_time", "no_equipment", "other"]),
                name="result_left_out_because",
                violation_error_message=_("That is none of the reasons."),
            ),
            models.CheckConstraint(
                condition=Q(variant="") | Q(variant="easier", status__in=["done", "part"]),
                name="result_variant_was_done",
                violation_error_message=_("What was left out was done in no version."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.get_status_display()}"


class Correction(models.Model):
    """What a session said before its owner corrected it."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="corrections")
    revision = models.PositiveIntegerField()
    body = models.JSONField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "revision"], name="correction_once_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.revision}"


class DayTally(models.Model):
    """A program's day in numbers, kept in the same transaction as its sessions, so that years cost one read."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="tallies")
    day = models.DateField()
    planned = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    part = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)
    timed = models.PositiveIntegerField(default=0)
    worst_pain = models.PositiveSmallIntegerField(null=True)
    effort = models.PositiveSmallIntegerField(null=True)
    short = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["program", "day"], name="tally_once_per_day")]

    def __str__(self) -> str:
        return f"{self.program_id} {self.day}"
