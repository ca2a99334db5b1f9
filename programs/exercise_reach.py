"""Which clinics' own exercises somebody reads as a client: those that a program had when it was published."""

from typing import Any

from django.db.models import Q

from exercises.models import Exercise
from programs.models import VersionExercise


def clients(user: Any) -> Q:
    if not user.roles.is_client:
        return Q(pk__in=[])
    had = VersionExercise.objects.filter(version__program__episode__client=user, exercise__clinic__isnull=False)
    return Q(pk__in=had.values("exercise"), status=Exercise.Status.PUBLISHED)
