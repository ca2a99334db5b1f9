"""When two texts of an exercise are the same, and in what they differ."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.part_labels import LABELS

# Their order says nothing; the rows of an exercise give them sorted.
UNORDERED = {"regions", "equipment", "harder", "easier", "primary", "secondary"}


@dataclass(frozen=True, slots=True)
class Difference:
    """`field` is a document's key; both texts have a line for each entry of a list."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return str(LABELS[self.field])


def settled(value: Any, name: str = "") -> Any:
    """The value without what does not count: blanks, line ends and the order of what has none."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {str(key): settled(part, str(key)) for key, part in value.items()}
    if isinstance(value, list | tuple):
        parts = [settled(part) for part in value]
        return sorted(parts, key=str) if name in UNORDERED else parts
    return value


def digest_of(document: ExerciseDocument) -> str:
    """Of the content; the address does not count."""
    content = {name: value for name, value in document.to_json().items() if name != "slug"}
    return hashlib.sha256(json.dumps(settled(content), sort_keys=True).encode()).hexdigest()


def same(one: ExerciseDocument, other: ExerciseDocument) -> bool:
    return one.slug == other.slug and digest_of(one) == digest_of(other)


def differences(before: ExerciseDocument | None, after: ExerciseDocument) -> list[Difference]:
    """Field by field, in a document's order; of a new exercise, everything that it says."""
    old, new = (document.to_json() if document else {} for document in (before, after))
    found = (
        Difference(name, in_lines(old.get(name)), in_lines(new[name]))
        for name in new
        if settled(old.get(name), name) != settled(new[name], name)
    )
    return [difference for difference in found if difference.before or difference.after]


def in_lines(value: Any) -> str:
    """A value as somebody reads it."""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {in_lines(part)}" for name, part in value.items() if part)
    if isinstance(value, list | tuple):
        return "\n".join(in_one(part) for part in value)
    return "" if value is None else str(value)


def in_one(part: Any) -> str:
    return "; ".join(str(word) for word in part.values() if word) if isinstance(part, dict) else str(part)
