"""What there is about a person: every model says how its rows are exported, kept and erased, or why they are not.

The app itself declares its own in `accounts.privacy.parts`, apps to the right in theirs; a test walks all models.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

Rule = Callable[[Any], Q]
Files = Callable[[Any], Iterator[tuple[str, bytes]]]
"""Gives names inside of the ZIP and contents, for a person."""


@dataclass(frozen=True)
class Part:
    """The rows of one model that are about a person.

    `of` says which; `without` names fields that do not leave the site: secrets, and what others have not finished.
    `returns` tells whether a re-import brings the rows back. `names` are fields that hold a person's id without being
    a foreign key. `later` are foreign keys to rows that come after their own. `erases` are the rows that go with the
    person, which may be more than are exported; None leaves them. `episode` is the way from a row to its episode, and
    `frozen` what is blanked where a clinic must keep it; without `frozen`, nothing of the model is kept.
    """

    model: type[Model]
    of: Rule
    without: frozenset[str] = frozenset()
    returns: bool = True
    names: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    erases: Rule | None = None
    episode: str = ""
    frozen: Mapping[str, Any] | None = None

    @property
    def label(self) -> str:
        return str(self.model._meta.label_lower)

    @property
    def manager(self) -> Any:
        return self.model._default_manager


@dataclass
class Registry:
    """What was declared, in whatever order; `in_order` has each part after those that its rows refer to."""

    parts: dict[type[Model], Part] = field(default_factory=dict)
    left_out: dict[type[Model], str] = field(default_factory=dict)
    files: list[Files] = field(default_factory=list)
    before_erasing: list[Callable[[Any], object]] = field(default_factory=list)
    after_import: list[Callable[[Any], object]] = field(default_factory=list)
    ids: list[Callable[[Any], Iterator[Any]]] = field(default_factory=list)

    def add(self, part: Part) -> None:
        self.parts[part.model] = part

    def in_order(self) -> list[Part]:
        found: dict[type[Model], Part] = {}

        def place(part: Part) -> None:
            for each in part.model._meta.concrete_fields:
                model: Any = each.related_model
                other = self.parts.get(model) if each.name not in part.later else None
                if other is not None and other.model not in found and other is not part:
                    place(other)
            found.setdefault(part.model, part)

        for part in self.parts.values():
            place(part)
        return list(found.values())

    def leave_out(self, reason: str, *models: type[Model]) -> None:
        """With the reason that the README of each export gives."""
        self.left_out.update(dict.fromkeys(models, reason))


registry = Registry()


def of_episode(model: type[Model], episode: str, **more: Any) -> None:
    """Rows of the person's episodes, `episode` being the way there."""

    def rule(user: Any) -> Q:
        return Q(**{f"{episode}__client": user})

    registry.add(part_of(model, rule, episode=episode, **more))


def of_person(model: type[Model], person: str, **more: Any) -> None:
    """Rows that name the person in the field `person`."""

    def rule(user: Any) -> Q:
        return Q(**{person: user.pk})

    registry.add(part_of(model, rule, **more))


def part_of(model: type[Model], rule: Rule, **more: Any) -> Part:
    more.setdefault("erases", rule)
    more.setdefault("of", rule)
    return Part(model, without=frozenset(more.pop("without", ())), **more)
