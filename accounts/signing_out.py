"""Signing people out from outside, without closing their accounts: when sessions may be in the wrong hands."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import ApiToken, Invitation, SignIn, User
from accounts.privacy.traces import forget_sessions


@transaction.atomic
def end_everywhere(*, user: User, tokens: bool = False) -> int:
    """Sign one person out, with what only begins to be a session. Gives how many; API tokens only if asked for."""
    if tokens:
        revoke(ApiToken.objects.filter(user=user), Invitation.objects.filter(invited_by=user))
    count = forget_sessions(user)
    SignIn.objects.filter(user=user).delete()
    return count


@transaction.atomic
def end_everybodys(*, tokens: bool = False) -> int:
    """The same for all."""
    if tokens:
        revoke(ApiToken.objects.all(), Invitation.objects.all())
    SignIn.objects.all().delete()
    return Session.objects.all().delete()[0]


def revoke(tokens: QuerySet[ApiToken], invitations: QuerySet[Invitation]) -> None:
    now = timezone.now()
    tokens.filter(revoked_at__isnull=True).update(revoked_at=now)
    invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=now)
