"""Which private rows a request was given, so that who looked can be told afterwards.

`PrivateQuerySet` notes what it fetched for somebody; whoever keeps the record opens a list with `noting` and reads it.
Outside of a request, such as in a task, nothing is noted.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Look:
    """What was fetched, and for whom; None is whoever came with a secret address. `row` where a whole object was."""

    user: Any
    model: type[models.Model]
    key: Any
    row: models.Model | None = None


@dataclass(frozen=True)
class Refused:
    """Somebody was told 404 or 403, or 400 of an id in what they sent, about a row of a record."""

    user: Any
    model: type[models.Model]
    status: int


_refused: ContextVar[list[Refused] | None] = ContextVar("refused", default=None)
_open: ContextVar[list[Look] | None] = ContextVar("looks", default=None)
_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


@contextmanager
def noting(*, only_reads: bool = False) -> Iterator[list[Look]]:
    """`only_reads` is said of a request that changes nothing, which is what opens the rows that may only be read."""
    looks: list[Look] = []
    token, method, tries = _open.set(looks), _only_reads.set(only_reads), _refused.set([])
    try:
        yield looks
    finally:
        _refused.reset(tries)
        _open.reset(token)
        _only_reads.reset(method)


def only_reads() -> bool:
    """Whether a request is under way that changes nothing. False in tasks and commands."""
    return _only_reads.get()


def note(user: Any, rows: Iterable[Any]) -> None:
    """Rows that are no objects tell of no record and are left out; who shows such says so with `note_keys`."""
    looks = _open.get()
    if looks is not None:
        looks.extend(Look(user, type(row), row.pk, row) for row in rows if isinstance(row, models.Model))


def note_keys(user: Any, model: type[models.Model], keys: Iterable[Any]) -> None:
    """For what is shown of rows without fetching them as objects."""
    looks = _open.get()
    if looks is not None:
        looks.extend(Look(user, model, key) for key in keys)


def note_refusal(user: Any, model: type[models.Model], status: int) -> None:
    tries = _refused.get()
    if tries is not None:
        tries.append(Refused(user, model, status))


def refused() -> list[Refused]:
    """What was refused so far; belongs inside of `noting`."""
    return _refused.get() or []
