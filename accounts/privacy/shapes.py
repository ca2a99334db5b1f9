"""Rows as plain data and back. Ids that are random stay; numbers of this database become places in the table."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from accounts.privacy.registry import Part, registry

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def fields_of(part: Part) -> Iterator[models.Field[Any, Any]]:
    """Those that are exported beside the id."""
    meta = part.model._meta
    for each in (*meta.concrete_fields, *meta.many_to_many):
        # A row that has the key of its person needs it under that name.
        own_key = each.primary_key and not each.is_relation
        if not own_key and each.name not in part.without:
            yield each


def has_number(model: type[models.Model]) -> bool:
    """Whether its rows are numbered by this database, so that the number means nothing elsewhere."""
    key = model._meta.pk
    return isinstance(key, models.AutoField | models.BigAutoField)


def exported(model: Any) -> Part | None:
    return registry.parts.get(model)


class Reader:
    """Reads a person's rows, parents first. `places` remembers which place a numbered row has got in its table."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = list(parts)
        self.places: dict[type[models.Model], dict[Any, int]] = {}

    def tables(self, rows_of: Any) -> Tables:
        """`rows_of` gives the query for a part."""
        return {part.label: self.table(part, rows_of(part)) for part in self.parts}

    def table(self, part: Part, rows: models.QuerySet[Any]) -> list[Row]:
        numbered = has_number(part.model)
        many = [each.name for each in part.model._meta.many_to_many if each.name not in part.without]
        found = list(rows.order_by("pk").prefetch_related(*many))
        if numbered:
            self.places[part.model] = {row.pk: place for place, row in enumerate(found, 1)}
        return [self.row(part, row, place if numbered else None) for place, row in enumerate(found, 1)]

    def row(self, part: Part, row: Any, place: int | None) -> Row:
        said: Row = {} if part.model._meta.pk.is_relation else {"id": place or plain(row.pk)}
        for each in fields_of(part):
            if each.many_to_many:
                keys = (other.pk for other in getattr(row, each.name).all())
                said[each.name] = sorted(self.pointer(each.related_model, key) for key in keys)
            elif each.is_relation:
                said[each.name] = self.pointer(each.related_model, getattr(row, each.attname))
            else:
                said[each.name] = plain(getattr(row, each.name))
        return said

    def pointer(self, model: Any, key: Any) -> Any:
        places = self.places.get(model)
        return plain(key) if places is None or key is None else places[key]


def plain(value: Any) -> Any:
    """What JSON knows; moments and days as ISO 8601, ids and decimal numbers as text."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def canonical(tables: Any) -> bytes:
    """The same bytes for the same content, whoever writes it."""
    text = json.dumps(tables, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest_of(tables: Tables) -> str:
    """SHA-256 of the record, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(tables)).hexdigest()


def people_in(parts: Iterable[Part], tables: Tables) -> set[uuid.UUID]:
    """Whom the rows name, by whatever field."""
    from accounts.models import User

    found: set[uuid.UUID] = set()
    for part in parts:
        names = [each.name for each in fields_of(part) if each.related_model is User and not each.many_to_many]
        for row in tables[part.label]:
            found |= {uuid.UUID(row[name]) for name in (*names, *part.names) if row[name]}
    return found


def clinics_in(parts: Iterable[Part], tables: Tables) -> set[uuid.UUID]:
    from accounts.models import Clinic

    found: set[uuid.UUID] = set()
    for part in parts:
        names = [each.name for each in fields_of(part) if each.related_model is Clinic]
        for row in tables[part.label]:
            found |= {uuid.UUID(row[name]) for name in names if row[name]}
    return found
