"""Deciding about the exercises that were revised since a version was published."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from programs.revised import Revised, usual_reason

ACCEPT, KEEP = "accept", "keep"
CHOICES = ((ACCEPT, _("Take the new wording")), (KEEP, _("Keep the wording as it is")))


class RevisedForm(forms.Form):
    """A choice for each exercise, by its slug, with the revision that the page showed."""

    over = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label=_("Why it changes"),
        help_text=_("One line; your client reads it. Not needed if you keep everything as it is."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, found: Sequence[Revised], number: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"over": number, "reason": usual_reason(len(found))}
        super().__init__(*args, **kwargs)
        self.found = found
        for one in found:
            slug = one.exercise.slug
            self.fields[f"choice-{slug}"] = forms.ChoiceField(
                label=one.exercise.name,
                choices=CHOICES,
                # Nobody need decide about what makes no difference to the client.
                initial=KEEP if one.is_known and not one.parts else None,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the two.")},
            )
            self.fields[f"revision-{slug}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=one.revision, min_value=1, max_value=2**31 - 1
            )

    @property
    def rows(self) -> list[tuple[Revised, BoundField, BoundField]]:
        return [(one, self[f"choice-{one.exercise.slug}"], self[f"revision-{one.exercise.slug}"]) for one in self.found]

    @property
    def seen(self) -> dict[str, int]:
        slugs = [one.exercise.slug for one in self.found]
        return {slug: self.cleaned_data[f"revision-{slug}"] for slug in slugs}

    @property
    def accepted(self) -> set[str]:
        slugs = [one.exercise.slug for one in self.found]
        return {slug for slug in slugs if self.cleaned_data[f"choice-{slug}"] == ACCEPT}
