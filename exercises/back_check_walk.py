"""From screen to screen of the back check. All that was answered travels with each request; nothing is kept here.

Every request is read from the first question on, so what was changed or left out on the way leads back to the
question that it belongs to.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from exercises.back_check import About, Advice, Age, HowLong, Move, Where, advise, settle
from exercises.back_check_forms import Data, Step, steps

Answered = list[tuple[str, list[tuple[Any, list[Any]]]]]


@dataclass(frozen=True)
class Screen:
    """A question (`step`, `form`) or the end (`advice`, `answered`); `kept` are the answers to send along again."""

    step: Step | None = None
    form: forms.Form | None = None
    advice: Advice | None = None
    about: About | None = None
    flags: tuple[str, ...] = ()
    answered: Answered = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    sentence: str = ""
    status: int = 200

    @property
    def number(self) -> int:
        return 1 + keys().index(self.step.key) if self.step else 0

    @property
    def before(self) -> str:
        """The key of the screen before this one."""
        return keys()[self.number - 2] if self.number > 1 else ""


def keys() -> list[str]:
    return [step.key for step in steps()]


def first_screen() -> Screen:
    step = steps()[0]
    return Screen(step=step, form=step.form())


def screen_after(data: Data) -> Screen:
    """What follows on `step`, or the question in `change` once more."""
    wanted = {step.key: step for step in steps()}
    change = wanted.get(data.get("change", ""))
    if change is not None:
        return ask(change, data)
    if data.get("step") not in wanted:
        return Screen(
            step=steps()[0],
            form=steps()[0].form(),
            sentence=_("We lost track of where you were. Please start from the first question."),
            status=400,
        )
    return read(data)


def ask(step: Step, data: Data, form: forms.Form | None = None) -> Screen:
    kept = [pair for other in steps() if other.key != step.key for pair in other.sent(data)]
    return Screen(step=step, form=form or step.again(data), kept=kept, status=400 if form else 200)


def read(data: Data) -> Screen:
    """Reads the answers up to the screen that was sent; an answer that settles it ends the check there."""
    emergency = emergency_end(data)
    if emergency is not None:
        return emergency
    flags: list[str] = []
    answered: Answered = []
    cleaned: dict[str, Any] = {}
    for step in steps():
        form = step.form(data)
        if not form.is_valid():
            return ask(step, data, form)
        answered.append((step.key, step.in_words(form, data)))
        cleaned |= form.cleaned_data
        flags += cleaned[step.key] if step.group else []
        advice = settle(flags)
        if advice is not None:
            return end(advice, flags, answered, data)
        if step.key == data.get("step") and step.key != keys()[-1]:
            return ask(steps()[keys().index(step.key) + 1], data)
    about = about_from(cleaned)
    return end(advise(flags, about), flags, answered, data, about)


def emergency_end(data: Data) -> Screen | None:
    """An emergency sign counts at once, also while questions before it are open."""
    last = keys().index(data.get("step", ""))
    asked = [(step, step.form(data)) for step in steps()[: last + 1] if step.tier == "emergency"]
    answered = [(step, form) for step, form in asked if form.is_valid()]
    flags = [key for step, form in answered for key in form.cleaned_data[step.key]]
    advice = settle(flags)
    if advice is None:
        return None
    return end(advice, flags, [(step.key, step.in_words(form, data)) for step, form in answered], data)


def end(advice: Advice, flags: list[str], answered: Answered, data: Data, about: About | None = None) -> Screen:
    kept = [pair for step in steps() for pair in step.sent(data)]
    return Screen(advice=advice, about=about, flags=tuple(flags), answered=answered, kept=kept)


def about_from(cleaned: dict[str, Any]) -> About:
    return About(
        where=Where(cleaned["where"]),
        how_long=HowLong(cleaned["how_long"]),
        pain=cleaned["pain"],
        eases=Move(cleaned["eases"]),
        provokes=Move(cleaned["provokes"]),
        age=Age(cleaned["age"]),
        floor=cleaned["floor"] in ("yes", True),
    )
