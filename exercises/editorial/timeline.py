"""What happened to an exercise: everything that editors did and every text that was published, newest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from exercises.models import EditorialEvent, Exercise, Revision

PAGE = 50
Verb = EditorialEvent.Verb


@dataclass(frozen=True)
class Entry:
    """`revision` is the text that came of it; `times` counts what the same person did again and again."""

    at: datetime.datetime
    by: Any
    verb: Verb
    text: str = ""
    revision: Revision | None = None
    times: int = 1

    @property
    def set_time(self) -> datetime.datetime | None:
        """The time that was set for the publication."""
        return parse_datetime(self.text) if self.verb == Verb.SCHEDULED else None

    @property
    def label(self) -> str:
        return str(self.verb.label)


def history(exercise: Exercise, page: int = 1) -> tuple[list[Entry], bool]:
    """The entries of a page, counted from 1, and whether there are older ones."""
    last = page * PAGE + 1
    events = exercise.events.select_related("by")[:last]
    revisions = list(short(exercise.revisions.all())[:last])
    numbered = {revision.number: revision for revision in revisions}
    found = [entry_of(event, numbered) for event in events]
    told = {entry.revision.number for entry in found if entry.revision is not None}
    found += [
        Entry(revision.published_at, revision.published_by, Verb.PUBLISHED, revision.reason, revision)
        for revision in revisions
        if revision.number not in told
    ]
    found.sort(key=lambda entry: entry.at, reverse=True)
    return folded(found[last - 1 - PAGE : last - 1]), len(found) >= last


def short(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    return revisions.select_related("published_by", "approved_by").defer("document")


def entry_of(event: EditorialEvent, numbered: dict[int, Revision]) -> Entry:
    revision = numbered.get(event.revision or 0)
    return Entry(event.at, event.by, Verb(event.verb), event.text, revision)


def of_draft(exercise: Exercise) -> list[Entry]:
    """What was done to the open draft, at most the last hundred steps."""
    found = []
    for event in exercise.events.select_related("by")[:100]:
        found.append(entry_of(event, {}))
        if event.verb in (Verb.BEGUN, Verb.IMPORTED):
            break
    return folded(found)


def folded(entries: Iterable[Entry]) -> list[Entry]:
    """One entry for savings that follow each other by the same hand; it has the time of the last one."""
    found: list[Entry] = []
    for entry in entries:
        again = bool(found) and entry.verb == Verb.CHANGED == found[-1].verb and entry.by == found[-1].by
        if again:
            found[-1] = replace(found[-1], times=found[-1].times + 1)
        else:
            found.append(entry)
    return found
