from typing import Any

from django import forms
from django.contrib import admin
from django.db import models

from exercises.forms import LineForm, LineFormSet, RowForm, RowFormSet
from exercises.models import Caution, Fault, MuscleUse, Step


class ExerciseInline(admin.TabularInline):
    form = LineForm
    formset = LineFormSet
    extra = 1

    def formfield_for_dbfield(self, db_field: models.Field, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for link in ("can_change_related", "can_delete_related", "can_view_related"):
            if field is not None and hasattr(field.widget, link):
                setattr(field.widget, link, False)  # four icons in every line hide the words
        return field


class RowInline(ExerciseInline):
    form = RowForm
    formset = RowFormSet
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 44})}}


class StepInline(RowInline):
    model = Step
    fields = ("position", "text")
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 90})}}


class FaultInline(RowInline):
    model = Fault
    fields = ("position", "text", "mend")


class CautionInline(RowInline):
    model = Caution
    fields = ("position", "tag", "text")


class MuscleUseInline(ExerciseInline):
    model = MuscleUse
