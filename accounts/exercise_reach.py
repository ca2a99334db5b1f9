"""Who reads and writes a clinic's own exercises by working there. Access ends with the membership."""

from typing import Any

from django.db.models import Q

from accounts.models import Membership

NOBODYS = Q(pk__in=[])


def members(user: Any) -> Q:
    """Everybody who works at the clinic reads, drafts too."""
    if not (user.roles.treats or user.roles.manages):
        return NOBODYS
    return Q(clinic__in=Membership.objects.current().filter(user=user).values("clinic"))


def therapists(user: Any) -> Q:
    if not user.roles.treats:
        return NOBODYS
    treating = Membership.objects.current().filter(user=user, role=Membership.Role.THERAPIST)
    return Q(clinic__in=treating.values("clinic"))
