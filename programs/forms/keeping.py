from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.routines import RoutineForm


class KeepForm(RoutineForm):
    """A program's plan as a routine. What was written for one person goes along only when that is asked for."""

    with_words = forms.BooleanField(label=_("Take these words along"), required=False)

    class Meta(RoutineForm.Meta):
        fields = ("name", "visibility", "clinic")  # type: ignore[assignment]

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not words:
            del self.fields["with_words"]

    @property
    def takes_words(self) -> bool:
        return bool(self.cleaned_data.get("with_words"))
