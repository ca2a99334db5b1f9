"""Emptying the tables between tests that commit: the guard of the access log refuses to let its entries go."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest import mock

from django.db import connection


@contextmanager
def flush_past_the_guard() -> Iterator[None]:
    """On SQLite, where a flush deletes row after row; PostgreSQL empties tables without asking their triggers."""
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush, guard = operations.execute_sql_flush, import_module("accounts.migrations.0008_access_log_guard")

    def flushed(self: Any, statements: Iterable[str]) -> None:
        off = [statement.replace("DROP TRIGGER", "DROP TRIGGER IF EXISTS") for statement in guard.SQLITE_UNDONE]
        flush(self, [*off, *statements, *guard.SQLITE])

    with mock.patch.object(operations, "execute_sql_flush", flushed):
        yield
