import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backfit.access import PrivateQuerySet


class SignInQuerySet(PrivateQuerySet["SignIn"]):
    """One's own, and nobody else's."""

    def visible_rule(self, user: Any) -> Q:
        return Q(user=user)


class SignIn(models.Model):
    """A browser in which somebody is signed in: what they need to know it again, and no more.

    Neither the internet address nor all that the browser says of itself is kept. When somebody was last there stands
    in the session, which is what decides whether they are still in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins", editable=False)
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    """Of the session's row, which is a digest of its id (backfit/sessions.py)."""
    browser = models.CharField(_("browser"), max_length=20, blank=True, editable=False)
    system = models.CharField(_("device"), max_length=20, blank=True, editable=False)
    began_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering: ClassVar = ["-began_at", "pk"]

    def __str__(self) -> str:
        return device_in_words(self.browser, self.system)


def device_in_words(browser: str, system: str) -> str:
    """Such as "Firefox on Windows"; either may be unknown."""
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown device")


class KnownDevice(models.Model):
    """A browser in which somebody has signed in before, known by a secret that only its cookie holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices", editable=False)
    digest = models.CharField(max_length=64, editable=False)
    met_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        ordering: ClassVar = ["-met_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "digest"], name="device_known_once")]

    def __str__(self) -> str:
        return str(self.pk)
