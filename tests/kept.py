"""What many tests begin with is made once: its rows are put into the database of each test that asks for it.

Making the cast takes longer than most tests do with it. A test that asks for nothing has an empty database as before,
and each gets objects of its own.
"""

import datetime
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import timezone

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
Statement = tuple[str, list[Any] | None]
AT_ONCE = 400  # rows in a statement


@dataclass
class Kept(Generic[T]):
    """`make` begins with tables that are empty and changes nothing else in the database."""

    make: Callable[[], T]
    # A new day begins everywhere with a minute of the clock; what has days in it is made anew each minute.
    for_a_minute: bool = True
    copies: dict[datetime.datetime | None, "Copy"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A flush, as after a test without a transaction, gives the groups that rows point to new keys.
        post_migrate.connect(self.forget, weak=False)

    def forget(self, **_signal: Any) -> None:
        self.copies.clear()

    def __call__(self) -> T:
        if not connection.in_atomic_block:  # what is done after a commit has to happen
            return self.make()
        minute = timezone.now().replace(second=0, microsecond=0) if self.for_a_minute else None
        if copy := self.copies.get(minute):
            return copy.put_back() if not filled(copy.tables) else self.make()
        before = {table: rows_of(table) for table in filled(tables())}
        made = self.make()
        written = {table: rows for table in filled(tables()) if (rows := rows_of(table)) != before.get(table)}
        if not before.keys() & written.keys():
            self.copies[minute] = Copy(tuple(written), list(statements(written)), pickle.dumps(made))
        return made


@dataclass(frozen=True)
class Copy:
    tables: tuple[str, ...]
    statements: list[Statement]
    made: bytes

    def put_back(self) -> Any:
        with connection.cursor() as cursor:
            for sql, values in self.statements:
                cursor.execute(sql, values)
        return pickle.loads(self.made)


def tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def filled(names: Iterable[str]) -> set[str]:
    """Those of the tables that have rows."""
    parts = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {name for (name,) in cursor.fetchall()}


def rows_of(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return cursor.fetchall()


def statements(written: dict[str, Rows]) -> Iterator[Statement]:
    """Foreign keys are looked at when a transaction ends, so the order of the tables does not matter."""
    for table, rows in written.items():
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            places = ", ".join(["(" + ", ".join(["%s"] * len(some[0])) + ")"] * len(some))
            sql = f"INSERT INTO {connection.ops.quote_name(table)} VALUES {places}"
            yield sql, [value for row in some for value in row]
