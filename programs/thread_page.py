"""What the page of a thread shows: the messages by day, who wrote them, and where the new ones begin."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from accounts.models import Episode, User
from programs.models import Message

SHOWN = 50


@dataclass(frozen=True)
class ThreadDay:
    """By the clock of who looks."""

    day: datetime.date
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Thread:
    """A stretch of it, the oldest first. `earlier` and `later` say whether there is more on either side."""

    messages: Sequence[Message]
    for_client: bool
    earlier: bool
    later: bool
    zone: datetime.tzinfo

    @cached_property
    def days(self) -> list[ThreadDay]:
        found: dict[datetime.date, list[Message]] = {}
        for message in self.messages:
            found.setdefault(message.sent_at.astimezone(self.zone).date(), []).append(message)
        return [ThreadDay(day, tuple(rows)) for day, rows in found.items()]

    @cached_property
    def new(self) -> list[Message]:
        """Of the other side, not read yet."""
        return [row for row in self.messages if row.from_client != self.for_client and row.read_at is None]

    @property
    def first_new(self) -> Message | None:
        return self.new[0] if self.new else None

    @property
    def newest(self) -> Message | None:
        return self.messages[-1] if self.messages else None


def thread_of(episode: Episode, user: User, *, before: UUID | None = None) -> Thread:
    """The newest messages, or those before one of them."""
    rows = Message.objects.visible_to(user).filter(episode=episode).select_related("author")
    edge = Message.objects.filter(pk=before, episode=episode).first() if before else None
    if edge is not None:
        rows = rows.filter(sent_at__lt=edge.sent_at)
    found = list(rows.order_by("-sent_at", "-pk")[: SHOWN + 1])
    for message in found:
        message.episode = episode
    shown = tuple(reversed(found[:SHOWN]))
    return Thread(shown, episode.client_id == user.pk, len(found) > SHOWN, edge is not None, user.zone)
