import datetime
import secrets
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.token import digest
from backfit.access import PrivateQuerySet
from backfit.refusals import Conflict
from programs.models.program import Program


class CalendarFeedQuerySet(PrivateQuerySet["CalendarFeed"]):
    """Seen by the person whose it is, for as long as its address works."""

    def visible_rule(self, user: Any) -> Q:
        return Q(owner=user, revoked_at__isnull=True)

    def by_secret(self, secret: str) -> "CalendarFeed | None":
        """Also one that was revoked: its address is no guess."""
        return self.select_related("owner__erasure").filter(digest=digest(secret)).first()


class CalendarFeed(models.Model):
    """A secret address under which calendars read on what days the person's programs are due.

    The secret is shown once and stored as a digest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", editable=False)
    shows_names = models.BooleanField(
        _("show the names of the exercises"),
        default=False,
        help_text=_("Whoever sees your calendar can then read them."),
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    fetched_on = models.DateField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering: ClassVar = ["-created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(revoked_at__isnull=True),
                name="one_calendar_feed_each",
                violation_error_message=_("You have a calendar link already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def make(cls, *, owner: User, shows_names: bool = False) -> tuple["CalendarFeed", str]:
        """A feed and its secret, which cannot be had again. Conflict where there is one, or nothing to be done."""
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=owner.pk)
            if cls.objects.visible_to(owner).exists():
                raise Conflict(_("You have a calendar link already. Make a new one in its place."))
            if not Program.objects.followed_by(owner, owner.today()).exists():
                raise Conflict(_("You have no program yet that could be in a calendar."))
            return cls.open(owner, shows_names=shows_names)

    @classmethod
    def open(cls, owner: User, *, shows_names: bool) -> tuple["CalendarFeed", str]:
        secret = secrets.token_urlsafe(32)
        feed = cls(owner=owner, shows_names=shows_names, digest=digest(secret))
        feed.save()
        return feed, secret

    def rotate(self) -> tuple["CalendarFeed", str]:
        """Another address in place of this one, which stops working. Conflict when that has happened already."""
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=self.owner_id)
            if not CalendarFeed.objects.filter(pk=self.pk, revoked_at__isnull=True).exists():
                raise Conflict(_("This calendar link was replaced or switched off already."))
            self.revoke()
            return CalendarFeed.open(self.owner, shows_names=self.shows_names)

    @property
    def is_open(self) -> bool:
        """Whether the address answers: not once it was revoked, the account closed or the last program over."""
        owner = self.owner
        ended = self.revoked_at is not None or not owner.is_active or owner.is_leaving
        return not ended and Program.objects.followed_by(owner, owner.today()).exists()

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

    def change(self, *, shows_names: bool) -> None:
        self.shows_names, self.changed_at = shows_names, timezone.now()
        self.save(update_fields=["shows_names", "changed_at"])

    def fetched(self, day: datetime.date) -> None:
        """Remember the day, so that the owner sees whether a calendar reads along; once a day is enough."""
        if self.fetched_on != day:
            CalendarFeed.objects.filter(pk=self.pk).update(fetched_on=day)
