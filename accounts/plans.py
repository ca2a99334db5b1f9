"""The plan: what a routine and a program version contain. Pure values, kept as JSON.

A plan has phases, a phase has items, an item is an exercise with a dose. Changing a plan gives a new one.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from backfit.refusals import Invalid
from exercises.dose import Dose, sentences

ISO_WEEKDAYS = (1, 2, 3, 4, 5, 6, 7)
MAX_PHASES = 12
MAX_ITEMS = 30
MAX_WEEKS = 52


class PlanError(Invalid):
    """The data is no plan; `sentences` say where and why."""

    field = "plan"

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)

    @property
    def sentences(self) -> list[str]:
        return [str(sentence) for sentence in self.args]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def new_key() -> str:
    return secrets.token_hex(4)


class Item(Part):
    """An exercise with its dose. The key stays the same through all versions, so that changes can be told."""

    key: str = Field(default_factory=new_key, pattern=r"^[a-z0-9-]{4,40}$")
    exercise: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, description="Slug in the catalogue")
    dose: Dose
    note: str = Field(default="", max_length=500, description="From the therapist to the client")
    cue: str = Field(default="", max_length=120, description="When to do it, such as “after the first coffee”")
    group: str = Field(default="", max_length=40, description="Items with the same group belong together")


class Phase(Part):
    name: str = Field(default="", max_length=80)
    weeks: int | None = Field(default=None, ge=1, le=MAX_WEEKS, description="How long it lasts; null: until changed")
    days: Annotated[tuple[int, ...], Field(strict=False)] = ISO_WEEKDAYS
    items: Annotated[tuple[Item, ...], Field(strict=False, max_length=MAX_ITEMS)] = ()

    @field_validator("days")
    @classmethod
    def some_weekdays(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not days or not set(days) <= set(ISO_WEEKDAYS):
            raise ValueError(_("Days are numbers from 1 (Monday) to 7 (Sunday), at least one."))
        return tuple(sorted(set(days)))

    def seconds(self) -> int:
        """Estimated time of all items done once."""
        return sum(item.dose.seconds() for item in self.items)


class Plan(Part):
    phases: Annotated[tuple[Phase, ...], Field(strict=False, max_length=MAX_PHASES)] = ()

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

    def slugs(self) -> set[str]:
        return {item.exercise for item in self.items()}

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items() if item.key == key), None)

    def require_publishable(self) -> None:
        """Raises PlanError when there is nothing for the client to do."""
        if not self.phases or not any(phase.items for phase in self.phases):
            raise PlanError([_("The plan is empty; add at least one exercise.")])
        empty = [number for number, phase in enumerate(self.phases, 1) if not phase.items]
        if empty:
            raise PlanError([_("Phase %(number)s has no exercises.") % {"number": empty[0]}])


@dataclass(frozen=True)
class Difference:
    """What changed from one plan to the next: items, the changed ones as (before, after)."""

    added: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]
    removed: tuple[Item, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def difference(before: Plan, after: Plan) -> Difference:
    """Items are matched by key; an item taken out and put in again counts as changed, not as new."""
    old = {item.key: item for item in before.items()}
    new = {item.key: item for item in after.items()}
    pairs = {key: (old[key], new[key]) for key in new if key in old}
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
    return item.model_dump(exclude={"key"})
