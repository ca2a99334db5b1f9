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


_open: ContextVar[list[Look] | None] = ContextVar("looks", default=None)


@contextmanager
def noting() -> Iterator[list[Look]]:
    looks: list[Look] = []
    token = _open.set(looks)
    try:
        yield looks
    finally:
        _open.reset(token)


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
