"""The whole form of the editors' desk: from a document, and back to one."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse

from exercises.editorial.document import DocumentFault, ExerciseDocument
from exercises.editorial.reading import grade
from exercises.forms import content
from exercises.forms import rows as lines
from exercises.forms.content import ContentForm
from exercises.forms.rows import RowFormSet
from exercises.models import Exercise


class FieldFault(NamedTuple):
    """`anchor` is the id of the field on the page, or "" for what belongs to none."""

    anchor: str
    label: str
    sentence: str


class DeskForm:
    """`document` is what the form starts with, `data` what was sent. `by` is whose exercises may be neighbours."""

    def __init__(
        self,
        *,
        by: Any,
        exercise: Exercise | None = None,
        document: ExerciseDocument | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        fixed = exercise is not None and exercise.published_at is not None
        initial = content.as_initial(document) if document else self.first_values()
        first = lines.as_initial(document) if document and data is None else {}
        self.content = ContentForm(data, initial=initial, slug_is_fixed=fixed)
        others = self.neighbours(by)
        others = others if exercise is None else others.exclude(pk=exercise.pk)
        self.content.offer_words(others, more_at=self.more_neighbours_url())
        self.sets: dict[str, RowFormSet] = {
            name: made(data, prefix=name, initial=first.get(name)) for name, made in lines.SETS.items()
        }
        # What has a page of its own stays as it is.
        self.elsewhere = {"media": document.to_json()["media"]} if document else {}
        self.document: ExerciseDocument | None = None

    def first_values(self) -> dict[str, Any]:
        """What a new exercise starts with."""
        return content.first_values()

    def neighbours(self, by: Any) -> Any:
        """The exercises to choose from."""
        return Exercise.objects.shared().editable_by(by)

    def more_neighbours_url(self) -> str:
        """Where those are searched for that are too many to be sent."""
        return reverse("admin:desk_neighbours")

    def is_valid(self) -> bool:
        """Whether what was sent is an exercise; then `document` is it."""
        if not all([self.content.is_valid(), *(rows.is_valid() for rows in self.sets.values())]):
            return False
        parts = {name: rows.parts() for name, rows in self.sets.items()}
        try:
            self.document = ExerciseDocument.from_json(self.elsewhere | self.content.content() | parts)
        except DocumentFault as fault:
            for path, reason in fault.faults:
                self.put(path, reason)
        return self.document is not None

    def blame(self, error: ValidationError) -> None:
        """Show what the verb refused at the field that it is about."""
        if not hasattr(error, "error_dict"):
            self.content.add_error(None, error)
            return
        for name, reasons in error.message_dict.items():
            for reason in reasons:
                self.put("" if name == NON_FIELD_ERRORS else name, reason)

    def put(self, path: str, reason: str) -> None:
        """Show a reason at the field or row that a path of the document names."""
        name, _dot, rest = path.partition(".")
        if name in self.sets:
            self.put_on_row(self.sets[name], rest, reason)
        else:
            self.content.add_error(content.field_of(path) or None, reason)

    def put_on_row(self, rows: RowFormSet, rest: str, reason: str) -> None:
        number, _dot, key = rest.partition(".")
        if not number.isdigit() or int(number) >= len(rows.filled):
            self.content.add_error(None, reason)
            return
        row = rows.filled[int(number)]
        row.add_error(next((field for field, own in row.parts.items() if own == key), "text"), reason)

    def faults(self) -> Iterator[FieldFault]:
        """Everything that is wrong, from top to bottom."""
        yield from (FieldFault("", "", str(sentence)) for sentence in self.content.non_field_errors())
        yield from self.faults_of(self.content)
        for rows in self.sets.values():
            yield from (FieldFault("", "", str(sentence)) for sentence in rows.non_form_errors())
            for form in rows.kept:
                yield from self.faults_of(form)

    def faults_of(self, form: forms.Form) -> Iterator[FieldFault]:
        for name, sentences in form.errors.items():
            if name != NON_FIELD_ERRORS:
                field = form[name]
                yield from (FieldFault(field.auto_id, str(field.label), str(sentence)) for sentence in sentences)

    def grades(self) -> dict[str, int]:
        """The school years that each text asks for as it stands now, finished or not; nothing for no words."""
        texts = {name: [str(self.content[name].value() or "")] for name in ("purpose", "feel")}
        texts |= {name: list(rows.texts()) for name, rows in self.sets.items()}
        texts["all"] = [text for part in texts.values() for text in part]
        return {
            name: max(1, round(grade("\n".join(part)))) for name, part in texts.items() if any(map(str.strip, part))
        }
