"""How long each kind of row is kept, and taking away what is past its time.

One table for all: apps register their kinds in `AppConfig.ready`, with how many days each is kept from `KEPT_DAYS` in
the settings. `manage.py forget` and a daily chore do the rest. What is due is asked once, and exactly that is deleted;
`due` says of a moment what has passed, so that a dry run and the run find the same.
"""

import datetime
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)
BATCH = 500
"""Rows that are deleted in one statement: SQLite takes no more than some thousand values."""
Due = Callable[[datetime.datetime], models.QuerySet[Any]]


@dataclass(frozen=True)
class Kind:
    """`due` gives what is past its time at a moment. `forget` deletes such rows where plain deleting is not enough.

    `is_secret` where the keys of the rows open something, and are not for a list.
    """

    name: str
    due: Due
    forget: Callable[[models.QuerySet[Any]], object] = models.QuerySet.delete
    is_secret: bool = False


kinds: list[Kind] = []


def keep(name: str, due: Due, **more: Any) -> None:
    """Have rows of this kind taken away when they are due."""
    kinds.append(Kind(name, due, **more))


def before(name: str, now: datetime.datetime) -> datetime.datetime:
    """The moment so many days ago as the settings keep rows of this kind."""
    days: int = settings.KEPT_DAYS[name]
    return now - datetime.timedelta(days=days)


@dataclass(frozen=True)
class Found:
    """What is due of one kind, by its primary keys."""

    kind: Kind
    keys: tuple[Any, ...]


def due(now: datetime.datetime | None = None) -> Iterator[Found]:
    """Of every kind, in the order in which they are registered, also where there is nothing."""
    now = now or timezone.now()
    for kind in kinds:
        rows = kind.due(now)
        yield Found(kind, tuple(rows.order_by("pk").values_list("pk", flat=True)))


def forget(now: datetime.datetime | None = None) -> Iterator[Found]:
    """Delete what is due, kind by kind; each is gone altogether or not at all. What one kind refuses keeps no other."""
    now = now or timezone.now()
    for found in due(now):
        try:
            with transaction.atomic():
                delete(found, now)
        except Exception as error:  # whatever it is, the others are forgotten
            logger.error("Forgetting %s failed: %s", found.kind.name, type(error).__name__)
            continue
        yield found


def delete(found: Found, now: datetime.datetime) -> None:
    """What was found, unless it is not due any more."""
    still = found.kind.due(now)
    for start in range(0, len(found.keys), BATCH):
        rows = still.filter(pk__in=found.keys[start : start + BATCH])
        found.kind.forget(still.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))))


def forget_all() -> None:
    """For the worker."""
    for _found in forget():
        pass
