"""Emergency access: somebody of the clinic who does not treat a client reads the record for an hour, and says why."""

import datetime
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.clinic import Membership
from accounts.models.episode import Episode
from backfit.access import PrivateQuerySet

LASTS = datetime.timedelta(minutes=60)
SHORTEST, LONGEST = 20, 500
"""Characters of the reason, without the space around it."""
MEMBER_ONLY = _("Emergency access is for those who work at the clinic that the client goes to.")


class EmergencyAccessQuerySet(PrivateQuerySet["EmergencyAccess"]):
    """Seen by who had it and by the client: the reason may say something about health. Ended by who has it."""

    def visible_rule(self, user: Any) -> Q:
        return Q(user=user) | Q(episode__client=user)

    def editable_rule(self, user: Any) -> Q:
        return Q(user=user)

    def running(self) -> Self:
        """Neither ended nor past its hour."""
        now = timezone.now()
        return self.filter(ended_at__isnull=True, begun_at__lte=now, ends_at__gt=now)

    def standing(self, user: Any) -> Self:
        """What opens a record to the person now: it goes with the membership that it rests on."""
        if not user.is_active:
            return self.none()
        mine = self.running().filter(user=user)
        if user.is_superuser:
            return mine
        working = Membership.objects.current().filter(user=user, clinic=OuterRef("episode__clinic"))
        return mine.filter(Exists(working))

    def not_told(self) -> Self:
        return self.filter(told_at__isnull=True)


class EmergencyAccess(models.Model):
    """One hour, or less if it is ended, in which a person may read one record. Nothing can be changed with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="emergency_accesses", editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    reason = models.CharField(_("reason"), max_length=LONGEST, validators=[MinLengthValidator(SHORTEST)])
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    ends_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        ordering: ClassVar = ["-begun_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), SHORTEST)
                & LessThanOrEqual(Length("reason"), LONGEST),
                name="emergency_reason_20_500",
                violation_error_message=_("Say why in 20 to 500 characters."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begun_at")),
                name="emergency_ends_after_beginning",
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=Q(ended_at__isnull=True), name="emergency_of_user"),
            models.Index(fields=["begun_at"], condition=Q(told_at__isnull=True), name="emergency_not_told"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.begun_at <= timezone.now() < self.ends_at

    def end(self) -> None:
        """Before the hour is over; once it has ended, it stays as it ended."""
        if self.is_running:
            self.ended_at = timezone.now()
            self.save(update_fields=["ended_at"])
