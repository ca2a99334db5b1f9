"""What was done, in words: a session's lines beside what its version asked for."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.dose_words import time_in_words
from programs.document import items_of
from programs.models import Result, Session


@dataclass(frozen=True)
class Line:
    """An item with the dose that was asked for, and what came of it in words; `easier` names what was done instead."""

    name: str
    dose: str
    easier: str
    status: str
    label: str
    amount: str
    because: str
    reason: str


@dataclass(frozen=True)
class Earlier:
    """What a session said until it was corrected."""

    until: datetime.datetime
    worst_pain: int | None
    effort: int | None
    note: str
    lines: tuple[Line, ...]


def lines(session: Session) -> tuple[Line, ...]:
    fields = ("status", "sets", "reps", "seconds", "times", "skip_because", "skip_reason", "pain", "variant")
    said = [
        {"item": result.item_key, **{field: getattr(result, field) for field in fields}}
        for result in session.results.all()
    ]
    return lines_from(session, said)


def earlier_lines(session: Session) -> list[Earlier]:
    """The corrections, the newest first."""
    return [
        Earlier(
            until=correction.replaced_at,
            worst_pain=correction.body["worst_pain"],
            effort=correction.body["effort"],
            note=correction.body["note"],
            lines=lines_from(session, correction.body["results"]),
        )
        for correction in reversed(session.corrections.all())
    ]


def lines_from(session: Session, results: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    items = items_of(session.version.document)
    return tuple(line(items.get(result["item"], {}), result) for result in results)


def line(item: Mapping[str, Any], result: Mapping[str, Any]) -> Line:
    return Line(
        name=item.get("name", result["item"]),
        dose=item.get("dose_words", ""),
        easier=easier_name(item) if result.get("variant") else "",
        status=result["status"],
        label=str(Result.Status(result["status"]).label),
        amount=amount(result),
        because=because_in_words(result.get("skip_because")),
        reason=result["skip_reason"],
    )


def easier_name(item: Mapping[str, Any]) -> str:
    """What a session said before it was corrected may be about another version, which had none."""
    return str(item.get("easier", {}).get("name", _("another exercise")))


def because_in_words(because: str | None) -> str:
    """Such as "too hard"; empty where none was chosen, or the session is from before there was a choice."""
    return str(Result.Because(because).label).lower() if because else ""


def amount(result: Mapping[str, Any]) -> str:
    """Such as "3 sets, 8 repetitions, 5 seconds, pain 4"; only what was told."""
    sets, reps, seconds, times = (result.get(name) for name in ("sets", "reps", "seconds", "times"))
    said = []
    if times and times > 1:
        said.append(_("%(n)d times") % {"n": times})
    if sets is not None:
        said.append(ngettext("%(n)d set", "%(n)d sets", sets) % {"n": sets})
    if reps is not None:
        said.append(ngettext("%(n)d repetition", "%(n)d repetitions", reps) % {"n": reps})
    if seconds is not None:
        said.append(time_in_words(seconds))
    if result.get("pain") is not None:
        said.append(_("pain %(pain)d") % {"pain": result["pain"]})
    return ", ".join(said)
