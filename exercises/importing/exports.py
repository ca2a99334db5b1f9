"""Exercises into files of Backfit's own format, which the import reads back as "unchanged"."""

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from exercises.editorial.document import ExerciseDocument
from exercises.editorial.rows import document_of
from exercises.importing.tables import write_table
from exercises.models.exercise import ExerciseQuerySet

WIDTH = 120


def documents(exercises: ExerciseQuerySet) -> Iterator[ExerciseDocument]:
    """What readers see, or what was written so far of what was never published; by address."""
    ordered = exercises.order_by("slug").with_content()
    yield from (document_of(exercise) for exercise in ordered.iterator(chunk_size=200))


class Dumper(yaml.SafeDumper):
    """Long texts in folded blocks, lists set in, and never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def write_yaml(documents: Iterable[ExerciseDocument]) -> str:
    """One YAML document for each exercise."""
    contents = (document.to_json() for document in documents)
    return yaml.dump_all(contents, Dumper=Dumper, explicit_start=True, sort_keys=False, allow_unicode=True, width=WIDTH)


WRITERS = {"yaml": (write_yaml, "application/yaml"), "csv": (write_table, "text/csv; charset=utf-8")}
