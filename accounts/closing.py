"""Closing an account: what acts for the person ends with the next request, and opening it again revives none of it."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.care_teams import end_membership
from accounts.models import ApiToken, EmergencyAccess, Episode, Invitation, Membership, User
from backfit.refusals import Conflict

Listener = Callable[[User], object]
listeners: list[Listener] = []


def on_closing(listener: Listener) -> None:
    """Have it called with the person in the transaction that closes the account: apps to the right register one."""
    listeners.append(listener)


def close_account(*, user: User, by: User) -> None:
    """Sign the person out everywhere and end tokens, invitations and emergency access, for good.

    What they wrote stays. Raises Conflict for one's own account and for the last site admin's.
    """
    if user.pk == by.pk:
        raise Conflict(_("You cannot close your own account here."))
    with transaction.atomic():
        admins = User.objects.select_for_update(no_key=True).filter(is_superuser=True, is_active=True)
        if user.is_superuser and not admins.exclude(pk=user.pk):
            raise Conflict(_("A site needs an admin: make another one first."))
        user.close()
        now = timezone.now()
        ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
        Invitation.objects.pending().filter(invited_by=user).update(revoked_at=now)
        EmergencyAccess.objects.running().filter(user=user).update(ended_at=now)
        for listener in listeners:
            listener(user)


def reopen_account(*, user: User) -> None:
    """The person may sign in again, and begins anew: old sessions, tokens and links stay ended."""
    user.reopen()


def close_account_of_member(*, membership: Membership, by: User, successor: User | None = None) -> None:
    """For a manager whose clinic is all that the person has here: takes their roles there and closes the account.

    Raises Conflict when the person belongs elsewhere too, and as `end_membership` and `close_account` do.
    """
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=membership.user_id)
        if belongs_elsewhere(person, membership):
            sentence = _("This person has other things here, too. Take their roles at your clinic from them instead.")
            raise Conflict(sentence)
        there = Membership.objects.current().filter(user=person, clinic=membership.clinic_id)
        for each in there.order_by("role").select_related("clinic", "user"):
            end_membership(membership=each, successor=successor if each.role == Membership.Role.THERAPIST else None)
        close_account(user=person, by=by)


def belongs_elsewhere(person: User, membership: Membership) -> bool:
    """Whether they work at another clinic, are anybody's client, or work for the site."""
    others = Membership.objects.filter(user=person, ended_at__isnull=True).exclude(clinic=membership.clinic_id)
    is_client = Episode.objects.filter(client=person).exists()
    return person.is_staff or person.is_superuser or is_client or others.exists()
