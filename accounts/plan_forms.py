"""The forms of the plan editor: a line for each item, a line to add one, and a phase's name, weeks and days."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Routine
from accounts.plan_edits import only_phase
from accounts.plan_lines import Doubtful, Names, joined, read_dose
from accounts.plans import MAX_PHASES, MAX_WEEKS, Item, Phase, PlanError
from exercises.dose import Dose, DoseError
from exercises.shorthand import Question, format_dose

WEEKDAYS = (
    (1, _("Mon")),
    (2, _("Tue")),
    (3, _("Wed")),
    (4, _("Thu")),
    (5, _("Fri")),
    (6, _("Sat")),
    (7, _("Sun")),
)


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


def shown_item(item: Item) -> dict[str, str]:
    """An item as its form shows it, and as a browser sends it back untouched."""
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

    def __init__(self, *args: Any, item: Item, name: str, **kwargs: Any) -> None:
        self.item = item
        self.name = name
        self.shorthand = format_dose(item.dose)
        kwargs["initial"] = shown_item(item)
        super().__init__(*args, **kwargs)
        self.fields["dose"].widget = line(
            **{"class": "plan-line", "aria-label": _("Dose of %(name)s") % {"name": name}}
        )
        self.fields["note"].widget = line(_("Such as: keep your hips level"))
        self.fields["cue"].widget = line(_("Such as: after the first coffee"))

    def clean_choose(self) -> str:
        return "-".join(str(self.cleaned_data["choose"]).lower().split())

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
        return data

    def changed(self) -> Item:
        assert self.dose_read is not None
        new = {"dose": self.dose_read, "note": self.cleaned_data["note"], "cue": self.cleaned_data["cue"]}
        if self.add_prefix("despite") in self.data:
            new["despite"] = self.cleaned_data["despite"] or None
        for name in ("any_day", "choose", "when", "stop_pain", "short", "maintain"):
            new[name] = self.cleaned_data[name] or None
        return self.item.model_copy(update=new)

    @property
    def has_more(self) -> bool:
        """Whether something is said, or wrong, of what stands behind "More"."""
        names = ("any_day", "choose", "when", "stop_pain", "short", "maintain")
        return any(self.errors.get(name) for name in names) if self.is_bound else False


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


EFFORT = re.compile(r"^(10|[0-9]) *[-–] *(10|[0-9])$")  # noqa: RUF001 - a dash is what people type


def shown(phase: Phase) -> dict[str, Any]:
    """A phase as its form shows it; what was not said is empty."""
    return {
        "name": phase.name,
        "weeks": phase.weeks or "",
        "goal": phase.goal or "",
        "minutes": phase.minutes or "",
        "effort": f"{phase.effort[0]}-{phase.effort[1]}" if phase.effort else "",
        "days": [str(day) for day in phase.days],
    }


class PhaseForm(forms.Form):
    name = forms.CharField(label=_("Name of the phase"), max_length=80, required=False)
    weeks = forms.IntegerField(
        label=_("Weeks"),
        min_value=1,
        max_value=MAX_WEEKS,
        required=False,
        help_text=_("Empty: until you change it."),
        error_messages={
            "min_value": _("A phase lasts from 1 to 52 weeks."),
            "max_value": _("A phase lasts from 1 to 52 weeks."),
        },
    )
    days = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day of the week.")},
    )
    goal = forms.CharField(label=_("What it is for"), max_length=160, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes meant"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("For a session, walks and habits aside."),
    )
    effort = forms.RegexField(
        label=_("Effort, from and to"),
        regex=EFFORT,
        required=False,
        widget=line("3-5"),
        error_messages={"invalid": _("Write effort as two numbers from 0 to 10, such as 3-5.")},
    )

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        kwargs["initial"] = {name: value for name, value in shown(phase).items() if name != "days"}
        kwargs["initial"]["days"] = list(phase.days)
        super().__init__(*args, **kwargs)
        self.phase = phase

    def clean_effort(self) -> tuple[int, int] | None:
        found = EFFORT.match(self.cleaned_data["effort"])
        if found is None:
            return None
        low, high = int(found[1]), int(found[2])
        if low > high:
            raise ValidationError(_("The lowest effort comes before the highest."))
        return low, high

    def changed(self) -> Phase:
        data = self.cleaned_data
        new = {name: data[name] for name in ("name", "weeks", "minutes", "effort")}
        new |= {"goal": data["goal"] or None, "days": tuple(sorted(data["days"]))}
        return self.phase.model_copy(update=new)
