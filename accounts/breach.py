"""After a break-in: whose records an account was given, told from the access log alone."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import AccessEntry, Episode
from accounts.models.access_log import NO_RECORD


@dataclass
class Affected:
    """One record and what of it went to the account; the name is empty once the record is erased."""

    episode: uuid.UUID
    name: str = ""
    email: str = ""
    clinic: str = ""
    kinds: set[str] = field(default_factory=set)
    looks: int = 0
    first: datetime.datetime | None = None
    last: datetime.datetime | None = None


def affected_by(
    *, actor: uuid.UUID, since: datetime.datetime | None = None, until: datetime.datetime | None = None
) -> list[Affected]:
    """From `since`, before `until`; by the moment of the first look."""
    found: dict[uuid.UUID, Affected] = {}
    rows = AccessEntry.objects.filter(actor=actor).exclude(episode=NO_RECORD).order_by("number")
    rows = rows.filter(at__gte=since) if since else rows
    rows = rows.filter(at__lt=until) if until else rows
    for episode, kinds, at in rows.values_list("episode", "kinds", "at").iterator(2000):
        record = found.setdefault(episode, Affected(episode, first=at))
        record.kinds |= set(kinds.split())
        record.looks, record.last = record.looks + 1, at
    name(found)
    return list(found.values())


def name(found: dict[uuid.UUID, Affected]) -> None:
    """In pieces, because SQLite takes only so many values in one question."""
    keys = list(found)
    for start in range(0, len(keys), 500):
        rows = Episode.objects.filter(pk__in=keys[start : start + 500])
        for pk, *about in rows.values_list("pk", "client_name", "client_email", "clinic__name"):
            found[pk].name, found[pk].email, found[pk].clinic = about[0], about[1], about[2] or ""


def people(found: list[Affected]) -> int:
    """How many they are to be told: an address counts once; a record without one counts by itself."""
    by_address: dict[str, list[Affected]] = defaultdict(list)
    for record in found:
        by_address[record.email.lower() or str(record.episode)].append(record)
    return len(by_address)
