"""What is usual for a person: the pain that rises are measured from. Pure."""

import datetime
from collections.abc import Mapping
from statistics import median_low

FIRST_WEEK = datetime.timedelta(days=7)
# Fewer days say nothing about what is usual: the pain of a bad first day would make itself the measure.
DAYS_NEEDED = 3

Pains = Mapping[datetime.date, int]


def usual_pain(stated: int | None, mornings: Pains, sessions: Pains) -> int | None:
    """Points from 0 to 10, or None when nobody can say yet.

    What the therapist has stated counts. Otherwise it is the median of the numbers of the first week in which
    anything was told: those of the morning check-ins and the worst ones of the days with a session. Of two middle
    numbers the lower, so that a rise is seen rather too early. The median is our convention, no trial's.
    """
    if stated is not None:
        return stated
    days = sorted({*mornings, *sessions})
    first_week = [day for day in days if day < days[0] + FIRST_WEEK]
    if len(first_week) < DAYS_NEEDED:
        return None
    return median_low(pains[day] for day in first_week for pains in (mornings, sessions) if day in pains)
