"""Two texts of an exercise as a page shows them: names instead of slugs, and each side by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.default_doses import read_default_dose
from exercises.editorial.differences import Change, Row, differences
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.part_labels import LABELS
from exercises.editorial.word_changes import Piece
from exercises.models import Equipment, Exercise, Media, PrecautionTag, Region

# What a new exercise is compared with.
NOTHING = ExerciseDocument.model_construct(slug="", name="", kind="", position="", dose="", difficulty="")
NUMBERED = ("steps", "faults", "cautions", "media")
Names = Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class ShownRow:
    """`before` and `after` are the cells of each side, or None where the row is not."""

    state: str
    note: str
    before: list[Cell] | None
    after: list[Cell] | None
    number_before: int | None
    number_after: int | None


@dataclass(frozen=True)
class ShownPart:
    part: str
    label: str
    is_numbered: bool
    rows: list[ShownRow]


def compared(before: ExerciseDocument | None, after: ExerciseDocument) -> list[ShownPart]:
    """The parts that differ; all that are filled in when there is nothing to compare with."""
    before = before or NOTHING
    names = names_in(before, after)
    return [shown_part(change, names) for change in differences(before, after)]


def shown_part(change: Change, names: Mapping[str, Names]) -> ShownPart:
    return ShownPart(
        part=change.part,
        label=str(LABELS[change.part]),
        is_numbered=change.part in NUMBERED,
        rows=[shown_row(change.part, row, names) for row in change.rows],
    )


def shown_row(part: str, row: Row, names: Mapping[str, Names]) -> ShownRow:
    return ShownRow(
        state=row.state,
        note=note(part, row),
        before=None if row.old is None else side(part, row, "removed", names),
        after=None if row.new is None else side(part, row, "added", names),
        number_before=None if row.old is None else row.old + 1,
        number_after=None if row.new is None else row.new + 1,
    )


def note(part: str, row: Row) -> str:
    """What happened to one of several lines; of a part with a single text that is plain to see."""
    if part in NUMBERED and row.moved and row.old is not None and row.new is not None:
        places = {"old": row.old + 1, "new": row.new + 1}
        words = (
            _("Moved from %(old)s to %(new)s") if row.state == "moved" else _("Changed, moved from %(old)s to %(new)s")
        )
        return words % places
    said = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}
    return said.get(row.state, "")


def side(part: str, row: Row, kind: str, names: Mapping[str, Names]) -> list[Cell]:
    found = []
    for place, pieces in enumerate(row.cells):
        label, known = CELLS.get(part, {}).get(place, ("", part))
        own = [named(piece, names.get(known, {})) for piece in pieces if piece.kind in ("same", kind)]
        if own:
            found.append(Cell(str(label), own))
    return found


def named(piece: Piece, names: Names) -> Piece:
    return Piece(piece.kind, names.get(piece.text, piece.text))


# Of lines with several cells: (what stands before it, which names it uses).
CELLS: dict[str, dict[int, tuple[Any, str]]] = {
    "faults": {1: (gettext_lazy("Mend:"), "")},
    "cautions": {0: (gettext_lazy("For:"), "tags"), 1: ("", "")},
    "media": {0: ("", "files"), 1: ("", ""), 2: (gettext_lazy("By:"), "")},
}


def names_in(*documents: ExerciseDocument) -> dict[str, Names]:
    """What is shown in place of slugs, for each part of the documents."""
    regions = titles(Region, {slug for one in documents for slug in one.regions})
    equipment = titles(Equipment, {slug for one in documents for slug in one.equipment})
    exercises = titles(Exercise, {slug for one in documents for slug in (*one.harder, *one.easier)})
    tags = titles(PrecautionTag, {part.tag for one in documents for part in one.cautions if part.tag})
    choices = {
        "kind": Exercise.Kind,
        "position": Exercise.Position,
        "evidence.type": Exercise.Evidence,
        "evidence.checked": Exercise.Checked,
    }
    return {
        "regions": regions,
        "equipment": equipment,
        "harder": exercises,
        "easier": exercises,
        "tags": tags,
        "files": files_in(documents),
        "dose": {one.dose: dose_words(one.dose) for one in documents if one.dose},
        **{part: {str(value): str(label) for value, label in kind.choices} for part, kind in choices.items()},
    }


def files_in(documents: Iterable[ExerciseDocument]) -> dict[str, str]:
    """A file's kind and the beginning of its id, since it has no name."""
    wanted = {UUID(part.file) for one in documents for part in one.media}
    found = Media.objects.filter(pk__in=wanted) if wanted else Media.objects.none()
    return {media.pk.hex: f"{media.get_kind_display()} {media.pk.hex[:6]}:" for media in found}


def dose_words(line: str) -> str:
    return f"{line} ({read_default_dose(line).in_words()})"


def titles(model: Any, slugs: Iterable[str]) -> dict[str, str]:
    slugs = set(slugs)
    return dict(model._default_manager.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}
