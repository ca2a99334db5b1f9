import datetime
import uuid
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.moves import tell_of_move
from accounts.public_text import validate_one_line


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone; an example is Europe/Paris."), params={"name": name})


@dataclass(frozen=True)
class Roles:
    """What a person is here, for the navigation and for functions that are closed to some roles."""

    treats: bool = False
    """Works as a therapist at a clinic now."""
    has_treated: bool = False
    """Is or was a therapist at a clinic."""
    manages: bool = False
    is_client: bool = False
    edits: bool = False
    is_admin: bool = False
    second_step: bool = False
    """Has a passkey or a code app, whatever this session was opened with."""
    in_emergency: bool = False
    """Has emergency access to somebody's record now."""
    requests_waiting: int = 0
    """How many requests for appointments wait for an answer that the person may give."""

    @property
    def at_work(self) -> str:
        """What opens more than a client's own things, in words that can be compared."""
        return " ".join(name for name in ("treats", "manages", "edits", "is_admin") if getattr(self, name))

    @property
    def works(self) -> bool:
        """Whether other people's records or the catalogue depend on who signs in."""
        return bool(self.at_work)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The name is whatever a person likes to be called: nothing here asks who they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=120, blank=True, validators=[validate_one_line])
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    offered_passkeys = models.BooleanField(_("may be offered a passkey"), default=True, editable=False)
    offered_install = models.BooleanField(_("may be told how to install it"), default=True, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["email"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("There is an account with this email address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """What the admin greets with; a name may begin with any sign, an address has something before the "@"."""
        return self.name.split()[0] if self.name.strip() else self.email.partition("@")[0]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self) -> datetime.date:
        """The person's own calendar day, which may differ from the server's."""
        return timezone.localdate(timezone=self.zone)

    def change(self, *, name: str, time_zone: str) -> None:
        """Correct what the person says of themselves. Raises ValidationError on bad values."""
        self.name, self.time_zone = name, time_zone
        self.full_clean()
        # Nothing else, or an account that is closed at this moment would be opened again.
        self.save(update_fields=["name", "time_zone"])
        tell_of_move(self)

    def move_to(self, time_zone: str) -> None:
        """Let the person's days follow another zone. Raises ValidationError for one that there is not."""
        validate_time_zone(time_zone)
        self.time_zone = time_zone
        self.save(update_fields=["time_zone"])
        tell_of_move(self)

    def close(self) -> None:
        """No way in any more. The moment stays when the account is opened again, so that no old session fits."""
        self.is_active, self.closed_at = False, timezone.now()
        self.save(update_fields=["is_active", "closed_at"])

    def reopen(self) -> None:
        self.is_active = True
        self.save(update_fields=["is_active"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        found = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{found}{self.closed_at.timestamp()}" if self.closed_at else str(found)

    def decline_passkeys(self) -> None:
        """They are not offered again; who looks for them finds them in the settings."""
        self.offered_passkeys = False
        self.save(update_fields=["offered_passkeys"])

    @property
    def is_leaving(self) -> bool:
        """Whether the account is about to be erased; until then everything about it rests."""
        return hasattr(self, "erasure")

    def decline_install(self) -> None:
        """Not said again, on no device."""
        self.offered_install = False
        self.save(update_fields=["offered_install"])

    @cached_property
    def roles(self) -> Roles:
        from accounts.models import EmergencyAccess, Episode, Membership

        mine = Membership.objects.filter(user=OuterRef("pk"))
        now = mine.filter(ended_at__isnull=True)
        asked: dict[str, Combinable] = {
            "treats": Exists(now.filter(role=Membership.Role.THERAPIST)),
            "has_treated": Exists(mine.filter(role=Membership.Role.THERAPIST)),
            "manages": Exists(now.filter(role=Membership.Role.MANAGER)),
            "is_client": Exists(Episode.objects.filter(client=OuterRef("pk"))),
            "edits": Exists(self.editor_groups()),
            "second_step": Exists(self.second_steps()),
            "in_emergency": Exists(EmergencyAccess.objects.standing(self)),
            "requests_waiting": self.waiting_requests(),
        }
        found = User.objects.filter(pk=self.pk).values_list(*asked.values()).get()
        roles = Roles(**dict(zip(asked, found, strict=True)), is_admin=self.is_superuser)
        return replace(roles, edits=True) if self.is_superuser else roles

    @property
    def known_roles(self) -> Roles | None:
        """Those that were asked for already in this request."""
        return self.__dict__.get("roles")

    def waiting_requests(self) -> Coalesce:
        from accounts.models import AppointmentRequest

        mine = AppointmentRequest.objects.visible_to(self).waiting().order_by()
        counted = mine.values(_=Value(1)).annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(counted), 0)

    @staticmethod
    def second_steps() -> models.QuerySet[Any]:
        """Recovery codes alone are none: they stand in for one."""
        from allauth.mfa.models import Authenticator

        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        mine: models.QuerySet[Any] = Authenticator.objects.filter(user=OuterRef("pk"), type__in=kinds)
        return mine

    @staticmethod
    def editor_groups() -> models.QuerySet[Any]:
        from exercises.apps import EDITORS

        return User.groups.through.objects.filter(user=OuterRef("pk"), group__name=EDITORS)
