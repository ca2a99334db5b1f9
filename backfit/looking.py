"""Which private rows a request was given, so that who looked can be told afterwards.

`PrivateQuerySet` notes what it fetched for somebody; whoever keeps the record opens a list with `noting` and reads it.
Outside of a request, such as in a task, nothing is noted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Look:
    """A row that was fetched, and for whom; None is whoever came with a secret address."""

    user: Any
    row: models.Model


_open: ContextVar[list[Look] | None] = ContextVar("looks", default=None)


@contextmanager
def noting() -> Iterator[list[Look]]:
    looks: list[Look] = []
    token = _open.set(looks)
    try:
        yield looks
    finally:
        _open.reset(token)


def note(user: Any, rows: list[Any]) -> None:
    """Rows that are no objects, such as counts and names of a column, tell of no record and are left out."""
    looks = _open.get()
    if looks is not None:
        looks.extend(Look(user, row) for row in rows if isinstance(row, models.Model))
