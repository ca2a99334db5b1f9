"""How long what belongs to programs is kept (backfit/retention.py).

Of a record, a clinic says how many years after the care has ended sessions and outcomes are kept; a clinic that says
nothing keeps them until they are erased, and so does who uses Backfit without one.
"""

import datetime

from django.db.models import Model, Q, QuerySet

from accounts.models import Clinic
from backfit.retention import Due, before, keep
from programs.models import (
    Attention,
    CalendarFeed,
    CheckIn,
    DayTally,
    Measure,
    Message,
    Proposal,
    PushSubscription,
    Reminder,
    SafetyReport,
    SafetyScreen,
    Session,
    ShareLink,
)
from programs.models.message import MessageQuerySet

OF_PROGRAMS: dict[str, type[Model]] = {"sessions": Session, "tallies": DayTally, "proposals": Proposal}
OF_EPISODES: dict[str, type[Model]] = {
    "check-ins": CheckIn,
    "measures": Measure,
    "safety-reports": SafetyReport,
    "safety-screens": SafetyScreen,
    "attention": Attention,
}


def register() -> None:
    keep("share-links", dead_links)
    keep("calendar-feeds", lambda now: CalendarFeed.objects.filter(revoked_at__lte=before("calendar-feeds", now)))
    keep("push-subscriptions", dead_devices)
    keep("reminders", lambda now: Reminder.objects.filter(due_at__lt=before("reminders", now)))
    for name, model in OF_PROGRAMS.items():
        keep(f"records: {name}", outcomes_of(model, "program__episode"))
    for name, model in OF_EPISODES.items():
        keep(f"records: {name}", outcomes_of(model, "episode"))
    keep("messages", old_messages, forget=MessageQuerySet.take_out)
    keep("records: messages", outcomes_of(Message, "episode"), forget=MessageQuerySet.take_out)


def old_messages(now: datetime.datetime) -> QuerySet[Message]:
    return Message.objects.filter(sent_at__lt=before("messages", now))


def dead_links(now: datetime.datetime) -> QuerySet[ShareLink]:
    then = before("share-links", now)
    return ShareLink.objects.filter(Q(revoked_at__lte=then) | Q(expires_at__lte=then))


def dead_devices(now: datetime.datetime) -> QuerySet[PushSubscription]:
    """Which have taken nothing for so long, though it was tried."""
    then = before("push-subscriptions", now)
    silent = Q(last_ok_at__lte=then) | Q(last_ok_at__isnull=True, created_at__lte=then)
    return PushSubscription.objects.filter(silent, failures__gt=0)


def outcomes_of(model: type[Model], way: str) -> Due:
    return lambda now: model._default_manager.filter(out_of_time(way, now))


def out_of_time(way: str, now: datetime.datetime) -> Q:
    """Of episodes that ended as many years ago as their clinic keeps records. `way` leads from the row to its episode.

    A day has ended when it has ended everywhere.
    """
    day = (now - datetime.timedelta(hours=12)).astimezone(datetime.UTC).date()
    found = Q(pk__in=[])
    kept = Clinic.objects.filter(keeps_records_years__isnull=False).order_by()
    for years in filter(None, kept.values_list("keeps_records_years", flat=True).distinct()):
        over = {f"{way}__ended_on__lt": years_before(day, years), f"{way}__clinic__keeps_records_years": years}
        found |= Q(**over)
    return found


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day of an earlier year; the 28th for a 29 February that there was not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
