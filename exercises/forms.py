"""How editors write an exercise: doses as shorthand, names one per line, neighbours in both directions."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminIntegerFieldWidget,
    AdminTextareaWidget,
    AdminTextInputWidget,
)
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from exercises.default_doses import read_default_dose
from exercises.dose import DoseError
from exercises.models import Exercise
from exercises.models.lines import Row
from exercises.neighbours import check_neighbours
from exercises.shorthand import format_dose

LONGEST_NAME = 80


class CheckboxGroup(forms.CheckboxSelectMultiple):
    """Says what the boxes are about: the admin ties a group's label to nothing, and two groups list exercises."""

    template_name = "exercises/checkbox_group.html"
    label: Any = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"label": self.label}


class ExerciseForm(forms.ModelForm):
    dose_line = forms.CharField(
        label=_("Default dose"),
        max_length=200,
        widget=AdminTextInputWidget,
        help_text=_("In shorthand, for example 3x10 e/s 5x/wk, 2x20s, or 60s every 30min 9-17."),
    )
    other_names = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("One per line; the search finds them."),
    )
    easier = forms.ModelMultipleChoiceField(
        label=_("Easier neighbours"),
        queryset=Exercise.objects.all(),
        required=False,
        widget=CheckboxGroup,
    )

    class Meta:
        model = Exercise
        fields = (
            "name", "slug", "kind", "position", "purpose", "feel", "difficulty", "seed_dose", "regions", "equipment",
            "harder", "evidence", "evidence_checked", "evidence_basis", "author", "licence",
        )  # fmt: skip
        widgets = {
            "purpose": AdminTextareaWidget(attrs={"rows": 2}),
            "feel": AdminTextareaWidget(attrs={"rows": 3}),
            "seed_dose": AdminTextareaWidget(attrs={"rows": 2}),
            "evidence_basis": AdminTextareaWidget(attrs={"rows": 3}),
            "regions": CheckboxGroup,
            "equipment": CheckboxGroup,
            "harder": CheckboxGroup,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            inner: Any = getattr(field.widget, "widget", field.widget)  # a link to another table comes wrapped
            if isinstance(inner, CheckboxGroup):
                inner.label = field.label
        if self.instance.pk:
            self.initial["dose_line"] = format_dose(self.instance.dose)
            self.initial["other_names"] = "\n".join(self.instance.aliases)
            self.initial["easier"] = self.instance.easier.all()

    def clean_dose_line(self) -> str:
        line: str = self.cleaned_data["dose_line"]
        try:
            self.instance.default_dose = read_default_dose(line).to_json()
        except DoseError as error:
            raise ValidationError(error.sentences) from error
        return line

    def clean_other_names(self) -> str:
        names = [name.strip() for name in self.cleaned_data["other_names"].splitlines() if name.strip()]
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("A name has at most %(most)s characters."), params={"most": LONGEST_NAME})
        self.instance.aliases = names
        return "\n".join(names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_neighbours(self.instance, harder=cleaned.get("harder", ()), easier=cleaned.get("easier", ()))
        return cleaned

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        self.instance.easier.set(self.cleaned_data["easier"])


class LineForm(forms.ModelForm):
    """One line of an inline table, whose columns' headings are not tied to its fields for a screen reader."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            inner: Any = getattr(field.widget, "widget", field.widget)  # a link to another table comes wrapped
            inner.attrs["aria-label"] = str(field.label or "").capitalize()


class RowForm(LineForm):
    """A step, fault or caution. Without a number it goes to the end."""

    position = forms.IntegerField(
        label=_("Order"), required=False, min_value=1, max_value=999, widget=AdminIntegerFieldWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.position:
            self.initial["position"] = None

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class LineFormSet(BaseInlineFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete this line")


class RowFormSet(LineFormSet):
    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Any:
        self.put_last(form.instance)
        return super().save_new(form, commit)

    def save_existing(self, form: forms.ModelForm, obj: Any, commit: bool = True) -> Any:
        self.put_last(form.instance)
        return super().save_existing(form, obj, commit)

    def put_last(self, row: Row) -> None:
        if not row.position:
            row.position = 1 + max((form.instance.position for form in self.forms), default=0)
