"""What the catalogue holds already, asked for once and kept while a file is compared with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.rows import document_of
from exercises.importing.rows import Row
from exercises.models import (
    Draft,
    Equipment,
    Exercise,
    ExerciseOrigin,
    Muscle,
    PrecautionTag,
    Region,
)

AT_ONCE = 400  # parameters of one query; SQLite has a limit


@dataclass
class Held:
    """An exercise with what readers see of it, its draft and where it came from."""

    exercise: Exercise
    published: ExerciseDocument
    draft: Draft | None = None
    origin: ExerciseOrigin | None = None

    @property
    def present(self) -> ExerciseDocument:
        """What an editor works on: the draft, or else what readers see."""
        return self.draft.read() if self.draft else self.published


@dataclass
class Shelf:
    slugs: set[str]
    muscles: set[str]
    equipment: set[str]
    regions: set[str]
    tags: set[str]
    by_key: dict[tuple[str, str], Held] = field(default_factory=dict)
    by_slug: dict[str, Held] = field(default_factory=dict)

    def held(self, row: Row) -> Held | None:
        """The exercise that the row is about: by what its source calls it, or in our own files by the address."""
        return self.by_key.get((row.source, row.key)) if row.is_foreign else self.by_slug.get(row.key)

    def free_slug(self, wanted: str) -> str:
        """The address, or the first of "-2", "-3" … that nothing has yet; it is taken from then on."""
        slug, count = wanted, 1
        while slug in self.slugs:
            count += 1
            ending = f"-{count}"
            slug = wanted[: 60 - len(ending)].rstrip("-") + ending
        self.slugs.add(slug)
        return slug


def shelf_for(rows: Iterable[Row]) -> Shelf:
    """What the rows have to be compared with, in a number of queries that grows with the file's hundreds only."""
    shelf = Shelf(
        slugs=set(Exercise.objects.values_list("slug", flat=True)),
        muscles=set(Muscle.objects.values_list("name", flat=True)),
        equipment=set(Equipment.objects.values_list("slug", flat=True)),
        regions=set(Region.objects.values_list("slug", flat=True)),
        tags=set(PrecautionTag.objects.values_list("slug", flat=True)),
    )
    keys = sorted({row.key for row in rows if row.key})
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        origins = ExerciseOrigin.objects.filter(key__in=some).values_list("exercise_id", flat=True)
        put_on(shelf, [*origins, *Exercise.objects.shared().filter(slug__in=some).values_list("pk", flat=True)])
    return shelf


def put_on(shelf: Shelf, keys: list[int]) -> None:
    found = Exercise.objects.with_content().select_related("draft", "origin").filter(pk__in=keys)
    for exercise in found:
        draft, origin = getattr(exercise, "draft", None), getattr(exercise, "origin", None)
        held = Held(exercise, document_of(exercise), draft, origin)
        shelf.by_slug[exercise.slug] = held
        if origin is not None:
            shelf.by_key[origin.source, origin.key] = held
