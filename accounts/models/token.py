import datetime
import hashlib
import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from backfit.access import PrivateQuerySet

PREFIX = "bf_"
MAX_DAYS = 365
RESOURCES = (
    *("exercises", "routines", "clinics", "episodes", "invitations", "programs", "sessions", "messages", "requests"),
)
SCOPES = tuple(f"{resource}:{verb}" for resource in RESOURCES for verb in ("read", "write"))


def digest(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()


def validate_scopes(scopes: Any) -> None:
    known = isinstance(scopes, list) and scopes and all(scope in SCOPES for scope in scopes)
    if not known:
        raise ValidationError(_("Choose at least one of the scopes offered."))


class ApiTokenQuerySet(PrivateQuerySet["ApiToken"]):
    def visible_rule(self, user: Any) -> Q:
        return Q(user=user)

    def live(self) -> Self:
        owned = self.filter(user__is_active=True, user__erasure__isnull=True)
        return owned.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())

    def by_secret(self, secret: str) -> "ApiToken | None":
        return self.live().select_related("user").filter(digest=digest(secret)).first()


class ApiToken(models.Model):
    """Lets a program act for a person within scopes. The secret is shown once and stored as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", editable=False)
    name = models.CharField(_("name"), max_length=80, help_text=_("What the token is for."))
    scopes = models.JSONField(_("scopes"), validators=[validate_scopes])
    digest = models.CharField(max_length=64, unique=True, editable=False)
    second_step = models.BooleanField(_("made with the second step"), default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering: ClassVar = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(
        cls, *, user: User, name: str, scopes: list[str], days: int = 90, second_step: bool = False
    ) -> tuple["ApiToken", str]:
        """A new token and its secret, which cannot be had again; whether a second step was shown for it is kept."""
        if not 1 <= days <= MAX_DAYS:
            raise ValidationError(_("A token lasts between 1 and %(days)s days.") % {"days": MAX_DAYS})
        secret = PREFIX + secrets.token_urlsafe(32)
        expires_at = timezone.now() + datetime.timedelta(days=days)
        token = cls(user=user, name=name, scopes=scopes, digest=digest(secret), expires_at=expires_at)
        token.second_step = second_step
        token.full_clean()
        token.save()
        return token, secret

    def used(self) -> None:
        """Remember the day of use; once an hour is enough, so that reading stays reading."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > datetime.timedelta(hours=1):
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
