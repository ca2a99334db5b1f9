"""A client in Paris with a program that is due every day, and reminders at eight by mail."""

import datetime
from zoneinfo import ZoneInfo

import time_machine

from accounts.models import User
from programs.models import Program
from programs.reminders.choosing import choose
from programs.reminders.waking import try_again, wake_up
from programs.schedule import ONE_DAY
from tests.factories import make_clinic, make_episode, make_exercise, make_plan, make_published, make_user

PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime.date(2027, 3, 22)  # a Monday; the clocks go forward on Sunday
SECRETS = ("Zebra pose", "Tess", "Northside", "sciatica", "Chris", "Back basics", "pain", "exercise", "coffee")


def clock(text: str, day: int = 0) -> datetime.datetime:
    """So many days after the first one, at that time in Paris."""
    local = datetime.datetime.combine(FIRST + day * ONE_DAY, datetime.time.fromisoformat(text), PARIS)
    return local.astimezone(datetime.UTC)


def at(text: str, day: int = 0) -> time_machine.travel:
    return time_machine.travel(clock(text, day), tick=False)


def make_followed(*, dose: str = "3x10", reminded: bool = True) -> Program:
    """Published on the first day at six in the morning, for a client who turned mail on."""
    with at("06:00"):
        make_exercise("Zebra pose")
        therapist = make_user("tess@example.org", "Tess Therapist", time_zone="Europe/Paris")
        client = make_user("chris@example.org", "Chris Client", time_zone="Europe/Paris")
        clinic = make_clinic("Northside", therapists=(therapist,))
        episode = make_episode(clinic=clinic, therapist=therapist, client=client, reason="sciatica")
        program = make_published(episode=episode, by=therapist, plan=make_plan(("zebra-pose", dose)))
        if reminded:
            choose(by=client, by_mail=True)
    return program


def client_of(program: Program) -> User:
    return User.objects.get(episodes=program.episode)


def look(text: str, day: int = 0) -> None:
    """What the worker does at that moment."""
    with at(text, day):
        wake_up()
        try_again()
