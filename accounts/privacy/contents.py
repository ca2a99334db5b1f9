"""Everything about one person as plain data (the schema: accounts/privacy/schema.py)."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.models import Clinic, User
from accounts.privacy.registry import Part, registry
from accounts.privacy.shapes import Reader, Row, Tables, clinics_in, digest_of, people_in

FORMAT = "backfit-person-1"


@dataclass(frozen=True)
class Contents:
    """`record` is what a re-import brings back and what `digest` is of; `also` tells of this site alone."""

    person: User
    record: Tables
    also: Tables
    people: list[Row]
    clinics: list[Row]

    @property
    def digest(self) -> str:
        return digest_of(self.record)

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "person": str(self.person.pk),
            "record": self.record,
            "also": self.also,
            "people": self.people,
            "clinics": self.clinics,
        }


def everything_about(person: User) -> Contents:
    """As it is at one moment: what changes while it is read is in it whole or not at all."""
    parts = registry.in_order()
    with one_moment():
        tables = Reader(parts).tables(lambda part: rows_about(part, person))
        return Contents(
            person=person,
            record={part.label: tables[part.label] for part in parts if part.returns},
            also={part.label: tables[part.label] for part in parts if not part.returns},
            people=known_people(people_in(parts, tables) - {person.pk}),
            clinics=known_clinics(clinics_in(parts, tables)),
        )


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which every query sees the same rows. SQLite's are so by themselves."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def rows_about(part: Part, person: User) -> Any:
    return part.manager.filter(part.of(person)).distinct()


def known_people(keys: Collection[uuid.UUID]) -> list[Row]:
    """Others are named as those who wrote or looked, and no more is said of them."""
    rows = User.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "name")
    return [{"id": str(key), "name": name} for key, name in rows]


def known_clinics(keys: Collection[uuid.UUID]) -> list[Row]:
    names = ("name", "phone", "emergency_number", "time_zone")
    rows = Clinic.objects.filter(pk__in=keys).order_by("pk").values("pk", *names)
    return [{"id": str(row["pk"]), **{name: row[name] for name in names}} for row in rows]
