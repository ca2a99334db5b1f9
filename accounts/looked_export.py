"""The access log about somebody as a file, for the client and for who answers for the clinic."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from accounts.looked import Person, people_of
from accounts.looked_words import things
from accounts.models import AccessEntry
from accounts.models.access_log import AccessEntryQuerySet
from backfit.formulas import defused

COLUMNS = ("at", "name", "role", "reason", "verb", "what", "episode", "object", "request")


def rows_of(entries: AccessEntryQuerySet) -> Iterator[dict[str, str]]:
    """By `COLUMNS`, the newest first."""
    found = list(entries.order_by("-number"))
    people = people_of([(entry.actor, entry.episode) for entry in found])
    for entry in found:
        yield row_of(entry, people[entry.actor, entry.episode])


def row_of(entry: AccessEntry, person: Person) -> dict[str, Any]:
    return {
        "at": entry.at.isoformat(timespec="seconds"),
        "name": person.name,
        "role": person.role,
        "reason": entry.reason,
        "verb": entry.verb,
        "what": "; ".join(things([(entry.door, entry.kinds)])),
        "episode": str(entry.episode),
        "object": entry.object,
        "request": str(entry.request),
    }


def as_csv(entries: AccessEntryQuerySet) -> str:
    """With a mark of UTF-8 at its beginning; no cell is taken for a formula by a spreadsheet."""
    out = io.StringIO("\ufeff", newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows_of(entries):
        writer.writerow([defused(row[column]) for column in COLUMNS])
    return out.getvalue()


def as_json(entries: AccessEntryQuerySet) -> str:
    return json.dumps(list(rows_of(entries)), ensure_ascii=False, indent=1)
