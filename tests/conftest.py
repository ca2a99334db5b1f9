import copy
import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import settings
from rest_framework.test import APIClient

from tests.access.world import World, make_world
from tests.cast import Cast, make_cast
from tests.kept import Kept

# No deadline: how busy the machine is says nothing about the code.
settings.register_profile("backfit", deadline=None)
settings.load_profile("backfit")

kept_cast = Kept(make_cast)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="leave out the tests that use no database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        items[:] = [item for item in items if uses_database(item)]


def pytest_collection_finish() -> None:
    """What is there by now stays: looking through it for garbage again and again takes a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def uses_database(item: Any) -> bool:
    return bool({"db", "transactional_db"}.intersection(item.fixturenames) or item.get_closest_marker("django_db"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """What the database itself guards cannot be emptied either, as it is after each test that commits.

    On PostgreSQL that goes by TRUNCATE, which its guards let through; on SQLite they stand aside for the moment.
    """
    operations = type(connection.ops)
    flush = operations.sql_flush

    def unguarded(self: Any, *args: Any, **about: Any) -> list[str]:
        statements = flush(self, *args, **about)
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = cursor.fetchall()
        return [*(f'DROP TRIGGER "{name}"' for name, _sql in guards), *statements, *(sql for _name, sql in guards)]

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(operations, "sql_flush", unguarded)
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return kept_cast()


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for a module, which takes longer than most of its tests; what a test does is undone inside of this."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined]
        with block:
            yield make_world()
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """A copy, so that what a test does to its objects in memory is not met by the next."""
    return copy.deepcopy(kept_world)
