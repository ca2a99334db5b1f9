"""What a clinic is bound to keep of a client who is erased: the care that was given, without whose it was."""

import datetime
import json
import re
import secrets
from typing import Any

from django.db.models import Q

from accounts.models import Clinic, Episode, FrozenRecord, User
from accounts.models.invitation import CODE_LETTERS
from accounts.privacy.contents import known_people
from accounts.privacy.registry import Part, registry
from accounts.privacy.shapes import Reader, people_in

SHORTEST = 3
"""Letters: a shorter part of a name would be found inside of other words."""


def freeze(episode: Episode, person: User, day: datetime.date) -> FrozenRecord | None:
    """Keep what must be kept of one episode; None where nothing must be, or its time is over."""
    until = kept_until(episode, day)
    if until is None or until < day:
        return None
    parts = [part for part in registry.in_order() if part.frozen is not None]
    tables = Reader([with_person(), *parts]).tables(lambda part: rows_of(part, episode))
    tables.pop(with_person().label)
    for part in parts:
        for row in tables[part.label]:
            row.update({name: blank for name, blank in (part.frozen or {}).items() if name in row})
    people = known_people(people_in(parts, tables) - {person.pk})
    assert episode.clinic is not None
    label = "Record " + "".join(secrets.choice(CODE_LETTERS) for _letter in range(8))
    content = without_names({"tables": tables, "people": people}, person, episode, label)
    return FrozenRecord.objects.create(
        clinic=episode.clinic,
        episode=episode.pk,
        label=label,
        reason=episode.clinic.keeps_because,
        until=until,
        content=content,
    )


def kept_until(episode: Episode, day: datetime.date) -> datetime.date | None:
    """The last day on which the clinic must have it: so many years after the care ended."""
    clinic: Clinic | None = episode.clinic
    if clinic is None or clinic.keeps_after_erasure_years is None:
        return None
    ended = min(episode.ended_on or day, day)
    year = ended.year + clinic.keeps_after_erasure_years
    return datetime.date(year, ended.month, min(ended.day, 28) if ended.month == 2 else ended.day)


def with_person() -> Part:
    return registry.parts[User]


def rows_of(part: Part, episode: Episode) -> Any:
    if not part.episode:
        return part.manager.none()
    return part.manager.filter(Q(**{part.episode: episode.pk}))


def without_names(content: dict[str, Any], person: User, episode: Episode, label: str) -> dict[str, Any]:
    """Therapists write names into reasons and notes: each is replaced with the label, whatever its case."""
    names = {person.name, person.email, episode.client_name, episode.client_email}
    words = {word for name in names if "@" not in name for word in re.split(r"\W+", name) if len(word) >= SHORTEST}
    wanted = sorted(filter(None, names | words), key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in wanted), re.IGNORECASE)
    replaced: dict[str, Any] = map_texts(content, lambda text: pattern.sub(label, text))
    replaced["people"] = content["people"]  # those who treated are named, whoever has the same name
    return replaced


def map_texts(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [map_texts(each, change) for each in value]
    if isinstance(value, dict):
        return {name: map_texts(each, change) for name, each in value.items()}
    return value


def read(record: FrozenRecord) -> str:
    """For the one who must hand it over to a court, from the command line alone."""
    return json.dumps(record.content, indent=1, ensure_ascii=False)
