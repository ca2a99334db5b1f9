"""What has to be put right in programs when a person comes from elsewhere, or goes."""

from collections.abc import Iterator
from typing import Any

from accounts.episode_news import tell_of_episode
from accounts.models import User
from programs.models import Program, Reminder


def let_go(person: User) -> None:
    """A program holds on to its current version, which would keep both in the database."""
    Program.objects.filter(episode__client=person).update(current=None)


def set_up(person: User) -> None:
    """Drafts do not travel: each program goes on from what is published. The desk counts anew."""
    for program in Program.objects.of_client(person).select_related("current"):
        assert program.current is not None
        Program.objects.filter(pk=program.pk).update(draft=program.current.plan)
    for episode in person.episodes.all():
        tell_of_episode(episode.pk)


def ids_of(person: User) -> Iterator[Any]:
    """By which the queue may know something of the person's."""
    yield from Program.objects.filter(episode__client=person).values_list("pk", flat=True)
    yield from Reminder.objects.filter(user=person).values_list("pk", flat=True)
