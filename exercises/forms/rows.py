"""Steps, faults and cautions as rows that are added, deleted and put in order."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.editorial.document import MOST_ROWS, ExerciseDocument
from exercises.forms.fields import TextField
from exercises.models import PrecautionTag

MOST_PLACE = 999


class RowForm(forms.Form):
    parts: ClassVar[dict[str, str]]
    """The document's key of each field."""

    def has_changed(self) -> bool:
        """A number or a tick alone is no row."""
        return any(name in self.parts for name in self.changed_data)

    def part(self) -> Any:
        """What stands in the document; for a valid row."""
        return {key: self.cleaned_data[name] for name, key in self.parts.items()}

    @property
    def written(self) -> list[forms.BoundField]:
        """The fields without the row's place and deletion."""
        return [self[name] for name in self.parts]


class StepForm(RowForm):
    parts: ClassVar = {"text": "text"}
    text = TextField(label=_("Step"), max_length=300)

    def part(self) -> Any:
        return self.cleaned_data["text"]


class FaultForm(RowForm):
    parts: ClassVar = {"text": "fault", "mend": "mend"}
    text = TextField(label=_("What goes wrong"), max_length=200)
    mend = TextField(label=_("How to mend it"), max_length=300, required=False)


class CautionForm(RowForm):
    parts: ClassVar = {"tag": "tag", "text": "text"}
    tag = forms.ChoiceField(label=_("For whom"), required=False)
    text = TextField(label=_("What to take care of"), max_length=300)

    def part(self) -> Any:
        return super().part() | {"tag": self.cleaned_data["tag"] or None}


class RowFormSet(forms.BaseFormSet):
    """Every row that comes in is equal: a filled one counts, an empty one is left out."""

    path: ClassVar[str]
    one: ClassVar[Any]
    """What a row is called."""
    is_plain: ClassVar[bool] = False
    """Whether the row's number says enough, so that its one field shows no label."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[ORDERING_FIELD_NAME].label = gettext("Place")
        form.fields[ORDERING_FIELD_NAME].widget.attrs |= {"data-place": "", "min": 1, "max": MOST_PLACE}
        form.fields[DELETION_FIELD_NAME].label = gettext("Delete")

    def clean(self) -> None:
        if len(self.filled) > MOST_ROWS:
            raise ValidationError(_("There may be at most %(most)s rows here."), params={"most": MOST_ROWS})

    @property
    def kept(self) -> list[RowForm]:
        """The rows that are not to be deleted."""
        return [form for form in self.forms if not form[DELETION_FIELD_NAME].value()]

    @cached_property
    def filled(self) -> list[RowForm]:
        """The rows with words, in their order. Kept, because a fault that is put on a row makes it invalid."""
        rows = [form for form in self.kept if form.has_changed()]
        return sorted(rows, key=lambda form: form.cleaned_data.get(ORDERING_FIELD_NAME) or MOST_PLACE)

    def parts(self) -> list[Any]:
        """For valid rows."""
        return [row.part() for row in self.filled]

    def texts(self) -> Iterator[str]:
        """What stands in the rows now, finished or not."""
        for form in self.kept:
            yield from (str(field.value() or "") for field in form.written if isinstance(field.field, TextField))


class StepFormSet(RowFormSet):
    path, one, is_plain = "steps", _("step"), True


class FaultFormSet(RowFormSet):
    path, one = "faults", _("fault")


class CautionFormSet(RowFormSet):
    path, one = "cautions", _("caution")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tags = [("", _("Everybody")), *PrecautionTag.objects.values_list("slug", "name")]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        tag = form.fields["tag"]
        assert isinstance(tag, forms.ChoiceField)
        tag.choices = self.tags


def formset(row: type[RowForm], base: type[RowFormSet]) -> Any:
    return forms.formset_factory(
        row, formset=base, extra=1, can_order=True, can_delete=True, max_num=MOST_ROWS, absolute_max=10 * MOST_ROWS
    )


SETS = {
    "steps": formset(StepForm, StepFormSet),
    "faults": formset(FaultForm, FaultFormSet),
    "cautions": formset(CautionForm, CautionFormSet),
}


def as_initial(document: ExerciseDocument) -> dict[str, list[dict[str, Any]]]:
    return {
        "steps": [{"text": text} for text in document.steps],
        "faults": [{"text": part.fault, "mend": part.mend} for part in document.faults],
        "cautions": [{"text": part.text, "tag": part.tag or ""} for part in document.cautions],
    }
