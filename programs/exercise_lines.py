"""Per exercise of a program: how often done, in part and left out, with which reasons and which pain."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programs.document import items_of
from programs.models import Program, Result, Version


@dataclass
class ExerciseLine:
    """`reasons` are why it was left out, the most frequent first; pain is the worst told with it, 0 to 10."""

    exercise: str
    name: str
    dose: str
    is_current: bool
    done: int = 0
    part: int = 0
    skipped: int = 0
    pain: int | None = None
    last_done: datetime.date | None = None
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return self.counted.most_common()

    def add(self, row: Mapping[str, Any]) -> None:
        status, times = row["status"], row["times"]
        setattr(self, status, getattr(self, status) + times)
        if row["worst"] is not None:
            self.pain = max(row["worst"], self.pain or 0)
        if status == Result.Status.SKIPPED:
            self.counted[reason_in_words(row["skip_because"], row["skip_reason"].strip())] += times
        else:
            self.last_done = max(filter(None, (self.last_done, row["last"])))


def reason_in_words(because: str, words: str) -> str:
    """Such as "Pain: my knee"; empty where nothing was said."""
    if not because:
        return capfirst(words)
    label = str(Result.Because(because).label)
    return f"{label}: {words}" if words else label


def exercise_lines(
    programs: Iterable[Program],
    versions: Mapping[object, Sequence[Version]],
    first: datetime.date,
    last: datetime.date,
) -> dict[object, list[ExerciseLine]]:
    """Program to its exercises in the order of the newest version, in one query: sessions from first to last day."""
    rows = Result.objects.filter(
        session__program__in=programs, session__day__range=(first, last), session__deleted_at__isnull=True
    )
    grouped = rows.order_by().values("session__program", "exercise", "status", "skip_because", "skip_reason")
    told = defaultdict(list)
    for row in grouped.annotate(times=Count("pk"), last=Max("session__day"), worst=Max("pain")):
        told[row["session__program"]].append(row)
    return {program.pk: lines_of(versions.get(program.pk, ()), told[program.pk]) for program in programs}


def lines_of(versions: Sequence[Version], rows: Iterable[Mapping[str, Any]]) -> list[ExerciseLine]:
    lines: dict[str, ExerciseLine] = {}
    easier: dict[str, ExerciseLine] = {}
    for version in reversed(versions):
        for item in items_of(version.document).values():
            known = ExerciseLine(item["exercise"], item["name"], item["dose_words"], version is versions[-1])
            lines.setdefault(item["exercise"], known)
            if "easier" in item:
                easier.setdefault(item["easier"]["exercise"], easier_line(item, known))
    for row in rows:
        slug = row["exercise"]
        # A phone that was offline may have followed a version from before these days.
        words = slug.replace("-", " ").capitalize()
        unknown = easier.get(slug) or ExerciseLine(slug, words, "", is_current=False)
        lines.setdefault(slug, unknown).add(row)
    return list(lines.values())


def easier_line(item: Mapping[str, Any], of: ExerciseLine) -> ExerciseLine:
    """Stands in the list only where it was done."""
    words = _("Easier version of %(name)s, %(dose)s")
    said = words % {"name": of.name, "dose": item["easier"]["dose_words"]}
    return ExerciseLine(item["easier"]["exercise"], item["easier"]["name"], said, of.is_current)
