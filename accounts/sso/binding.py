"""Whose account a clinic's provider opens."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.invitations import accounts_of, has_account, join
from accounts.models import Clinic, Invitation, Membership, User


def require_of_clinic(user: User, clinic: Clinic) -> None:
    """Works at this clinic now and at no other, and has no rights over the whole site.

    Raises PermissionDenied: another clinic's records are not this provider's to open, whatever it says.
    """
    roles = user.roles
    places = set(Membership.objects.current().filter(user=user).values_list("clinic", flat=True))
    if places != {clinic.pk} or roles.edits or roles.is_admin:
        raise PermissionDenied(
            _("Your account is not one that this clinic's sign-in opens. Sign in here with your address instead.")
        )


def person_for(*, clinic: Clinic, email: str, name: str) -> User:
    """The member of the clinic whose proved address it is, or somebody new whom the clinic has invited as one.

    `email` is one that the provider has proved. Raises PermissionDenied for everybody else, and for an address that
    somebody has here without having proved it.
    """
    for user in accounts_of(email):
        require_of_clinic(user, clinic)
        return user
    invitation = Invitation.objects.pending().filter(clinic=clinic, episode=None, email__iexact=email).first()
    if invitation is None or has_account(email):
        raise PermissionDenied(_("Nobody here has this address. Ask the clinic to invite you first."))
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    return join(invitation=invitation, name=" ".join(shown.split())[:120])
