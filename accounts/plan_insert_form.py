"""The form with which a routine, or a phase of one, is put at the end of a plan."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Routine
from accounts.plan_edits import only_phase
from accounts.plans import MAX_PHASES, PlanError


class RoutineField(forms.ModelChoiceField):
    def label_from_instance(self, routine: Routine) -> str:
        return _("%(name)s (template)") % {"name": routine.name} if routine.is_template else routine.name


class InsertForm(forms.Form):
    """A routine whose phases, or one of them, are put at the end of the plan."""

    routine = RoutineField(
        label=_("Routine or template"),
        queryset=Routine.objects.none(),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose the routine to insert.")},
    )
    phase = forms.TypedChoiceField(
        label=_("How much of it"),
        choices=[
            ("", _("All its phases")),
            *((number, _("Only phase %(number)s") % {"number": number}) for number in range(1, MAX_PHASES + 1)),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, routines: QuerySet[Routine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["routine"].queryset = routines  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`plan` is what was chosen of the routine."""
        data = self.cleaned_data
        if data.get("routine") is None or "phase" not in data:
            return data
        plan, number = data["routine"].read_plan(), data["phase"]
        try:
            data["plan"] = plan if number is None else only_phase(plan, number)
        except PlanError as error:
            self.add_error("phase", error.sentences)
        return data
