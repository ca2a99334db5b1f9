"""The back check's questions as forms, one for each screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from exercises import red_flags
from exercises.back_check import Age, HowLong, Move, Where
from exercises.content.safety_schema import Group

NONE = "none"
Data = MultiValueDict[str, str]
UNANSWERED = {
    "required": _("Please answer this question."),
    "invalid_choice": _("That is not one of the answers. Please choose again."),
}
TICK_ONE = {
    "required": _("Tick at least one answer; “None of these” is one."),
    "invalid_choice": UNANSWERED["invalid_choice"],
}


class SignsField(forms.MultipleChoiceField):
    """The signs of a group, any number of them, or else that there is none."""

    def __init__(self, group: Group, *, only_new: bool) -> None:
        super().__init__(
            label=_("Tick what is new or getting worse.") if only_new else _("Tick what fits you."),
            choices=[*((one.key, one.question) for one in group.findings), (NONE, _("None of these"))],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices choices--or-none"}),
            error_messages=TICK_ONE,
        )

    def clean(self, value: Any) -> list[str]:
        keys: list[str] = super().clean(value)
        if NONE in keys and len(set(keys)) > 1:
            raise ValidationError(_("You ticked a sign and “None of these”. Please keep only what fits."))
        return [key for key in keys if key != NONE]


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    widget = forms.RadioSelect(attrs={"class": "choices"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, error_messages=UNANSWERED)


class PlaceForm(forms.Form):
    where = choice(_("Where is it worst?"), Where.choices)
    how_long = choice(_("How long has this spell lasted?"), HowLong.choices)
    pain = forms.TypedChoiceField(
        label=_("How bad was it at worst in the last days?"),
        choices=[(str(number), str(number)) for number in range(11)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=UNANSWERED,
    )


class MovingForm(forms.Form):
    eases = choice(_("What eases it most?"), Move.choices)
    provokes = choice(_("What makes it worse?"), Move.choices)
    age = choice(_("How old are you?"), Age.choices)
    floor = choice(
        _("Can you get down to the floor and up again?"), [("yes", _("Yes")), ("no", _("No, or only with a struggle"))]
    )


@dataclass(frozen=True)
class Step:
    """One screen. `tier` is empty for the questions that follow the signs."""

    key: str
    title: Any
    tier: str = ""
    group: Group | None = None

    def form(self, data: Data | None = None, *, initial: dict[str, Any] | None = None) -> forms.Form:
        if self.group is None:
            return FORMS[self.key](data, initial=initial)
        form = forms.Form(data, initial=initial)
        form.fields[self.key] = SignsField(self.group, only_new=self.tier == "emergency")
        return form

    def sent(self, data: Data) -> Iterator[tuple[str, str]]:
        """(field, value) of what was sent for this screen, without values that it does not offer."""
        for name, field in self.form().fields.items():
            offered = {str(value) for value, _label in field.choices}  # type: ignore[attr-defined]
            yield from ((name, value) for value in data.getlist(name) if value in offered)

    def again(self, data: Data) -> forms.Form:
        """The questions with what was answered before, for looking at them once more."""
        names = self.form().fields
        kept = list(self.sent(data))
        many = {name: [value for key, value in kept if key == name] for name in names}
        initial = {name: values if self.group else values[-1] for name, values in many.items() if values}
        return self.form(initial=initial)

    def in_words(self, form: forms.Form, data: Data) -> list[tuple[Any, list[Any]]]:
        """(question, answers) of a screen that was answered; of several to a question with one, the last counts."""
        return [
            (self.title if self.group else field.label, [self.stated(key, field) for key in self.counted(data, name)])
            for name, field in form.fields.items()
        ]

    def counted(self, data: Data, name: str) -> list[str]:
        return data.getlist(name) if self.group else data.getlist(name)[-1:]

    def stated(self, key: str, field: Any) -> Any:
        signs = {one.key: one.sign for one in self.group.findings} if self.group else {}
        return signs.get(key) or dict(field.choices)[key]


FORMS: dict[str, type[forms.Form]] = {"place": PlaceForm, "moving": MovingForm}


@cache
def steps() -> tuple[Step, ...]:
    """In the order of asking: the signs by urgency, then the rest."""
    screens = [
        Step(group.key, group.title, tier.key, group) for tier in red_flags.safety().tiers for group in tier.groups
    ]
    return (*screens, Step("place", _("Your pain")), Step("moving", _("How it behaves")))
