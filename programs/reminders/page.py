"""What the reminders' page and Today's card show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists

from accounts.consents import REMINDERS, REMINDERS_VERSION
from accounts.models import User
from programs.models import Cue, Program, PushSubscription, ReminderSettings, Session
from programs.reminders.choosing import settings_of
from programs.reminders.keys import public_key
from programs.reminders.occasions import course_of, quiet_of


@dataclass(frozen=True)
class Moments:
    """A program with the moments chosen for it, each with whether it lies in the quiet hours."""

    program: Program
    cues: list[tuple[Cue, bool]]


def moments_of(user: User, settings: ReminderSettings) -> list[Moments]:
    quiet = quiet_of(settings)
    programs = Program.objects.followed_by(user, user.today()).prefetch_related("cues").order_by("created_at", "pk")
    return [Moments(program, [(cue, quiet.holds(cue.at)) for cue in program.cues.all()]) for program in programs]


def is_fewer(user: User, settings: ReminderSettings) -> bool:
    """Whether reminders come less often than on each session day, because several in a row were ignored."""
    return settings.is_on and course_of(settings, user.today()).is_halved


def about(user: User) -> dict[str, Any]:
    settings = settings_of(user)
    return {
        "settings": settings,
        "moments": moments_of(user, settings),
        "devices": PushSubscription.objects.visible_to(user),
        "push_key": public_key(),
        "consent": REMINDERS[REMINDERS_VERSION],
        "is_fewer": is_fewer(user, settings),
    }


def card_for(user: User, programs: Iterable[Program]) -> dict[str, Any]:
    """What Today says of reminders: that there are fewer now, or once after the first session to pick a moment."""
    settings = settings_of(user)
    if is_fewer(user, settings):
        return {"card": "fewer"}
    followed = list(programs)
    if settings.cue_card_closed_at or not followed or not has_begun_without_cue(user):
        return {}
    return {"card": "cue", "program": followed[0]}


def has_begun_without_cue(user: User) -> bool:
    cues = Cue.objects.filter(program__episode__client=user)
    return Session.objects.kept().filter(~Exists(cues), client=user).exists()
