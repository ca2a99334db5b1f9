import datetime
import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models.clinic import Clinic, ClinicQuerySet, Membership
from accounts.models.episode import Episode
from backfit.access import PrivateQuerySet
from backfit.refusals import Gone

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
CODE_TRIES = 5


def digest(secret: str) -> str:
    """What is stored of a token or code: useless without the site's secret key."""
    return salted_hmac("backfit.invitation", secret, algorithm="sha256").hexdigest()


class InvitationQuerySet(PrivateQuerySet["Invitation"]):
    """Seen by the care team that the client will meet, by the clinic's managers and by site admins."""

    record = "episode"

    def visible_rule(self, user: Any) -> Q:
        if user.is_superuser:
            return Q()
        care = Q(episode__in=Episode.objects.overseen_by(user))
        return care | Q(clinic__in=ClinicQuerySet.managed_ids(user))

    def pending(self) -> Self:
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())

    def under_way(self) -> Self:
        """Pending, and the mail has left: the addressee has what is needed to join."""
        return self.pending().filter(sent_at__isnull=False)

    def undecided(self) -> Self:
        """Still pending, or run out unused."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def by_token(self, token: str) -> "Invitation | None":
        return self.filter(token_digest=digest(token)).first()

    def by_code(self, email: str, code: str) -> "Invitation | None":
        """The pending invitation that the code opens; every miss uses up one of its five tries."""
        typed = "".join(code.upper().split()).replace("-", "")
        candidates = self.pending().filter(email__iexact=email.strip(), code_tries__lt=CODE_TRIES)
        # Locked, or guesses that come all at once would each find a try left.
        with transaction.atomic():
            for invitation in candidates.select_for_update():
                if constant_time_compare(invitation.code_digest, digest(f"{invitation.pk}{typed}")):
                    return invitation
            candidates.update(code_tries=models.F("code_tries") + 1)
        return None


class Invitation(models.Model):
    """Asks one address, once, to become the client of an episode or a member of a clinic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="invitations")
    episode = models.ForeignKey(Episode, models.CASCADE, null=True, blank=True, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role, blank=True)
    email = models.EmailField(_("email address"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(episode__isnull=False, role="") | (Q(episode__isnull=True) & ~Q(role="")),
                name="invitation_to_episode_or_clinic",
                violation_error_message=_("An invitation is for an episode or for a role at a clinic."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def arm(self) -> tuple[str, str]:
        """Give it a fresh link token (256 bits) and code, and 72 hours; earlier ones stop working. Not saved."""
        token = secrets.token_urlsafe(32)
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        self.token_digest = digest(token)
        self.code_digest = digest(f"{self.pk}{code}")
        self.code_tries = 0
        self.expires_at = timezone.now() + datetime.timedelta(hours=settings.INVITATION_HOURS)
        return token, f"{code[:4]}-{code[4:]}"

    @property
    def state(self) -> str:
        if self.revoked_at:
            return "revoked"
        if self.accepted_at:
            return "accepted"
        return "pending" if self.expires_at > timezone.now() else "expired"

    def require_pending(self) -> None:
        sentences = {
            "revoked": _("This invitation was withdrawn. Ask the clinic for a new one."),
            "accepted": _("This invitation has been used already. Sign in to go on."),
            "expired": _("This invitation has expired. Ask the clinic for a new one."),
        }
        if sentence := sentences.get(self.state):
            raise Gone(sentence)

    def require_addressee(self, user: Any) -> None:
        """Only the verified owner of the address may accept; the answer never names the address."""
        from allauth.account.models import EmailAddress

        if not EmailAddress.objects.filter(user=user, verified=True, email__iexact=self.email).exists():
            raise PermissionDenied(_("This invitation was sent to another address. Sign in with that one."))

    def lock_target(self) -> None:
        """Take the lock of the episode or clinic first, as those who send and withdraw do, so that nobody waits in a
        circle. Belongs in the transaction that accepts."""
        target: Any = Clinic.objects.filter(pk=self.clinic_id)
        if self.episode_id is not None:
            target = Episode.objects.filter(pk=self.episode_id)
        target.select_for_update(no_key=True).get()

    def claim(self, user: Any) -> None:
        """Use it up. Of two that come at once exactly one gets through; the other gets `Gone`."""
        self.require_pending()
        won = Invitation.objects.pending().filter(pk=self.pk).update(accepted_at=timezone.now(), accepted_by=user)
        self.refresh_from_db()
        if not won:
            self.require_pending()
            raise Gone(_("This invitation has been used already. Sign in to go on."))

    def revoke(self) -> None:
        """Withdraw it. One that was accepted stays accepted and answers `Gone`."""
        if self.accepted_at:
            raise Gone(_("This invitation has been used already."))
        self.revoked_at = self.revoked_at or timezone.now()
        self.save(update_fields=["revoked_at"])
