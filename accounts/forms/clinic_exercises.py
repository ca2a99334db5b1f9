"""Forms about a clinic's own exercises. What is written is written on the editors' desk's form."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic
from exercises.editorial.document import ExerciseDocument
from exercises.editorial.offering import CONSENT
from exercises.forms.desk import DeskForm
from exercises.models import Exercise
from exercises.models.revision import LONGEST_REASON

NEW = "not-saved-yet"
"""Stands for the address of what has none yet; it gets one that nobody can guess."""


class OwnExerciseForm(DeskForm):
    """`clinic` is whose the exercise is. Its address is made from the name and cannot be written."""

    def __init__(
        self,
        *,
        by: Any,
        clinic: Clinic,
        exercise: Exercise | None = None,
        document: ExerciseDocument | None = None,
        data: Any = None,
    ) -> None:
        self.clinic = clinic
        super().__init__(by=by, exercise=exercise, document=document, data=data)
        del self.content.fields["slug"]
        self.elsewhere["slug"] = exercise.slug if exercise is not None else NEW

    def first_values(self) -> dict[str, Any]:
        return super().first_values() | {"author": self.clinic.name, "licence": ""}

    def neighbours(self, by: Any) -> Any:
        return neighbours_at(self.clinic)

    def more_neighbours_url(self) -> str:
        return reverse("clinic_exercise_neighbours", args=[self.clinic.pk])


def neighbours_at(clinic: Clinic) -> Any:
    """What may be a step easier or harder: the catalogue, and all of the clinic's own."""
    return Exercise.objects.published() | Exercise.objects.filter(clinic=clinic)


class UseForm(forms.Form):
    reason = forms.CharField(
        label=_("What is new"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("One line for your colleagues. It stays in the history."),
    )


class RetireForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        help_text=_("One line for your colleagues. It stays in the history."),
    )


class OfferForm(forms.Form):
    consent = forms.BooleanField(
        label=CONSENT, error_messages={"required": _("Say that the clinic agrees; without that nothing is shared.")}
    )
