"""A draft that was begun from an older text takes in what has been published since. Pure."""

from exercises.editorial.document import ExerciseDocument


def brought_up_to_date(
    draft: ExerciseDocument, *, base: ExerciseDocument, published: ExerciseDocument
) -> ExerciseDocument:
    """The draft; those of its parts that are as they were at the beginning say what is published now."""
    same = untouched(draft, base)
    return draft.with_changes(**{name: value for name, value in published.to_json().items() if name in same})


def untouched(draft: ExerciseDocument, base: ExerciseDocument) -> set[str]:
    return {name for name in ExerciseDocument.model_fields if getattr(draft, name) == getattr(base, name)}


def changed_in_both(draft: ExerciseDocument, *, base: ExerciseDocument, published: ExerciseDocument) -> list[str]:
    """The parts that the draft and the publication changed each in its own way; the draft keeps its own."""
    return [
        name
        for name in ExerciseDocument.model_fields
        if getattr(draft, name) not in (getattr(base, name), getattr(published, name))
        and getattr(published, name) != getattr(base, name)
    ]
