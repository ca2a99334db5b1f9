"""What differs between two texts of an exercise: part by part, row by row, word by word. Pure.

Steps, faults, cautions and what is shown are matched as rows, so that a step that moved is told from one that was
written anew.
Regions, muscles and other words that have no order of their own are compared as sets.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.row_matching import Pair, in_reading_order, matched, unmoved
from exercises.editorial.word_changes import Piece, only, word_changes

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line on both sides. `old` and `new` are its places, counted from 0; None where it is not."""

    old: int | None
    new: int | None
    cells: tuple[tuple[Piece, ...], ...]
    moved: bool = False

    @property
    def is_same(self) -> bool:
        return not self.moved and all(piece.kind == "same" for cell in self.cells for piece in cell)

    @property
    def state(self) -> str:
        """ "same", "added", "removed", "moved" or "changed"; what moved and changed as well is "changed"."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        if any(piece.kind != "same" for cell in self.cells for piece in cell):
            return "changed"
        return "moved" if self.moved else "same"


@dataclass(frozen=True)
class Change:
    """A part of the document that is not the same on both sides, such as "steps" or "evidence.basis".

    Rows that are the same come along, so that each side can be read whole.
    """

    part: str
    rows: tuple[Row, ...]


def differences(before: ExerciseDocument, after: ExerciseDocument) -> list[Change]:
    """In the order in which a client reads the parts; none for the same documents."""
    found = []
    for part, compare in PARTS.items():
        old, new = value_of(before, part), value_of(after, part)
        rows = () if old == new else compare(old, new)
        if not all(row.is_same for row in rows):
            found.append(Change(part, tuple(rows)))
    return found


def value_of(document: ExerciseDocument, part: str) -> Any:
    value: Any = document
    for name in part.split("."):
        value = getattr(value, name)
    return value


def text(old: str, new: str) -> list[Row]:
    return [Row(0, 0, (word_changes(old, new),))]


def choice(old: object, new: object) -> list[Row]:
    """Compared as a whole: half of a choice is none."""
    return [Row(0, 0, (replaced(str(old), str(new)),))]


def replaced(old: str, new: str) -> tuple[Piece, ...]:
    return only("same", old) if old == new else only("removed", old) + only("added", new)


def words(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    both = sorted({*old, *new})
    places = [(old.index(word) if word in old else None, new.index(word) if word in new else None) for word in both]
    return [Row(*pair, cells=(whole(word, pair),)) for word, pair in zip(both, places, strict=True)]


def whole(word: str, pair: Pair) -> tuple[Piece, ...]:
    if pair[0] is None:
        return only("added", word)
    return only("removed", word) if pair[1] is None else only("same", word)


def rows(cells: Callable[[Any], Cells]) -> Callable[[Sequence[Any], Sequence[Any]], list[Row]]:
    """Compares lines that have these cells and an order. The first cell of a caution or a film names it: a choice."""

    def compare(old: Sequence[Any], new: Sequence[Any]) -> list[Row]:
        left, right = [cells(line) for line in old], [cells(line) for line in new]
        pairs = matched(left, right)
        still = unmoved(pairs)
        return [line(left, right, pair, moved=pair not in still) for pair in in_reading_order(pairs, still)]

    return compare


def line(left: list[Cells], right: list[Cells], pair: Pair, *, moved: bool) -> Row:
    old, new = pair
    if old is None or new is None:
        cells = left[old] if old is not None else right[new or 0]
        return Row(old, new, tuple(only("removed" if new is None else "added", cell) for cell in cells))
    changes = tuple(cell_changes(a, b) for a, b in zip(left[old], right[new], strict=True))
    return Row(old, new, changes, moved=moved)


def cell_changes(old: str, new: str) -> tuple[Piece, ...]:
    return replaced(old, new) if is_slug(old) and is_slug(new) else word_changes(old, new)


def is_slug(word: str) -> bool:
    """A tag, or none; a sentence has at least a blank or a full stop."""
    return re.fullmatch(r"[a-z0-9-]*", word) is not None


PARTS: dict[str, Callable[[Any, Any], list[Row]]] = {
    "name": text,
    "slug": choice,
    "aliases": words,
    "kind": choice,
    "position": choice,
    "difficulty": choice,
    "purpose": text,
    "feel": text,
    "steps": rows(lambda step: (step,)),
    "faults": rows(lambda part: (part.fault, part.mend)),
    "cautions": rows(lambda part: (part.tag or "", part.text)),
    "dose": choice,
    "seed_dose": text,
    "regions": words,
    "equipment": words,
    "muscles.primary": words,
    "muscles.secondary": words,
    "easier": words,
    "harder": words,
    "media": rows(lambda part: (part.file, part.alt, part.credit)),
    "evidence.type": choice,
    "evidence.checked": choice,
    "evidence.basis": text,
    "author": text,
    "licence": text,
}
