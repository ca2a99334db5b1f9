"""An exercise's lines (steps, faults, cautions, muscles), replaced whole by whoever writes an exercise at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from exercises.models import Caution, Exercise, Fault, MuscleUse, Step

LINES = {"steps": Step, "faults": Fault, "cautions": Caution}
Values = Iterable[Mapping[str, Any]]


def write_rows(exercise: Exercise, *, muscle_uses: Values | None = None, **lines: Values) -> None:
    """Put these lines, in this order, in place of those that are there; kinds that are not named stay."""
    for name, values in lines.items():
        model: Any = LINES[name]
        getattr(exercise, name).all().delete()
        rows = [model(exercise=exercise, position=number, **line) for number, line in enumerate(values, 1)]
        model.objects.bulk_create(rows)
    if muscle_uses is not None:
        exercise.muscle_uses.all().delete()
        MuscleUse.objects.bulk_create(MuscleUse(exercise=exercise, **use) for use in muscle_uses)
