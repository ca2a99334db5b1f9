"""The forms of the plan editor's lines: one for each item, and one to add another."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.plan_easier import named_easier, takes, unlike
from accounts.plan_lines import Doubtful, Names, joined, read_dose
from accounts.plans import Item, itself
from exercises.dose import Dose, DoseError
from exercises.shorthand import Question, format_dose

MORE = ("any_day", "choose", "when", "stop_pain", "short", "maintain", "easier")


def line(placeholder: Any = "", **attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "placeholder": placeholder, **attrs})


class DoseForm(forms.Form):
    """Reads a typed dose; a doubtful one becomes `question`, to be answered in the field `reading`."""

    question: Question | None = None
    dose_read: Dose | None = None

    dose = forms.CharField(label=_("Dose"), max_length=400, required=False)
    reading = forms.CharField(max_length=800, required=False)
    note = forms.CharField(label=_("Note for the client"), max_length=500, required=False)

    def understand(self, text: str) -> str:
        """Set `dose_read`, or leave a question or an error; gives the words that were no dose."""
        try:
            self.dose_read, rest = read_dose(text, answer=self.cleaned_data.get("reading", ""))
        except DoseError as error:
            self.add_error("dose", str(error))
        except Doubtful as doubt:
            self.question = doubt.question
            self.add_error(None, doubt.question.text)
        else:
            return rest
        return ""

    def keep_note(self, *parts: str) -> None:
        note = joined(*parts)
        if len(note) > 500:
            self.add_error("note", _("Keep the note under 500 characters."))
        self.cleaned_data["note"] = note

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(choice.shorthand, choice.label) for choice in self.question.choices] if self.question else []

    @property
    def reading_name(self) -> str:
        return self.add_prefix("reading")


def shown_item(item: Item, easier: str = "") -> dict[str, str]:
    """An item as its form shows it, and as a browser sends it back untouched; `easier` is a name."""
    return {
        "dose": format_dose(item.dose),
        "note": item.note,
        "cue": item.cue,
        "any_day": "on" if item.any_day else "",
        "choose": item.choose or "",
        "when": item.when or "",
        "stop_pain": str(item.stop_pain or ""),
        "short": "on" if item.short else "",
        "maintain": "on" if item.maintain else "",
        "despite": item.despite or "",
        "easier": easier,
    }


class ItemForm(DoseForm):
    """An item of the plan. An unchanged dose is left alone, so that it is not asked about again."""

    cue = forms.CharField(label=_("When to do it"), max_length=120, required=False)
    any_day = forms.BooleanField(label=_("Its days a week go beyond those of the phase"), required=False)
    despite = forms.CharField(
        label=_("Why you give it all the same"),
        max_length=300,
        required=False,
        help_text=_("Needed before you publish. Only the care team reads it."),
    )
    short = forms.BooleanField(label=_("Belongs to the short version for a bad day"), required=False)
    maintain = forms.BooleanField(label=_("Stays in the maintenance version"), required=False)
    stop_pain = forms.IntegerField(
        label=_("Stop this one at pain"),
        min_value=1,
        max_value=8,
        required=False,
        help_text=_("From 1 to 8, below the plan's own number. Empty: as the plan says."),
    )
    choose = forms.RegexField(
        label=_("Choice"),
        regex=r"^[A-Za-z0-9 -]{1,40}$",
        required=False,
        widget=line(_("Such as: direction")),
        help_text=_("Exercises of a phase with the same word: one of them is enough."),
        error_messages={"invalid": _("Use a short word of letters and numbers, such as “direction”.")},
    )
    when = forms.CharField(
        label=_("Take this one if"), max_length=120, required=False, widget=line(_("Such as: bending eases your back"))
    )

    easier = forms.CharField(
        label=_("Easier version"),
        max_length=200,
        required=False,
        help_text=_("What your client may do instead when it is too hard, in the same dose. Empty: nothing else."),
    )

    def __init__(self, *args: Any, item: Item, names: Names, **kwargs: Any) -> None:
        self.item = item
        self.names = names
        self.name = name = names.name(item.exercise)
        self.shorthand = format_dose(item.dose)
        kwargs["initial"] = shown_item(item, names.name(item.easier) if item.easier else "")
        super().__init__(*args, **kwargs)
        self.fields["dose"].widget = line(
            **{"class": "plan-line", "aria-label": _("Dose of %(name)s") % {"name": name}}
        )
        self.fields["note"].widget = line(_("Such as: keep your hips level"))
        self.fields["cue"].widget = line(_("Such as: after the first coffee"))
        self.fields["easier"].widget = line(list=f"{item.key}-easier-known")

    def clean_choose(self) -> str:
        return "-".join(str(self.cleaned_data["choose"]).lower().split())

    def clean_easier(self) -> str:
        """The slug of what was named."""
        exercise = named_easier(self.cleaned_data["easier"], self.item, self.names)
        return exercise.slug if exercise else ""

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        text = data.get("dose", "")
        if text == self.shorthand:
            self.dose_read = self.item.dose
        elif "dose" in data:
            rest = self.understand(text)
            if self.dose_read is None and self.question is None and "dose" not in self.errors:
                self.add_error("dose", _("Say how much, for example 3x10 or 30s e/s."))
            self.keep_note(data.get("note", ""), rest)
        self.check_easier(data.get("easier", ""))
        return data

    def check_easier(self, slug: str) -> None:
        exercise = self.names.exercise(slug) if slug else None
        if slug == self.item.exercise:
            self.add_error("easier", itself())
        elif exercise and self.dose_read and not takes(exercise.dose, self.dose_read):
            self.add_error("easier", unlike(self.name, exercise.name))

    def changed(self) -> Item:
        assert self.dose_read is not None
        new = {"dose": self.dose_read, "note": self.cleaned_data["note"], "cue": self.cleaned_data["cue"]}
        if self.add_prefix("despite") in self.data:
            new["despite"] = self.cleaned_data["despite"] or None
        for name in MORE:
            if name != "easier" or self.add_prefix(name) in self.data:
                new[name] = self.cleaned_data[name] or None
        return self.item.model_copy(update=new)

    @property
    def has_more(self) -> bool:
        """Whether something is said, or wrong, of what stands behind "More"."""
        return any(self.errors.get(name) for name in MORE) if self.is_bound else False


class AddForm(DoseForm):
    """A new line: the exercise in words, perhaps with the dose behind it; without a dose, the exercise's own."""

    exercise = forms.CharField(label=_("Exercise"), max_length=200, required=False)

    field_order = ("exercise", "dose", "note")

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        self.names = names
        super().__init__(*args, **kwargs)
        self.fields["exercise"].widget = line(_("bird dog 3x8 5s e/s"))
        self.fields["dose"].widget = line(_("3x10 e/s"), **{"class": "plan-line"})
        self.fields["note"].widget = line()
        self.added: Item | None = None

    @property
    def is_used(self) -> bool:
        return self.is_bound and any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in ("exercise", "dose", "note")
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        typed = data.get("exercise", "")
        if not typed and self.is_used:
            self.add_error("exercise", _("Type the name of an exercise."))
        if typed:
            self.read_line(typed, data.get("dose", ""))
        return data

    def read_line(self, typed: str, dose: str) -> None:
        try:
            found = self.names.read(typed)
        except ValidationError as error:
            self.add_error("exercise", error)
            return
        text = " ".join(part for part in (found.rest, dose) if part)
        rest = self.understand(text) if text else ""
        self.keep_note(self.cleaned_data.get("note", ""), rest)
        if not self.errors:
            amount = self.dose_read or found.exercise.dose
            self.added = Item(exercise=found.exercise.slug, dose=amount, note=self.cleaned_data["note"])
