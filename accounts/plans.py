"""The plan: what a routine and a program version contain. Pure values, kept as JSON.

A plan has phases, a phase has items, an item is an exercise with a dose. Changing a plan gives a new one.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import Field, ValidationError, field_validator, model_validator

from accounts.plan_rules import Part, Points, Rules
from backfit.refusals import Invalid
from exercises.dose import Dose, sentences

ISO_WEEKDAYS = (1, 2, 3, 4, 5, 6, 7)
MAX_PHASES = 12
MAX_ITEMS = 30
MAX_WEEKS = 52
# By how many sessions a week: with a day of rest between them as far as the week allows.
WEEKDAYS_FOR = {
    1: (1,),
    2: (1, 4),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 4, 5),
    6: (1, 2, 3, 4, 5, 6),
    7: ISO_WEEKDAYS,
}

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class PlanError(Invalid):
    """The data is no plan; `sentences` say where and why. `phase`, from 1, is the one that they are about, if any."""

    field = "plan"

    def __init__(self, sentences: list[str], *, phase: int | None = None) -> None:
        super().__init__(*sentences)
        self.phase = phase

    @property
    def sentences(self) -> list[str]:
        return [str(sentence) for sentence in self.args]


def itself() -> str:
    return _("The easier version is another exercise than the one it stands in for.")


def new_key() -> str:
    return secrets.token_hex(4)


class Item(Part):
    """An exercise with its dose. The key stays the same through all versions, so that changes can be told."""

    key: str = Field(default_factory=new_key, pattern=r"^[a-z0-9-]{4,40}$")
    exercise: Slug = Field(description="Slug in the catalogue")
    dose: Dose
    note: str = Field(default="", max_length=500, description="From the therapist to the client")
    cue: str = Field(default="", max_length=120, description="When to do it, such as “after the first coffee”")
    group: str = Field(default="", max_length=40, description="Items with the same group belong together")
    # What came later is null where it is not said, so that plans from before keep their digest.
    choose: str | None = Field(
        default=None, pattern=r"^[a-z0-9-]{1,40}$", description="Of a phase's items with the same word one is kept"
    )
    any_day: bool | None = Field(
        default=None, description="The days a week of its dose go beyond those of its phase, over the whole week"
    )
    once: bool | None = Field(default=None, description="Done once, at the beginning of its phase")
    when: str | None = Field(
        default=None,
        max_length=120,
        description="Of a choice: when to take this one, such as: bending eases it",
    )
    stop_pain: int | None = Field(default=None, ge=1, le=8, description="Pain at which to stop it, if not the plan's")
    short: bool | None = Field(default=None, description="Belongs to the short version for a bad day")
    maintain: bool | None = Field(default=None, description="Stays in the version that keeps what was reached")
    despite: str | None = Field(
        default=None, max_length=300, description="Why it is given although it does not fit the client's home"
    )
    easier: Slug | None = Field(default=None, description="Slug of what the client may do instead when it is too hard")

    @model_validator(mode="after")
    def easier_is_another(self) -> Self:
        if self.easier == self.exercise:
            raise ValueError(itself())
        return self

    def in_words(self, *, weekly: bool = True) -> str:
        """The dose as a client reads it, in the active language."""
        words = self.dose.in_words(weekly=weekly)
        return _("%(dose)s, just once") % {"dose": words} if self.once else words

    @property
    def when_words(self) -> str:
        """The condition of a choice as a client reads it, whether its "if" was typed or not."""
        condition = re.sub(r"^if\s+", "", (self.when or "").strip(), flags=re.IGNORECASE)
        return _("If %(condition)s") % {"condition": condition} if condition else ""

    @property
    def stop_words(self) -> str:
        """Its own limit of pain as a client reads it."""
        return _("Stop this one at pain %(points)s out of 10.") % {"points": self.stop_pain} if self.stop_pain else ""


class Phase(Part):
    name: str = Field(default="", max_length=80)
    weeks: int | None = Field(default=None, ge=1, le=MAX_WEEKS, description="How long it lasts; null: until changed")
    days: Annotated[tuple[int, ...], Field(strict=False)] = ISO_WEEKDAYS
    items: Annotated[tuple[Item, ...], Field(strict=False, max_length=MAX_ITEMS)] = ()
    goal: str | None = Field(default=None, max_length=160, description="What it is for, in one line")
    effort: Annotated[tuple[Points, Points] | None, Field(strict=False, description="Lowest, highest")] = None
    minutes: int | None = Field(default=None, ge=1, le=240, description="Meant for a session, walks and habits aside")
    pain_at_most: int | None = Field(
        default=None, ge=0, le=5, description="Worst pain with which to leave it, if not the plan's"
    )

    @field_validator("effort")
    @classmethod
    def from_low_to_high(cls, effort: tuple[int, int] | None) -> tuple[int, int] | None:
        if effort and effort[0] > effort[1]:
            raise ValueError(_("The lowest effort comes before the highest."))
        return effort

    @field_validator("days")
    @classmethod
    def some_weekdays(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not days or not set(days) <= set(ISO_WEEKDAYS):
            raise ValueError(_("Days are numbers from 1 (Monday) to 7 (Sunday), at least one."))
        return tuple(sorted(set(days)))

    def seconds(self) -> int:
        """Estimated time of all items done once."""
        return sum(item.dose.seconds() for item in self.chosen())

    def chosen(self) -> list[Item]:
        """The items as one person does them: of those to choose from the one that takes longest."""
        longest = {word: max(items, key=lambda item: item.dose.seconds()) for word, items in self.choices().items()}
        return [item for item in self.items if not item.choose or longest[item.choose] is item]

    def choices(self) -> dict[str, list[Item]]:
        """The items to choose from, by their word."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            if item.choose:
                found.setdefault(item.choose, []).append(item)
        return found

    @property
    def open_choices(self) -> set[str]:
        """The words of which more than one item is left."""
        return {word for word, items in self.choices().items() if len(items) > 1}

    @property
    def unsaid_choices(self) -> set[str]:
        """Those of them that a client cannot make, since an item does not say when to take it."""
        choices = self.choices()
        return {word for word in self.open_choices if not all((item.when or "").strip() for item in choices[word])}


