"""Whether there is something to remind a client of on a day, and when by the client's clock."""

import datetime
from collections.abc import Iterable

from django.db.models import Max

from accounts.models import User
from programs.models import CheckIn, Cue, Program, Reminder, ReminderSettings, Result, Session
from programs.reminders.cadence import Course, Ignored
from programs.reminders.slots import Quiet, moments_on
from programs.safety_reports import open_reports
from programs.schedule import ONE_DAY, Choice, due_on
from programs.today import ProgramDay, program_days

LATEST = datetime.timedelta(hours=2)
"""A reminder that could not leave within this time of its moment is dropped: it would come at a wrong one."""
FARTHEST = 28
"""Days to look back for a session day without a reminder."""


def quiet_of(settings: ReminderSettings) -> Quiet:
    return Quiet(settings.quiet_from, settings.quiet_until)


def is_stopped(user: User) -> bool:
    """While a warning sign is not cleared, of whichever tier, nobody is asked to exercise."""
    return bool(open_reports(user))


def course_of(settings: ReminderSettings, day: datetime.date) -> Course:
    """What came of the reminders until the day before."""
    last = Session.objects.kept().filter(client=settings.user_id, day__lte=day).aggregate(last=Max("day"))["last"]
    since = max((found for found in (last, settings.counted_from) if found is not None), default=datetime.date.min)
    rows = Reminder.objects.sent().filter(user=settings.user_id, kind=Reminder.Kind.EXERCISE, day__gt=since)
    told = rows.filter(day__lt=day).order_by("day").values_list("day", "asks")
    return Course(tuple(Ignored(*row) for row in told))


def is_open(choice: Choice, said: dict[str, str]) -> bool:
    """Still to be done. What was left out today has been answered; the desk page reminds of breaks by itself."""
    answered = any(said.get(due.item["key"]) == Result.Status.SKIPPED for due in choice.items)
    breaks = all(due.has_interval for due in choice.items)
    return choice.kept < choice.counts and not answered and not breaks


def has_open(day: ProgramDay) -> bool:
    plan = day.plan.shortened() if day.is_short else day.plan
    return any(is_open(choice, day.said) for choice in plan.choices)


def times_for(day: ProgramDay, settings: ReminderSettings) -> list[datetime.time]:
    """The moments chosen for the program, less those that a session of the day has used up; else the usual time."""
    chosen = [cue.at for cue in day.program.cues.all()]
    return chosen[len(day.sessions) :] if chosen else [settings.at]


def exercise_moment(settings: ReminderSettings, day: datetime.date) -> datetime.datetime | None:
    """When to remind of the day's session, as an instant; None when nothing is open or enough was ignored."""
    user = settings.user
    days = [found for found in program_days(user, day) if has_open(found)]
    if not days or is_stopped(user):
        return None
    course = course_of(settings, day)
    if not course.allows(skipped_one=skipped_since(course.last_on, days, day)):
        return None
    times = [at for found in days for at in times_for(found, settings)]
    return next(iter(moments_on(day, times, quiet_of(settings), user.zone)), None)


def skipped_since(last: datetime.date | None, days: Iterable[ProgramDay], day: datetime.date) -> bool:
    """Whether something was due between the day of the last reminder and this one."""
    if last is None:
        return True
    between = [last + number * ONE_DAY for number in range(1, min((day - last).days, FARTHEST))]
    return any(due_on(each.version.document, each.program.calendar, past).items for each in days for past in between)


def morning_moment(settings: ReminderSettings, day: datetime.date) -> datetime.datetime | None:
    """When to ask how the morning after a session is; None when that is told, or nobody is to be asked."""
    if not settings.morning or is_stopped(settings.user) or not morning_is_open(settings.user, day):
        return None
    return next(iter(moments_on(day, [settings.morning_at], quiet_of(settings), settings.user.zone)), None)


def morning_is_open(user: User, day: datetime.date) -> bool:
    """Whether there was a session the day before in a program that still runs, and the morning is not told yet."""
    sessions = Session.objects.kept().filter(client=user, day=day - ONE_DAY)
    programs = Program.objects.followed_by(user, day).filter(pk__in=sessions.values("program"))
    rows = programs.select_related("episode").prefetch_related("pauses")
    asked = {program.episode_id for program in rows if not program.calendar.is_paused(day)}
    told = CheckIn.objects.filter(episode__in=asked, day=day).values_list("episode", flat=True)
    return bool(asked - set(told)) if asked else False


def times_to_look(settings: ReminderSettings, day: datetime.date) -> list[datetime.time]:
    """Every time of a day at which a reminder may be due, whatever the plans say."""
    followed = Program.objects.followed_by(settings.user, day)
    times = [settings.at, *Cue.objects.filter(program__in=followed).values_list("at", flat=True)]
    return [*times, settings.morning_at] if settings.morning else times


def moment_of(settings: ReminderSettings, kind: str, day: datetime.date) -> datetime.datetime | None:
    if kind == Reminder.Kind.MORNING:
        return morning_moment(settings, day)
    return exercise_moment(settings, day)
