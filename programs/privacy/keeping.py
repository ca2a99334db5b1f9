"""What has to be put right in programs when a person comes from elsewhere, or goes."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from exercises.models import Exercise
from programs.document import items_of
from programs.models import Message, MessageNotice, Program, Reminder, Version, VersionExercise
from programs.reminders.choosing import look_anew


def let_go(person: User) -> None:
    """A program holds on to its current version, which would keep both in the database; a message to itself."""
    Program.objects.filter(episode__client=person).update(current=None)
    Message.objects.filter(episode__client=person).update(leaving_at=timezone.now())


def set_up(person: User) -> None:
    """Drafts do not travel: each program goes on from what is published. Reminders find out when they are due."""
    for program in Program.objects.of_client(person).select_related("current"):
        assert program.current is not None
        Program.objects.filter(pk=program.pk).update(draft=program.current.plan)
    for version in Version.objects.filter(program__episode__client=person):
        note_exercises(version)
    look_anew(person)


def note_exercises(version: Version) -> None:
    """Of those that this catalogue has; the document itself needs none of them."""
    slugs = {item["exercise"] for item in items_of(version.document).values()}
    found = Exercise.objects.filter(slug__in=slugs)
    VersionExercise.objects.bulk_create(
        VersionExercise(version=version, exercise=exercise, revision=exercise.revision) for exercise in found
    )


def ids_of(person: User) -> Iterator[Any]:
    """By which the queue may know something of the person's."""
    yield from Program.objects.filter(episode__client=person).values_list("pk", flat=True)
    yield from Reminder.objects.filter(user=person).values_list("pk", flat=True)
    told = MessageNotice.objects.filter(Q(user=person) | Q(episode__client=person))
    yield from told.values_list("pk", flat=True)