class Plan(Part):
    phases: Annotated[tuple[Phase, ...], Field(strict=False, max_length=MAX_PHASES)] = ()
    rules: Rules | None = Field(default=None, description="Null: the usual ones")

    @model_validator(mode="after")
    def consistent(self) -> Self:
        keys = [item.key for item in self.items()]
        if len(keys) != len(set(keys)):
            raise ValueError(_("Two items have the same key."))
        if any(phase.weeks is None for phase in self.phases[:-1]):
            raise ValueError(_("Only the last phase may go on without an end; give the others a number of weeks."))
        return self

    @classmethod
    def from_json(cls, data: Any) -> "Plan":
        """Raises PlanError with one sentence for each thing that is not right."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise PlanError(sentences(error)) from error

    def to_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)

    def digest(self) -> str:
        """Equal for equal plans; SHA-256 in hex."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()

    def items(self) -> Iterator[Item]:
        for phase in self.phases:
            yield from phase.items

    @property
    def count(self) -> int:
        """How many items it has in all phases."""
        return sum(len(phase.items) for phase in self.phases)

    @property
    def rules_in_force(self) -> Rules:
        return self.rules or Rules()

    @property
    def weeks(self) -> int | None:
        """How long it lasts; None when it goes on."""
        if not self.phases or self.phases[-1].weeks is None:
            return None
        return sum(phase.weeks or 0 for phase in self.phases)

    def slugs(self) -> set[str]:
        """Of all exercises that somebody who follows it may do, easier versions included."""
        return {slug for item in self.items() for slug in (item.exercise, item.easier) if slug}

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items() if item.key == key), None)

    def require_filled(self) -> None:
        """Raises PlanError when there is a phase with nothing to do."""
        if not self.phases or not any(phase.items for phase in self.phases):
            raise PlanError([_("The plan is empty; add at least one exercise.")])
        empty = [number for number, phase in enumerate(self.phases, 1) if not phase.items]
        if empty:
            raise PlanError([_("Phase %(number)s has no exercises.") % {"number": empty[0]}], phase=empty[0])

    def require_publishable(self) -> None:
        """Raises PlanError when there is nothing for the client to do, or something still to be said of it."""
        self.require_filled()
        for number, phase in enumerate(self.phases, 1):
            if phase.unsaid_choices:
                raise PlanError(
                    [
                        _("Phase %(number)s has exercises to choose from: say for each when to take it, or keep one.")
                        % {"number": number}
                    ],
                    phase=number,
                )
            self.require_safe_limits(number, phase)

    def require_safe_limits(self, number: int, phase: Phase) -> None:
        """An exercise may be stopped at less pain than the plan says, never at more."""
        limit = self.rules_in_force.stop_pain
        above = max((item.stop_pain or 0 for item in phase.items), default=0)
        if above > limit:
            said = {"number": number, "points": above, "limit": limit}
            raise PlanError(
                [
                    _(
                        "Phase %(number)s lets an exercise go on up to pain %(points)s, but the plan says to stop at"
                        " %(limit)s. Set it to %(limit)s or less."
                    )
                    % said
                ],
                phase=number,
            )


@dataclass(frozen=True)
class Difference:
    """What changed from one plan to the next: items, the changed ones as (before, after)."""

    added: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]
    removed: tuple[Item, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def difference(before: Plan, after: Plan) -> Difference:
    """Items are matched by key while it is the same exercise; one taken out and put in again counts as changed."""
    old = {item.key: item for item in before.items()}
    new = {item.key: item for item in after.items()}
    pairs = {key: (old[key], new[key]) for key in new if key in old and old[key].exercise == new[key].exercise}
    left = [item for key, item in old.items() if key not in pairs]
    added = []
    for item in (item for key, item in new.items() if key not in pairs):
        same = next((gone for gone in left if gone.exercise == item.exercise), None)
        if same is None:
            added.append(item)
        else:
            left.remove(same)
            pairs[item.key] = (same, item)
    changed = [pair for pair in pairs.values() if content(pair[0]) != content(pair[1])]
    return Difference(tuple(added), tuple(changed), tuple(left))


def content(item: Item) -> dict[str, Any]:
    # That others stood beside it to choose from, why it was given all the same and whether it stays for later is
    # nothing that its client learns.
    return item.model_dump(exclude={"key", "choose", "despite", "maintain"})
