"""Addresses that open one program to whoever has them, without an account."""

import base64
import datetime
import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import CareTeamMember, Membership
from accounts.models.token import digest
from backfit.access import PrivateQuerySet
from programs.models.program import Program

USUAL_DAYS = 30
MOST_DAYS = 365
"""How long a link works, by itself and at most."""
BYTES = 32


class ShareLinkQuerySet(PrivateQuerySet["ShareLink"]):
    """Whoever sees a program may share it and stop sharing it: the client, to whom it belongs, and the care team."""

    record = "program__episode"

    def visible_rule(self, user: Any) -> Q:
        return Q(program__in=Program.objects.visible_to(user))

    def live(self) -> Self:
        """Not withdrawn, not run out, not in the pocket of a therapist who has left the client's care team, and not of
        a client who has asked to be erased."""
        return self.filter(self.standing_rule(), revoked_at__isnull=True, expires_at__gt=timezone.now()).filter(
            program__episode__client__erasure__isnull=True
        )

    @staticmethod
    def standing_rule() -> Q:
        """As long as its maker sees the program. The code on paper belongs to the client, whoever printed it."""
        shared = Q(episode__withheld_at__isnull=True)
        treating = Membership.objects.current().filter(
            user=OuterRef("therapist"), role=Membership.Role.THERAPIST, clinic=OuterRef("episode__clinic")
        )
        team = CareTeamMember.objects.filter(
            Exists(treating),
            shared,
            episode=OuterRef("program__episode"),
            therapist=OuterRef("created_by"),
            left_at=None,
        )
        still_sees = Q(created_by=F("program__episode__client")) | Q(Exists(team))
        return Q(kind="handout") | (still_sees & Q(created_by__is_active=True))

    def by_token(self, token: str) -> "ShareLink | None":
        """The live link; None alike for one that never was, has run out or was withdrawn."""
        rows = self.live().select_related("program__current", "program__episode__clinic", "program__episode__client")
        return rows.given_to(None).filter(token_digest=digest(token), program__current__isnull=False).first()


class ShareLink(models.Model):
    """Opens one program, read only and without a name. Of the 256 bits of its token the digest is kept.

    A link is shown once and cannot be had again. The one on a handout is different: every sheet that is printed must
    have the same, so its token is made from the site's secret key and the row's id, and can be made again from them;
    what is stored is the digest all the same. `replaced_at` says when a newer one took its place on paper; the sheets
    that have it keep working until it expires.
    """

    class Kind(models.TextChoices):
        LINK = "link", _("Link")
        HANDOUT = "handout", _("Code on the handout")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="share_links", editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LINK, editable=False)
    name = models.CharField(_("for whom"), max_length=80, blank=True, help_text=_("So that you know it again."))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering: ClassVar = ["-created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(kind="handout", revoked_at__isnull=True, replaced_at__isnull=True),
                name="one_handout_link_per_program",
                violation_error_message=_("The handout of this program has its link already."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="share_link_ends_after_start",
                violation_error_message=_("A link cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def prepare(cls, *, program: Program, by: Any, days: int = USUAL_DAYS, **fields: Any) -> "ShareLink":
        """An unsaved link without a token yet. Raises ValidationError for a number of days that is not allowed."""
        if not 1 <= days <= MOST_DAYS:
            raise ValidationError({"days": _("A link works from 1 to %(days)s days.") % {"days": MOST_DAYS}})
        now = timezone.now()
        ends = now + datetime.timedelta(days=days)
        return cls(program=program, created_by=by, created_at=now, expires_at=ends, **fields)

    def arm(self) -> str:
        """Save it with its token, which is given back and stored nowhere."""
        token = self.printed_token if self.kind == self.Kind.HANDOUT else secrets.token_urlsafe(BYTES)
        self.token_digest = digest(token)
        self.full_clean()
        self.save()
        return token

    @property
    def printed_token(self) -> str:
        """Of the link on a handout: 256 bits that nobody can reckon without the site's secret key."""
        mac = salted_hmac("backfit.share_link", str(self.pk), algorithm="sha256").digest()
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()

    def prints(self, least: datetime.timedelta) -> bool:
        """Whether new sheets may have it: for so long at least, and as long as the secret key is the same."""
        lasts = self.expires_at >= timezone.now() + least
        return lasts and self.token_digest == digest(self.printed_token)

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self) -> None:
        """Stop it for good, from the next request on. One that was withdrawn before stays as it is."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])


def address_of(token: str) -> str:
    """The whole address, for paper and messages."""
    return f"{settings.SITE_URL}{reverse('shared_program', args=[token])}"
