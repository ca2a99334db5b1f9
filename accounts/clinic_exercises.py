"""What a clinic's members read about its own exercises: how each stands, who wrote it, and where it is used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Clinic
from exercises.editorial.timeline import Entry, history
from exercises.editorial.usage import Usage, told_in_words, usage_of
from exercises.models import Draft, EditorialEvent, Exercise

Verb = EditorialEvent.Verb
BY_EDITORS = (Verb.ADOPTED, Verb.DECLINED)


@dataclass(frozen=True)
class OwnExercise:
    exercise: Exercise
    usage: Usage
    draft: Draft | None

    @property
    def state(self) -> tuple[str, str]:
        """In a word or two, and the tone for it."""
        if self.exercise.is_published:
            return _("In use"), "green"
        return (_("Retired"), "grey") if self.exercise.published_at else (_("Draft"), "amber")

    @property
    def has_changes(self) -> bool:
        """Whether there is a text that clients do not have yet."""
        return self.draft is not None and self.exercise.published_at is not None

    @property
    def hand(self) -> Any:
        """Who wrote in it last."""
        return self.draft.changed_by if self.draft else self.exercise.updated_by

    @property
    def changed_at(self) -> Any:
        return self.draft.changed_at if self.draft else self.exercise.updated_at

    @property
    def programs(self) -> str:
        """How many live programs have it, few of them without their number."""
        return told_in_words(self.usage.programs)


def own_exercises(clinic: Clinic) -> Any:
    rows = Exercise.objects.filter(clinic=clinic)
    return rows.select_related("updated_by", "draft__changed_by").order_by("name", "pk")


def with_usage(exercises: Iterable[Exercise]) -> list[OwnExercise]:
    """Ask for them from `own_exercises`; the queries do not grow with their number."""
    rows = list(exercises)
    usage = usage_of(row.pk for row in rows)
    return [OwnExercise(row, usage[row.pk], getattr(row, "draft", None)) for row in rows]


def told_history(exercise: Exercise) -> list[Entry]:
    """The latest of what happened to it. Editors of the shared catalogue are strangers here and go without a name."""
    entries, _older = history(exercise)
    return [replace(entry, by=None) if entry.verb in BY_EDITORS else entry for entry in entries]
