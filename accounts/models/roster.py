"""A clinic's clients as its managers know them: who they are and who cares for them, nothing of their health."""

from typing import Any, ClassVar, Self

from django.db.models import Prefetch, Q

from accounts.models.clinic import ClinicQuerySet
from accounts.models.episode import CareTeamMember, Episode
from backfit.access import PrivateQuerySet


class ClinicClientQuerySet(PrivateQuerySet["ClinicClient"]):
    """Seen by the clinic's managers and site admins, who say who cares for whom."""

    record = "pk"

    def visible_rule(self, user: Any) -> Q:
        at_a_clinic = Q(clinic__isnull=False)
        return at_a_clinic if user.is_superuser else Q(clinic__in=ClinicQuerySet.managed_ids(user))

    def with_teams(self) -> Self:
        """What the roster shows and no other column; `team` holds the places of those who care now, oldest first."""
        now = CareTeamMember.objects.filter(left_at__isnull=True, therapist__is_active=True).select_related("therapist")
        team = Prefetch("care_team", now.order_by("joined_at", "pk"), to_attr="team")
        return self.only("client_name", "started_on", "ended_on", "clinic").prefetch_related(team)


class ClinicClient(Episode):
    """An episode without its content."""

    objects: ClassVar = ClinicClientQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        ordering: ClassVar = ["client_name", "-started_on", "pk"]
