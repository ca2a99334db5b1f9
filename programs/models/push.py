import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backfit.access import PrivateQuerySet

MOST = 10
"""Devices of one person."""


class PushSubscriptionQuerySet(PrivateQuerySet["PushSubscription"]):
    """A person's own and nobody else's: where somebody reads is not the care team's to know."""

    def visible_rule(self, user: Any) -> Q:
        return Q(user=user)


class PushSubscription(models.Model):
    """A browser that may be sent messages: the address at its maker's push service, and the keys to seal them with.

    Keys are base64url: `p256dh` an uncompressed point on P-256, `auth` 16 bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions")
    name = models.CharField(_("name of the device"), max_length=60)
    endpoint = models.CharField(
        max_length=1000, unique=True, error_messages={"unique": _("This device is registered already.")}
    )
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_ok_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("device for reminders")
        verbose_name_plural = _("devices for reminders")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(endpoint__startswith="https://"),
                name="push_endpoint_is_https",
                violation_error_message=_("The address of a push service begins with https://."),
            )
        ]

    def __str__(self) -> str:
        return self.name
