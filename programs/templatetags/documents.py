"""A version's document on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()


@dataclass(frozen=True)
class Group:
    """Items that stand together, each with its number in the phase."""

    items: list[tuple[int, Mapping[str, Any]]]

    @property
    def is_choice(self) -> bool:
        return len(self.items) > 1


@register.filter
def one_of(phase: Mapping[str, Any]) -> list[Group]:
    """The phase's items in order, those of a choice together at the place of the first."""
    found: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, item in enumerate(phase["items"], 1):
        word = item.get("choose")
        found.setdefault(f"choice {word}" if word else f"item {item['key']}", []).append((number, item))
    return [Group(items) for items in found.values()]
