"""An exercise of the catalogue as it stands on a handout."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.utils.text import capfirst

from exercises.handout.sheet import MOST_BOXES, Entry, Picture
from exercises.models import Exercise

MOST_STEPS = 5
FOREMOST = 2


def entry_of(exercise: Exercise, *, dose: str, boxes: int, pictures: Sequence[Picture], **more: Any) -> Entry:
    """Wants an exercise `with_content()`; `more` are the therapist's words."""
    told = ((caution.tag.slug if caution.tag else None, caution.text) for caution in exercise.cautions.all())
    cautions, foremost = in_order(told)
    return Entry(
        name=exercise.name,
        dose=capfirst(dose),
        pictures=tuple(pictures),
        steps=tuple(step.text for step in exercise.steps.all())[:MOST_STEPS],
        cautions=cautions,
        foremost=foremost,
        boxes=boxes,
        **more,
    )


def in_order(cautions: Iterable[tuple[str | None, str]], concerns: Collection[str] = ()) -> tuple[tuple[str, ...], int]:
    """The cautions, those about the reader's own precautions first, then those for all; and how many are foremost.

    What concerns the reader is always among those, however brief the sheet is.
    """
    said = list(cautions)
    own = [text for tag, text in said if tag in concerns]
    everybody = [text for tag, text in said if tag is None]
    others = [text for tag, text in said if tag is not None and tag not in concerns]
    return (*own, *everybody, *others), max(FOREMOST, len(own))


def boxes_for(times_per_day: int) -> int:
    """How many boxes a day has; what comes again and again all day has one for the whole day."""
    return times_per_day if 1 <= times_per_day <= MOST_BOXES else 1
